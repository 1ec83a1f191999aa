import csv
import io

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from unisms.web.frame.downloads import attachment, dated, harmless, spreadsheet

SIGNS = "=+-@＝＋－＠"


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        ("=1+1", "'=1+1"),
        ("+33639980001", "'+33639980001"),
        ("-2+3", "'-2+3"),
        ("@SUM(1)", "'@SUM(1)"),
        ("＝1+1", "'＝1+1"),
        ("\tTab", "'\tTab"),
        ("\r=1", "'\r'=1"),
        ("\n=1", "'\n'=1"),
        (" =1+1", " '=1+1"),
        ("Dupont,=1+1,", "Dupont,'=1+1,"),
        ("Dupont, =1+1", "Dupont, '=1+1"),
        ('Dupont,"=1+1"', 'Dupont,"\'=1+1"'),
        ("Dupont;@x|-1\t+2\n＝3", "Dupont;'@x|'-1\t'+2\n'＝3"),
        ("Jean-Paul a+b=c zoe@univ.fr", "Jean-Paul a+b=c zoe@univ.fr"),
        ("06 39 98 00 01", "06 39 98 00 01"),
        ("'=1", "'=1"),
        ("", ""),
        (5, 5),
        (-5, -5),
    ],
)
def test_a_cell_that_could_be_a_formula_is_told_as_a_text(cell, told):
    assert harmless(cell) == told


@given(st.lists(st.text(alphabet=SIGNS + ',;\t|"\r\n ab1', max_size=12), min_size=1, max_size=4))
@example(["x", 'Dupont,"=1+1",'])
@example(['a"', "b,=1"])
def test_no_cell_begins_a_formula_whatever_the_delimiter(row):
    body = spreadsheet("x", [*row], [row]).body.decode("utf-8-sig")
    for delimiter in ",;\t|":
        for quoting in (csv.QUOTE_MINIMAL, csv.QUOTE_NONE):
            for record in csv.reader(
                io.StringIO(body, newline=""), delimiter=delimiter, quoting=quoting
            ):
                for cell in record:
                    assert not cell.lstrip(' "\t\r\n').startswith(tuple(SIGNS)), (cell, body)


@pytest.mark.parametrize("piece", ["\t", '"', " ,", ",-", "=", "a\n"])
def test_a_long_cell_takes_the_time_of_its_length(piece):
    assert len(harmless(piece * 500_000)) >= 500_000


def test_titles_are_harmless_too():
    assert spreadsheet("x", ["=1"], []).body.decode("utf-8-sig") == "'=1\r\n"


@pytest.mark.parametrize(
    ("name", "plain", "whole"),
    [
        ("Prêts en retard.csv", "Prets en retard.csv", "Pr%C3%AAts%20en%20retard.csv"),
        ('a/b\\c"d\r\n%.csv', "a b c d.csv", "a%20b%20c%20d.csv"),
        ("..csv", "table.csv", "table.csv"),
        ("漢字.csv", "table.csv", "%E6%BC%A2%E5%AD%97.csv"),
        ("a" * 300 + ".csv", "a" * 120 + ".csv", "a" * 120 + ".csv"),
    ],
)
def test_a_file_has_a_readable_name_in_every_browser(name, plain, whole):
    assert attachment(name) == f"attachment; filename=\"{plain}\"; filename*=UTF-8''{whole}"


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Retards", "retards-2026-11-29"),
        ("Prêts en retard : L2 / L3", "prets-en-retard-l2-l3-2026-11-29"),
        ("Bonjour " * 20, "bonjour-bonjour-bonjour-bonjour-bonjour-bonjour-2026-11-29"),
        ("تأخير", "2026-11-29"),
        ("x" * 80, "2026-11-29"),
    ],
)
def test_a_file_of_a_day_has_a_short_name_without_accents(title, name):
    assert dated(title, "2026-11-29") == name
