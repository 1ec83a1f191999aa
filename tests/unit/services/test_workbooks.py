import datetime
import io
import marshal
import resource
import subprocess
import sys
from types import SimpleNamespace

import pytest
from made_workbooks import ELAPSED, Raw, bomb, ods, xlsx

from unisms.services import workbooks

LIMITS = (10, 5, 40, 400)


def test_cells_become_what_a_french_spreadsheet_shows():
    cells = [612345678, 33612345678.0, 1.5, 639980000.0, datetime.date(2026, 11, 19), True, False, "=1+1", " é "]
    title, others, rows = workbooks.read(xlsx(("Prêts", [cells])), 10, 20, 100, 1000)
    assert (title, others) == ("Prêts", [])
    assert rows == [
        ("612345678", "33612345678", "1,5", "639980000", "19/11/2026", "VRAI", "FAUX", "=1+1", " é "),
    ]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (3, "3"),
        (-2.0, "-2"),
        (1.2345678901234567e19, "1,23456789012346e+19"),
        (0.1 + 0.2, "0,3"),
        (datetime.datetime(2026, 11, 19), "19/11/2026"),
        (datetime.datetime(2026, 11, 19, 10, 5), "19/11/2026 10:05"),
        (datetime.time(10, 5), "10:05"),
        (datetime.timedelta(hours=36), "1 day, 12:00:00"),
    ],
)
def test_each_kind_of_cell_has_one_way_to_be_written(cell, text):
    assert workbooks.text(cell) == text


def test_errors_and_formulas_never_calculated_are_empty_and_results_are_kept():
    cells = [
        Raw('t="e"><v>#DIV/0!</v>'),
        Raw("><f>SUM(A1)</f>"),
        Raw('t="str"><f>A1&amp;"x"</f><v>result</v>'),
        Raw(f's="{ELAPSED}"><v>0.5</v>'),
    ]
    assert workbooks.answer(xlsx(("F", [cells])), *LIMITS)[3] == [("", "", "result", "12:00:00")]


def test_the_first_visible_sheet_with_something_in_it_is_read_from_its_first_row():
    book = xlsx(("Vide", []), ("Cachée", [["x"]], "hidden"), ("Prêts", [[], [None, "Nom"]]), ("Aide", [["a"]]))
    assert workbooks.answer(book, *LIMITS) == ("", "Prêts", ["Vide", "Aide"], [("", ""), ("", "Nom")])


def test_a_book_without_anything_has_no_rows():
    assert workbooks.answer(xlsx(("Vide", [])), *LIMITS) == ("", "", [], [])


def test_open_document_sheets_are_read():
    assert workbooks.answer(ods("Prêts", [["Nom", "Mobile"]]), *LIMITS) == ("", "Prêts", [], [("Nom", "Mobile")])


@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        ([["a"]] * 12, ("too_many_rows", "11")),
        ([["a"] * 6], ("too_many_columns", "6")),
        ([["a"] * 5] * 9, ("too_many_cells", "45")),
        ([["a" * 100] * 3, ["b" * 101]], ("too_much_text", "401")),
    ],
)
def test_a_sheet_beyond_the_limits_is_refused_with_its_size(rows, problem):
    assert workbooks.answer(xlsx(("F", rows)), *LIMITS) == problem


def test_what_is_no_workbook_is_damaged():
    assert workbooks.answer(b"PK\x03\x04 cut short", *LIMITS) == ("damaged", "")


def test_a_password_is_told(monkeypatch):
    def refuse(_):
        raise workbooks.python_calamine.PasswordError

    monkeypatch.setattr(workbooks, "python_calamine", SimpleNamespace(**vars(workbooks.python_calamine)))
    workbooks.python_calamine.CalamineWorkbook = SimpleNamespace(from_filelike=refuse)
    assert workbooks.answer(b"", *LIMITS) == ("password", "")


def test_a_refusal_of_the_other_process_is_raised():
    with pytest.raises(workbooks.Refused) as refused:
        workbooks.read(xlsx(("F", [["a"]] * 12)), *LIMITS)
    assert (refused.value.problem, refused.value.detail) == ("too_many_rows", "11")


def test_a_small_file_that_asks_for_the_whole_memory_ends_its_own_process_only():
    with pytest.raises(workbooks.Refused) as refused:
        workbooks.read(bomb(), *LIMITS)
    assert refused.value.problem == "damaged"


def test_a_file_that_takes_for_ever_is_given_up(monkeypatch):
    def wait(*_, **__):
        raise subprocess.TimeoutExpired("python", 60)

    monkeypatch.setattr(subprocess, "run", wait)
    with pytest.raises(workbooks.Refused):
        workbooks.read(b"", *LIMITS)


def test_the_other_process_limits_itself_first(monkeypatch):
    limits, out = [], io.BytesIO()
    monkeypatch.setattr(resource, "setrlimit", lambda which, _: limits.append(which))
    monkeypatch.setattr(sys, "argv", ["workbooks.py", "10", "5", "40", "400"])
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(xlsx(("F", [["Nom"]])))))
    monkeypatch.setattr(sys, "stdout", SimpleNamespace(buffer=out))
    workbooks.main()
    assert limits == [resource.RLIMIT_AS, resource.RLIMIT_CPU]
    assert marshal.loads(out.getvalue()) == ("", "F", [], [("Nom",)])
