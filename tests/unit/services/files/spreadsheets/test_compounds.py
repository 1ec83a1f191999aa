import pytest
from places import WORKBOOKS

from unisms.services.files.spreadsheets.compounds import LAST, Compound


@pytest.fixture(scope="module")
def book():
    return (WORKBOOKS / "masked.xls").read_bytes()


def test_a_stream_is_found_by_its_name_in_whatever_capitals(book):
    compound = Compound(book)
    assert "Workbook" in compound
    assert compound.stream("WORKBOOK").startswith(b"\x09\x08")
    assert "Lune" not in compound
    assert compound.stream("Lune") == b""


def test_a_small_stream_lies_in_the_small_sectors():
    assert (
        Compound((WORKBOOKS / "password.xlsx").read_bytes()).stream("EncryptionInfo")[:2] == b"\4\0"
    )


@pytest.mark.parametrize("content", [b"", b"PK", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100])
def test_what_is_no_compound_file_is_told(content):
    with pytest.raises(ValueError):
        Compound(content)


def test_chains_without_an_end_end(book):
    for at in (48, 60, 68):
        broken = bytearray(book)
        broken[at : at + 4] = b"\0\0\0\0"
        Compound(bytes(broken)).stream("Workbook")
    empty = Compound(book[:512] + b"\0" * 1024)
    assert empty.stream("Workbook") == b""


def test_a_table_of_chains_of_several_sectors_is_read(book):
    """A file of more than seven megabytes tells in further sectors where its table is."""
    longer = bytearray(book) + bytes(512 * 250)
    number = len(longer) // 512 - 1
    first, nothing = longer[76:80], LAST.to_bytes(4, "little")
    longer += first + nothing * 127
    longer[68:72] = number.to_bytes(4, "little")
    longer[76:512] = nothing * 109
    assert Compound(bytes(longer)).stream("Workbook") == Compound(book).stream("Workbook")
