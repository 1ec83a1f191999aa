"""From octets to text: parts are put together before they are read."""

import pytest

from unisms.sms import octets

THUMB = "👍".encode("utf-16-be")


@pytest.mark.parametrize(
    ("pieces", "text"),
    [
        ([], ""),
        ([("gsm", b"ST"), ("gsm", b"OP")], "STOP"),
        ([("ucs-2", THUMB[:2]), ("ucs-2", THUMB[2:])], "👍"),  # a pair of units cut in two
        ([("gsm", b"\x1b"), ("gsm", b"e")], "€"),  # an escape, and its sign
        ([("ucs-2", b"\0a"), ("ucs-2", b"\x20\xac"), ("gsm", b"c")], "a€c"),
        ([("binary", b"a\x01b")], "a\x01b"),  # no text
        ([("utf-8", "é".encode()[:1]), ("utf-8", "é".encode()[1:])], "é"),
        ([("klingon", "é".encode())], "é"),
        ([(octets.national(0, 2), b"Adi\x1b"), (octets.national(0, 2), b"os")], "Adiós"),
    ],
)
def test_parts_are_read_together_where_they_are_of_one_alphabet(pieces, text):
    assert octets.joined(pieces) == text
