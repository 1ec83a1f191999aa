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


def packed(septets, fill=0, end=0):
    """Pack these septets, eight in seven octets, behind some bits of filling.

    ``end`` fills the last octet.
    """
    bits = sum(septet << 7 * place for place, septet in enumerate(septets)) << fill
    size = (7 * len(septets) + fill + 7) // 8
    return (bits | end << 7 * len(septets) + fill).to_bytes(size, "little")


@pytest.mark.parametrize("header", range(15))
@pytest.mark.parametrize(
    "septets", [b"", b"S", b"STOP", b"1234567", b"12345678", b"\x1be", bytes(range(1, 128))]
)
def test_septets_are_unpacked_behind_a_header_of_any_size(header, septets):
    fill = -8 * header % 7
    assert octets.unpacked(packed(septets, fill), header) == septets


@pytest.mark.parametrize(
    ("end", "text"), [(0, b"1234567"), (0x0D, b"1234567"), (0x41, b"1234567A")]
)
def test_seven_bits_too_many_are_no_sign(end, text):
    assert octets.unpacked(packed(b"1234567", end=end)) == text
