import struct

from places import WORKBOOKS

from unisms.services.files.spreadsheets import records

BOOK = b"\x09\x08\x02\0ab"
END = b"\x0a\0\0\0"


def record(kind, body=b""):
    return struct.pack("<HH", kind, len(body)) + body


def stream(*parts):
    """An XLS stream of one sheet that holds these records."""
    sheet = 6 + 4 + 8 + 4
    return (
        BOOK
        + record(records.SHEET, struct.pack("<II", sheet, 0))
        + END
        + BOOK
        + b"".join(parts)
        + END
    )


def row(number, flags):
    return record(records.ROW, struct.pack("<HHHHHHI", number, 0, 3, 255, 0, 0, flags))


def test_rows_and_columns_of_an_xls_sheet_that_are_hidden_are_found():
    columns = record(records.COLUMNS, struct.pack("<HHHHHH", 2, 3, 0, 0, 1, 0))
    shown = record(records.COLUMNS, struct.pack("<HHHHHH", 0, 1, 9, 0, 0, 0))
    narrow = record(records.COLUMNS, struct.pack("<HHHHHH", 5, 5, 0, 0, 0, 0))
    look = records.xls_layout(stream(row(0, 0x100), row(4, 0x120), columns, shown, narrow), 0)
    assert (look.rows, look.columns) == ({4}, {2, 3, 5})


def test_what_a_chart_inside_the_sheet_holds_is_not_the_sheets():
    assert records.xls_layout(stream(BOOK, row(1, 0x20), END, row(2, 0x20)), 0).rows == {2}


def test_a_sheet_that_is_not_there_hides_nothing():
    assert records.xls_layout(stream(), 3) == (set(), set(), [])
    assert records.xls_layout(b"", 0) == (set(), set(), [])
    assert records.xls_layout(stream(record(records.ROW, b"ab"), record(records.COLUMNS)), 0) == (
        set(),
        set(),
        [],
    )


def test_an_encrypted_stream_says_so_before_its_sheets():
    assert records.has_password(BOOK + record(records.PASSWORD, b"\1\0") + END)
    assert not records.has_password(BOOK + END + BOOK + record(records.PASSWORD) + END)


def part(kind, body):
    head = bytes([kind]) if kind < 128 else bytes([kind & 127 | 128, kind >> 7])
    return head + bytes([len(body)]) + body


def wide(text):
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def test_rows_columns_and_merged_cells_of_an_xlsb_sheet_are_found():
    content = (
        part(records.B_COLUMNS, struct.pack("<IIIIH", 1, 2, 0, 0, 1))
        + part(records.B_COLUMNS, struct.pack("<IIIIH", 3, 3, 9, 0, 0))
        + part(records.B_ROW, struct.pack("<IIHBB", 0, 0, 0, 0, 0))
        + part(records.B_ROW, struct.pack("<IIHBB", 7, 0, 0, 0, 0x10))
        + part(records.B_MERGED, struct.pack("<IIII", 1, 3, 0, 2))
    )
    assert records.xlsb_layout(content) == ({7}, {1, 2}, [(1, 0, 3, 2)])
    for odd in (b"\x80", b"\xff\xff\0"):
        assert records.xlsb_layout(content + odd) == records.xlsb_layout(content)


def test_the_sheets_of_an_xlsb_workbook_have_titles_and_relations():
    nameless = struct.pack("<III", 0, 2, records.NOTHING) + wide("Deux")
    named = struct.pack("<II", 0, 1) + wide("rId1") + wide("Prêts")
    content = part(records.B_SHEET, named) + part(5, b"x") + part(records.B_SHEET, nameless)
    assert list(records.xlsb_sheets(content)) == [("Prêts", "rId1"), ("Deux", "")]


def test_real_files_are_read():
    from unisms.services.files.spreadsheets.compounds import Compound

    masked, locked = ((WORKBOOKS / name).read_bytes() for name in ("masked.xls", "password.xls"))
    assert records.xls_layout(Compound(masked).stream("Workbook"), 0).rows == {2, 5, 7, 8}
    assert records.has_password(Compound(locked).stream("Workbook"))
