"""Tables as files: numbers stay numbers, and no text becomes a formula."""

import csv
import io
from datetime import date

import pandas as pd
import pytest
from python_calamine import CalamineWorkbook

from dashboards.pages import downloads
from dashboards.pages.answers import ShownColumn, ShownTable
from dashboards.pages.speech import Speech

FRENCH, ENGLISH = Speech("fr"), Speech("en")
TABLE = ShownTable(
    "Coût : par compte",
    (
        ShownColumn("Compte"),
        ShownColumn("Messages", "count"),
        ShownColumn("Part", "share"),
        ShownColumn("Coût", "money"),
        ShownColumn("Jour", "day"),
        ShownColumn("Départs", "people"),
    ),
    (
        ("Scolarité", 12345, 0.5, 8800, date(2026, 11, 3), pd.NA),
        ("=1+1", 0, None, None, pd.Timestamp(2026, 11, 4), 0),
        ("", 1, 0.125, 1, None, 7),
    ),
)


def rows_of(body):
    return list(csv.reader(io.StringIO(body.decode("utf-8-sig")), delimiter=";"))


def test_french_spreadsheets_open_the_file_as_it_is():
    body = downloads.comma_separated(FRENCH, TABLE)
    assert body.startswith(b"\xef\xbb\xbf")
    assert rows_of(body) == [
        ["Compte", "Messages", "Part", "Coût", "Jour", "Départs"],
        ["Scolarité", "12345", "0,5", "8,8", "2026-11-03", "< 5"],
        ["'=1+1", "0", "", "", "2026-11-04", "0"],
        ["inconnu", "1", "0,125", "0,001", "", "7"],
    ]


def test_in_english_decimals_have_a_point():
    assert rows_of(downloads.comma_separated(ENGLISH, TABLE))[1][2:4] == ["0.5", "8.8"]


@pytest.mark.parametrize(
    "text",
    ["=cmd|' /C calc'!A0", "+33", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", ";=1", "＝1", "sep=,"],
)
def test_a_text_is_never_a_formula(text):
    table = ShownTable("t", (ShownColumn("Compte"),), ((text,),))
    for delimiter in ";,\t|":
        body = downloads.comma_separated(FRENCH, table).decode("utf-8-sig")
        cells = [cell for row in csv.reader(io.StringIO(body), delimiter=delimiter) for cell in row]
        assert [cell for cell in cells if cell[:1] in tuple("=+-@\t\r＝")] == []


def test_the_workbook_holds_numbers_days_and_texts():
    body = downloads.workbook(FRENCH, TABLE, "novembre 2026")
    (sheet,) = CalamineWorkbook.from_filelike(io.BytesIO(body)).sheet_names
    rows = CalamineWorkbook.from_filelike(io.BytesIO(body)).get_sheet_by_name(sheet).to_python()
    assert rows[0][0] == "Coût : par compte"
    assert rows[1][0] == "novembre 2026"
    assert rows[3] == ["Compte", "Messages", "Part", "Coût", "Jour", "Départs"]
    assert rows[4] == ["Scolarité", 12345.0, 0.5, 8.8, date(2026, 11, 3), "< 5"]
    assert rows[5][0] == "=1+1"


@pytest.mark.parametrize(
    ("words", "name"),
    [
        (("Coût par compte", "2026-11-01"), "cout-par-compte-2026-11-01"),
        (("« … »",), "table"),
        (("a" * 40, "b" * 40), "a" * 40),
        (('x"; filename=y', "/../z"), "x-filename-y-z"),
    ],
)
def test_a_file_has_a_name_that_every_system_takes(words, name):
    assert downloads.file_name(*words) == name


def test_a_sheet_has_a_name_that_spreadsheets_take():
    table = TABLE._replace(caption="a/b:c*d?[e]'" + "x" * 40)
    assert downloads.workbook(FRENCH, table, "").startswith(b"PK")
