import datetime
import subprocess

import pytest
from made_workbooks import bomb, xlsx
from places import WORKBOOKS

from unisms.services.files import workbooks
from unisms.services.files.workbooks import Sheet, Wish

LIMITS = Wish(10, 5, 40, 400)
WIDE = Wish(100, 20, 1000, 10_000)


def test_cells_become_what_a_french_spreadsheet_shows():
    cells = [
        612345678,
        33612345678.0,
        1.5,
        639980000.0,
        datetime.date(2026, 11, 19),
        True,
        False,
        "=1+1",
        " é ",
    ]
    sheet = workbooks.read(xlsx(("Prêts", [cells])), WIDE)
    assert sheet == Sheet(
        "Prêts",
        [
            (
                "612345678",
                "33612345678",
                "1,5",
                "639980000",
                "19/11/2026",
                "VRAI",
                "FAUX",
                "=1+1",
                " é ",
            )
        ],
        (("Prêts", False),),
    )


def test_a_sheet_is_chosen_whatever_its_title():
    book = xlsx(("Un", [["x"]]), ("L’été “à” 2", [["y"]]))
    assert workbooks.read(book, WIDE._replace(sheet="L’été “à” 2")).rows == [("y",)]


def test_what_one_does_not_see_is_told():
    sheet = workbooks.read((WORKBOOKS / "masked.xlsx").read_bytes(), WIDE)
    assert workbooks.told(sheet, ()) == [
        ("other_sheets", 1, "Seconde"),
        ("hidden_sheets", 1, "Secrète"),
        ("hidden_rows", 4, "3"),
        ("hidden_columns", 1, "Ancien mobile"),
        ("filled_rows", 1, "4"),
    ]
    told = [code for code, _, _ in workbooks.told(sheet, ("rows", "columns"))]
    assert told[2:4] == ["hidden_rows_read", "hidden_columns_read"]


def test_a_refusal_of_the_other_process_is_raised():
    with pytest.raises(workbooks.Refused) as refused:
        workbooks.read(xlsx(("F", [["a"]] * 12)), LIMITS)
    assert (refused.value.problem, refused.value.detail) == ("too_many_rows", "11")
    assert refused.value.sheets == (("F", False),)


def test_a_small_file_that_asks_for_the_whole_memory_ends_its_own_process_only():
    with pytest.raises(workbooks.Refused) as refused:
        workbooks.read(bomb(), LIMITS)
    assert refused.value.problem == "damaged"


def test_a_file_that_takes_for_ever_is_given_up(monkeypatch):
    def wait(*_, **__):
        raise subprocess.TimeoutExpired("python", 60)

    monkeypatch.setattr(subprocess, "run", wait)
    with pytest.raises(workbooks.Refused):
        workbooks.read(b"", LIMITS)
