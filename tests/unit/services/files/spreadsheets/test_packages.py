import io
import zipfile

import pytest
from made_workbooks import xlsx
from places import WORKBOOKS

from unisms.services.files.spreadsheets import packages
from unisms.services.files.spreadsheets.packages import Package


def zipped(**parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name.replace("__", "/"), content)
    return out.getvalue()


def layout_of(*rows, columns=""):
    """The layout of a sheet whose rows have these attributes."""
    sheet = f"<worksheet>{columns}<sheetData>{''.join(rows)}</sheetData></worksheet>".encode()
    return packages._xlsx(io.BytesIO(sheet))


@pytest.mark.parametrize(
    ("row", "hidden"),
    [
        ('<row r="3" hidden="1">', {2}),
        ("<x:row hidden='true' r='3'>", {2}),
        ('<row r="3" ht="0" customHeight="1"/>', {2}),
        ('<row r="3" ht="0.75"/>', set()),
        ('<row r="3" hidden="0"/>', set()),
        ('<row r="3" collapsed="1"/>', set()),
        ("<row><c/></row><row hidden='1'/>", {1}),
        ('<row spans="1:3"><c/></row><row spans="1:3" hidden="1"/>', {1}),
    ],
)
def test_a_row_is_hidden_by_its_mark_or_by_its_height(row, hidden):
    assert layout_of(row).rows == hidden


def test_columns_are_hidden_by_ranges():
    columns = '<cols><col min="2" max="3" hidden="1"/><col min="5" max="5" width="9"/></cols>'
    assert layout_of(columns=columns).columns == {1, 2}
    narrow = (
        '<cols><col min="2" max="3" width="0" customWidth="1"/><col min="5" max="5" '
        'width="0.5"/></cols>'
    )
    assert layout_of(columns=narrow).columns == {1, 2}


def test_a_sheet_of_many_pieces_is_read_to_its_end(monkeypatch):
    monkeypatch.setattr(packages, "PIECE", 64)
    rows = "".join(
        f"<row r='{n}' hidden='{int(n % 3 == 0)}'><c r='A{n}'/></row>" for n in range(1, 100)
    )
    assert layout_of(rows).rows == set(range(2, 99, 3))
    assert layout_of("<row x='" + "a" * 1000 + "'/>", "<row r='9' hidden='1'/>").rows == {8}
    assert packages._may_hide(io.BytesIO(b"<row/>" * 50 + b'<row ht="0"/>'))
    assert packages._may_hide(io.BytesIO(b"<col width='0'/>"))
    assert not packages._may_hide(io.BytesIO(b"<row/>" * 50))


def test_names_may_have_backslashes_and_stand_at_the_root():
    assert Package((WORKBOOKS / "backslash.xlsx").read_bytes()).book == "xl/workbook.xml"
    inner = zipfile.ZipFile(io.BytesIO(xlsx(("F", [["a"]]))))
    names = {
        name.removeprefix("xl/").replace("/", "__"): inner.read(name) for name in inner.namelist()
    }
    package = Package(zipped(**names))
    assert package.book == "workbook.xml"
    assert package.layout("F").rows == set()
    with pytest.raises(KeyError):
        package.layout("G")


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        ({"xl__workbook.bin": ""}, True),
        ({"Workbook.xml": ""}, True),
        ({"content.xml": "", "mimetype": "application/vnd.oasis.opendocument.spreadsheet"}, True),
        ({"content.xml": "", "mimetype": "application/vnd.oasis.opendocument.text"}, False),
        ({"word__document.xml": ""}, False),
    ],
)
def test_a_package_says_whether_it_is_a_workbook(parts, told):
    assert Package(zipped(**parts)).is_workbook() is told


def test_a_binary_workbook_is_read():
    assert Package((WORKBOOKS / "hidden.xlsb").read_bytes()).layout("Sheet1").rows == {1}


# OpenDocument


def open_layout(body, title="F"):
    around = f"<office:spreadsheet><table:table table:name='{title}'>{body}</table:table>"
    return Package(
        zipped(**{"content.xml": f"{around}<table:table table:name='G'/></office:spreadsheet>"})
    ).layout("F")


ROW = "<table:table-row{}><table:table-cell/></table:table-row>"


@pytest.mark.parametrize(
    ("body", "rows", "columns"),
    [
        (ROW.format("") + ROW.format(' table:visibility="filter"'), {1}, set()),
        (
            ROW.format(' table:number-rows-repeated="3"')
            + ROW.format(" table:visibility='collapse'"),
            {3},
            set(),
        ),
        (
            ROW.format(' table:number-rows-repeated="3" table:visibility="collapse"'),
            {0, 1, 2},
            set(),
        ),
        (
            '<table:table-column table:number-columns-repeated="2" table:visibility="collapse"/>',
            set(),
            {0, 1},
        ),
        (
            f'<table:table-row-group table:display="false">'
            f"{ROW.format('')}</table:table-row-group>",
            {0},
            set(),
        ),
        (
            f"<table:table-row-group>{ROW.format('')}</table:table-row-group>"
            f"</table:table-row-group>",
            set(),
            set(),
        ),
    ],
)
def test_hidden_rows_and_columns_of_an_open_document_sheet_are_found(body, rows, columns):
    look = open_layout(body)
    assert (look.rows, look.columns) == (rows, columns)


def test_merged_cells_of_an_open_document_sheet_are_found():
    wide = '<table:table-cell table:number-columns-spanned="2" table:number-rows-spanned="3"/>'
    single = '<table:table-cell table:number-columns-repeated="2" table:number-rows-spanned="1"/>'
    row = f"<table:table-row>{single}{wide}<table:covered-table-cell/></table:table-row>"
    assert open_layout(ROW.format("") + row).merged == [(1, 2, 3, 3)]


def test_rows_that_repeat_for_ever_are_counted_as_far_as_a_sheet_reaches():
    endless = ROW.format(' table:number-rows-repeated="999999999" table:visibility="collapse"')
    assert len(open_layout(endless).rows) == 1 << 20


def test_the_sheet_of_the_title_is_meant():
    hidden = ROW.format(' table:visibility="filter"')
    inner = f"<table:table table:name='F'>{hidden}</table:table>"
    assert open_layout(ROW.format("") + inner).rows == set()
    assert open_layout(hidden, title="F &amp;c").rows == set()
    assert packages._title(b"") == ""
