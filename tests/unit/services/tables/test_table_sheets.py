"""Tables from spreadsheets: the sheet that was chosen, what is hidden, which packages are
spreadsheets at all."""

import io
import zipfile

import pytest
from made_workbooks import ods, xlsx
from places import WORKBOOKS

from unisms.services.files import texts
from unisms.services.tables import tables

OPEN = ods("F", [["Nom", "Mobile"], ["Ana", "0639980001"]])
BOOK = xlsx(
    ("Un", [["Nom", "Mobile"], ["Ana", "0639980001"]]),
    ("Deux", [["Nom"]]),
    ("Trois", [["Nom"], ["Zoé"]]),
)


def test_rows_keep_the_line_of_their_sheet_where_others_are_hidden():
    table = tables.read((WORKBOOKS / "masked.xlsx").read_bytes())
    assert [(line, cells[0]) for line, cells in table.rows] == [
        (2, "Nom1"),
        (4, "Nom3"),
        (5, "Nom4"),
        (7, "Nom6"),
    ]
    assert ("hidden_rows", 4, "3") in table.notices
    wanted = tables.read((WORKBOOKS / "masked.xlsx").read_bytes(), with_hidden=("rows",))
    assert len(wanted.rows) == 8
    assert ("hidden_rows_read", 4, "3") in wanted.notices


def test_a_sheet_is_chosen_among_those_that_are_told():
    table = tables.read(BOOK, sheet="Trois")
    assert (table.sheet, table.rows) == ("Trois", [(2, ("Zoé",))])
    assert table.sheets == (("Un", False), ("Deux", False), ("Trois", False))


@pytest.mark.parametrize(("sheet", "problem"), [("Deux", "no_rows"), ("Lune", "no_such_sheet")])
def test_a_sheet_without_a_table_is_told_with_the_others(sheet, problem):
    with pytest.raises(tables.Unreadable) as unreadable:
        tables.read(BOOK, sheet=sheet)
    assert unreadable.value.problem == problem
    assert [title for title, _ in unreadable.value.sheets] == ["Un", "Deux", "Trois"]


def packed(content, rename=lambda name: name, first=None, compressed=zipfile.ZIP_DEFLATED):
    source, out = zipfile.ZipFile(io.BytesIO(content)), io.BytesIO()
    with zipfile.ZipFile(out, "w", compressed) as package:
        for name in sorted(source.namelist(), key=lambda name: name != first):
            told = source.read(name).replace(b"xl/workbook.xml", rename("xl/workbook.xml").encode())
            package.writestr(rename(name), told)
    return out.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        (WORKBOOKS / "backslash.xlsx").read_bytes(),
        packed(BOOK, lambda name: name.removeprefix("xl/")),
        packed(OPEN, first="content.xml"),
        packed(OPEN, first="content.xml", compressed=zipfile.ZIP_STORED),
    ],
)
def test_what_the_library_reads_is_a_workbook(content):
    assert texts.kind_of(content) == texts.WORKBOOK
    assert len(tables.read(content).rows) > 0


@pytest.mark.parametrize("name", ["word/document.xml", "ppt/presentation.xml", "notes.csv"])
def test_other_packages_are_archives(name):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr(name, "x")
    assert texts.kind_of(out.getvalue()) == texts.ARCHIVE


def test_a_text_document_is_no_spreadsheet_whether_it_says_so_first_or_last():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        package.writestr("content.xml", "x")
    assert texts.kind_of(out.getvalue()) == texts.ARCHIVE
    with pytest.raises(tables.Unreadable) as unreadable:
        tables.read(packed(out.getvalue(), first="content.xml"))
    assert unreadable.value.problem == "archive"
