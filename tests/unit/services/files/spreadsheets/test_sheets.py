"""Sheets of a workbook, read in this process; ``test_workbooks`` starts the other one."""

import io
import json
import marshal
import resource
import sys
import zipfile
from types import SimpleNamespace

import pytest
from made_workbooks import ELAPSED, Raw, ods, xlsx
from places import WORKBOOKS

from unisms.services.files.spreadsheets import sheets
from unisms.services.files.spreadsheets.sheets import Wish

LIMITS = (10, 7, 80, 400)


def answer(content, **more):
    return sheets.answer(content, Wish(*LIMITS, **more))


def real(name, **more):
    return sheets.answer((WORKBOOKS / name).read_bytes(), Wish(100, 20, 1000, 10_000, **more))


def test_errors_and_formulas_never_calculated_are_empty_and_results_are_kept():
    cells = [
        Raw('t="e"><v>#DIV/0!</v>'),
        Raw("><f>SUM(A1)</f>"),
        Raw('t="str"><f>A1&amp;"x"</f><v>result</v>'),
        Raw(f's="{ELAPSED}"><v>1.5</v>'),
    ]
    assert answer(xlsx(("F", [cells])))["rows"] == [("", "", "result", "36:00")]


def test_the_first_visible_sheet_of_several_rows_is_read_from_its_first_row():
    book = xlsx(
        ("Vide", []),
        ("Cachée", [["x"], ["y"]], "hidden"),
        ("Note", [["lisez"]]),
        ("Prêts", [[], [None, "Nom"], ["a"]]),
    )
    told = answer(book)
    assert (told["title"], told["rows"]) == ("Prêts", [("", ""), ("", "Nom"), ("a", "")])
    assert told["sheets"] == (("Vide", False), ("Cachée", True), ("Note", False), ("Prêts", False))
    assert answer(xlsx(("Vide", []), ("Une", [["x"]]), ("Autre", [["y"]])))["title"] == "Une"


@pytest.mark.parametrize(("title", "first"), [("Deux", "y"), ("Cachée", "z"), ("Vide", None)])
def test_another_sheet_may_be_chosen_the_hidden_ones_too(title, first):
    book = xlsx(
        ("Un", [["x"], ["1"]]), ("Deux", [["y"]]), ("Cachée", [["z"]], "hidden"), ("Vide", [])
    )
    told = answer(book, sheet=title)
    assert told["title"] == title
    assert [row[0] for row in told["rows"]] == ([first] if first else [])


def test_a_sheet_that_is_not_there_is_told_with_those_that_are():
    told = answer(xlsx(("Un", [["x"]])), sheet="Lune")
    assert told == {"problem": "no_such_sheet", "detail": "Lune", "sheets": (("Un", False),)}


def test_a_book_without_anything_has_no_rows():
    assert answer(xlsx(("Vide", []))) == {
        "problem": "",
        "sheets": (("Vide", False),),
        "title": "",
        "rows": [],
        "hidden_rows": [],
        "hidden_columns": [],
        "filled_rows": [],
    }


def test_open_document_sheets_are_read():
    assert answer(ods("Prêts", [["Nom", "Mobile"]]))["rows"] == [("Nom", "Mobile")]


@pytest.mark.parametrize("name", ["masked.xlsx", "masked.xls", "masked.ods"])
def test_hidden_rows_and_columns_are_left_out_and_told_unless_one_wants_them(name):
    told = real(name)
    assert told["hidden_rows"] == [3, 6, 8, 9]
    assert told["hidden_columns"] == ["Ancien mobile"]
    assert told["rows"][0] == ("Nom", "Prénom", "Mobile", "Salle", "Durée", "Date retour")
    assert [row[0] if row else "" for row in told["rows"][1:]] == [
        "Nom1",
        "",
        "Nom3",
        "Nom4",
        "",
        "Nom6",
        "",
        "",
    ]
    rows = real(name, with_hidden=("rows",))
    assert [row[0] for row in rows["rows"][1:]] == [f"Nom{n}" for n in range(1, 9)]
    assert len(rows["rows"][1]) == 6
    assert real(name, with_hidden=("columns",))["rows"][1][3] == "0639980101"
    assert real(name, with_hidden=("rows", "columns"))["hidden_rows"] == [3, 6, 8, 9]


@pytest.mark.parametrize("name", ["masked.xlsx", "masked.xls", "masked.ods"])
def test_merged_cells_are_filled_and_durations_are_as_one_sees_them(name):
    told = real(name, with_hidden=("rows",))
    assert [row[3] for row in told["rows"][1:5]] == ["S1", "S1", "S1", "S4"]
    assert told["filled_rows"] == [3, 4]
    assert told["rows"][1][4] == "27:30"
    assert real(name)["filled_rows"] == [4]


