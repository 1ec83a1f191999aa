import pytest

from unisms.services.files.texts import decode

LINES = "Nom;Prénom;Mobile\r\nRoux;Zoé;0639980001\r\n"
MORE = "Petit;Loïc;0639980002\r\nMorel;René;0639980003\r\n"
WIDE = ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"]


@pytest.mark.parametrize("wide", WIDE)
@pytest.mark.parametrize("narrow", ["utf-8", "cp1252", "mac_roman"])
def test_what_was_appended_to_a_wide_file_in_another_encoding_is_read_and_told(wide, narrow):
    content = LINES.encode(wide) + MORE.encode(narrow)
    assert decode(content) == (LINES + MORE, wide[:6], (3, 4))
    assert decode(content, wide[:6]).text.startswith(LINES)


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("wide", WIDE[:2])
def test_what_was_appended_in_utf_16_is_read_and_told(wide, mark):
    assert decode(LINES.encode() + (mark + MORE).encode(wide)) == (LINES + MORE, "utf-8", (3, 4))
    spoilt = b"Zo\xe9;06\r\n"
    assert decode(LINES.encode() + spoilt + MORE.encode(wide)).strays == (3, 4, 5)


@pytest.mark.parametrize("wide", WIDE)
def test_a_wide_file_whose_last_word_has_no_zero_is_whole(wide):
    assert decode((LINES + "Ελένη’").encode(wide)) == (LINES + "Ελένη’", wide[:6], ())


def test_text_that_is_padded_with_zeros_is_no_utf_16():
    assert decode(b"Roux\0\0\0\0\0\0;Zo\xc3\xa9\0\0\0\0\0\n") == ("Roux;Zoé\n", "utf-8", ())
