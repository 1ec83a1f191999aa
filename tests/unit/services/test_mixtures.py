import pytest

from unisms.services.texts import decode

GOOD = "Nom;Prénom\nDupont;Zoé\n"


@pytest.mark.parametrize("other", ["cp1252", "mac_roman", "cp850"])
def test_two_exports_pasted_together_are_each_read_as_what_they_are(other):
    pasted = GOOD.encode() + "Durand;Hélène\nPetit;Ana\nMorel;François\n".encode(other)
    text = GOOD + "Durand;Hélène\nPetit;Ana\nMorel;François\n"
    assert decode(pasted) == (text, "utf-8", (3, 5))
    assert decode(pasted[: len(GOOD.encode())] * 2 + pasted).strays == (7, 9)


def test_a_line_of_utf_8_among_others_is_the_stray():
    content = "Nom;Prénom\nDurand;Hélène\nMorel;René\n".encode("cp1252") + "Roux;Loïc".encode()
    assert decode(content) == ("Nom;Prénom\nDurand;Hélène\nMorel;René\nRoux;Loïc", "cp1252", (4,))


@pytest.mark.parametrize(
    ("end", "read", "strays"),
    [
        (b"Ren\xe9", "René", (3,)),
        (b"Ma\xc3\xabl Ma\xebl", "Maël Maël", (3,)),
        (b"Zo\xc3", "Zo\ufffd", ()),  # cut off
        (b"Zo\xa9;H\xc3l\xc3\xa8ne", "Zo\ufffd;H\ufffdlène", ()),
        (b"\xe9", "\ufffd", ()),
    ],
)
def test_spoilt_octets_are_read_where_they_make_sense_and_spoil_nothing_else(end, read, strays):
    assert decode(GOOD.encode() + end) == (GOOD + read, "utf-8", strays)


def test_one_accent_at_the_end_is_cut_off_or_of_another_encoding():
    assert decode(b"Dupont;Zo\xc3") == ("Dupont;Zo\ufffd", "utf-8", ())
    assert decode(b"Dupont;Zo\xe9") == ("Dupont;Zoé", "cp1252", ())
    assert decode(b"Dupont;Zo\xc3;") == ("Dupont;ZoÃ;", "cp1252", ())


def test_what_looks_like_utf_8_by_chance_is_read_as_the_rest():
    text = "déçu\nZoé\nHélène\nça\n"
    assert decode(text.encode("hp_roman8")) == (text, "hp_roman8", ())


def test_an_octet_that_the_encoding_does_not_have_is_shown_as_such():
    assert decode(b"\xe9t\xe9 \x81") == ("été \ufffd", "cp1252", ())