@pytest.mark.parametrize(
    ("name", "hidden"),
    [
        ("hidden_rows.xlsx", [3, 4]),
        ("hidden.ods", [4]),
        ("hidden.xlsb", [2]),
        ("backslash.xlsx", []),
    ],
)
def test_rows_that_a_filter_hides_are_found_whatever_the_program(name, hidden):
    assert real(name)["hidden_rows"] == hidden


def test_hidden_columns_are_left_out_whatever_the_first_row_holds():
    book = xlsx(("F", [[None, None], ["Nom", "Code"], ["Ana", "x"]]))
    columns = book_with(
        book, b"<sheetData>", b'<cols><col min="2" max="4" hidden="1"/></cols><sheetData>'
    )
    assert answer(columns)["rows"] == [("",), ("Nom",), ("Ana",)]
    hidden = book_with(columns, b'<row r="1">', b'<row r="1" hidden="1">')
    assert answer(hidden)["hidden_columns"] == ["Code"]


def book_with(book, old, new):
    source, out = zipfile.ZipFile(io.BytesIO(book)), io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name in source.namelist():
            package.writestr(name, source.read(name).replace(old, new))
    return out.getvalue()


def test_a_book_whose_sheets_we_do_not_find_is_read_as_the_library_reads_it(monkeypatch):
    def lost(*_):
        raise KeyError

    monkeypatch.setattr(sheets.Package, "layout", lost)
    assert real("masked.xlsx")["hidden_rows"] == []


def test_what_is_odd_beside_the_rows_keeps_nobody_from_reading_them(monkeypatch):
    def broken(_):
        raise sheets.zlib.error

    monkeypatch.setattr(sheets.Package, "has_password", broken)
    assert real("masked.ods")["hidden_rows"] == [3, 6, 8, 9]


@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        ([["a"]] * 12, ("too_many_rows", "11")),
        ([["a"] * 8], ("too_many_columns", "8")),
        ([["a"] * 7] * 11, ("", "")),
        ([["a" * 100] * 3, ["b" * 101]], ("too_much_text", "401")),
    ],
)
def test_a_sheet_beyond_the_limits_is_refused_with_its_size(rows, problem):
    told = answer(xlsx(("F", rows)))
    assert (told["problem"], told.get("detail", "")) == problem
    assert told["sheets"] == (("F", False),)


def test_more_cells_than_may_be_are_refused():
    assert (
        sheets.answer(xlsx(("F", [["a"] * 5] * 9)), Wish(10, 5, 40, 400))["problem"]
        == "too_many_cells"
    )


@pytest.mark.parametrize("name", ["password.xlsx", "password.xls", "password.ods"])
def test_a_real_workbook_with_a_password_is_told_as_that(name):
    assert real(name)["problem"] == "password"


def test_a_password_that_the_library_tells_is_believed(monkeypatch):
    def refuse(_):
        raise sheets.python_calamine.PasswordError

    monkeypatch.setattr(sheets, "python_calamine", SimpleNamespace(**vars(sheets.python_calamine)))
    sheets.python_calamine.CalamineWorkbook = SimpleNamespace(from_filelike=refuse)
    assert answer(b"")["problem"] == "password"


def test_a_package_that_the_library_alone_can_open_hides_nothing():
    book, out = zipfile.ZipFile(io.BytesIO(xlsx(("F", [["Nom"], ["Zoé"]])))), io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name in book.namelist():
            package.writestr(name, book.read(name))
        package.writestr("thème", b"")
    content = out.getvalue().replace("thème".encode(), b"th\xff\xffme")
    with pytest.raises(UnicodeDecodeError):
        zipfile.ZipFile(io.BytesIO(content))
    told = answer(content)
    assert (told["problem"], told["rows"]) == ("", [("Nom",), ("Zoé",)])


def test_what_is_no_workbook_is_damaged_or_another_package():
    assert answer(b"PK\x03\x04 cut short")["problem"] == "damaged"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("word/document.xml", "<a/>")
    assert answer(out.getvalue())["problem"] == "archive"


def test_a_sheet_whose_cells_are_many_times_one_is_damaged():
    merges = "".join('<mergeCell ref="A1:B9"/>' for _ in range(9))
    book = xlsx(("F", [["a", "b"]] * 9))
    book = book_with(
        book, b"</sheetData>", f"</sheetData><mergeCells>{merges}</mergeCells>".encode()
    )
    assert answer(book)["problem"] == "damaged"


def test_the_other_process_limits_itself_first(monkeypatch):
    limits, out = [], io.BytesIO()
    monkeypatch.setattr(resource, "setrlimit", lambda which, most: limits.append((which, most[0])))
    monkeypatch.setattr(sys, "argv", ["-c", json.dumps([9, 8, Wish(*LIMITS)._asdict()])])
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(xlsx(("F", [["Nom"]])))))
    monkeypatch.setattr(sys, "stdout", SimpleNamespace(buffer=out))
    sheets.main()
    assert limits == [(resource.RLIMIT_AS, 9), (resource.RLIMIT_CPU, 8)]
    assert marshal.loads(out.getvalue())["rows"] == [("Nom",)]
