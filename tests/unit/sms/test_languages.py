"""The letters of languages that have tables of their own in the GSM alphabet."""

import pytest

from unisms.sms import encoding, languages
from unisms.sms.languages import PORTUGUESE, SPANISH, TURKISH, decode

EVERY = bytes(range(128)).replace(b"\x1b", b"")


@pytest.mark.parametrize("locking", [TURKISH, PORTUGUESE])
def test_a_locking_table_has_a_sign_for_each_septet(locking):
    assert len(languages._LOCKING[locking]) == 128
    assert languages._LOCKING[locking][0x1B] == "\x1b"
    assert len(set(decode(EVERY, locking))) == 127


@pytest.mark.parametrize(
    ("septets", "locking", "single", "text"),
    [
        (b"\x04\x07\x0b\x0c\x1c\x1d\x40\x60", TURKISH, 0, "€ıĞğŞşİç"),
        (b"\x04\x06\x07\x08\x09\x0b\x0c\x0e\x0f", PORTUGUESE, 0, "êúíóçÔôÁá"),
        (b"\x12\x13\x14\x15\x16\x17\x18\x19\x1a", PORTUGUESE, 0, "ªÇÀ∞^\\€Ó|"),
        (b"\x5b\x5c\x5d\x5e\x5f\x60\x7b\x7c\x7d\x7e\x7f", PORTUGUESE, 0, "ÃÕÚÜ§~ãõ`üà"),
        (b"\x1bA\x1bI\x1bO\x1bU\x1ba\x1bi\x1bo\x1bu\x1b\x09\x1be", 0, SPANISH, "ÁÍÓÚáíóúç€"),
        (b"\x1bG\x1bI\x1bS\x1bc\x1bg\x1bi\x1bs\x1be", 0, TURKISH, "ĞİŞçğış€"),
        (b"\x1b\x05\x1b\x09\x1b\x7b\x1b\x7c\x1b\x7f\x1b\x1f", 0, PORTUGUESE, "êçãõâÊ"),
        (b"\x1b(\x1b)\x1b<\x1b>", 0, SPANISH, "{}[]"),
        (b"a\x1bz", PORTUGUESE, SPANISH, "az"),
        (b"\x05", 9, 9, "é"),
    ],
)
def test_letters_are_read_by_the_tables_of_their_language(septets, locking, single, text):
    assert decode(septets, locking, single) == text


def test_without_a_language_it_is_the_usual_alphabet():
    assert decode(EVERY) == encoding.decode_gsm(EVERY)
