import pytest

from unisms.services.files import mixtures
from unisms.services.files.texts import decode

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


def test_a_mark_of_utf_8_before_another_encoding_is_no_text():
    assert decode(b"\xef\xbb\xbfZo\xe9;H\xe9l\xe8ne") == ("Zoé;Hélène", "cp1252", ())


@pytest.mark.parametrize("text", ["l’été à l’École", "L’Étranger"])
def test_what_is_utf_8_by_mere_chance_is_read_as_what_makes_sense(text):
    assert decode(text.encode("mac_roman")) == (text, "mac_roman", ())


@pytest.mark.parametrize("text", ["Ελένη", "Zoé, Ольга, Հայկ", "دلال", "გიორგი", "Ύδ", "Уз", "זנ"])
def test_names_in_other_letters_are_utf_8(text):
    assert decode(text.encode()) == (text, "utf-8", ())


@pytest.mark.parametrize("taken_for", ["cp1252", "latin-1"])
def test_what_was_converted_twice_is_restored_and_told(taken_for):
    once = (
        "Zoé, ÀÏ, cœur — 5 €, l’été «\xa0à\xa0»"
        if taken_for == "latin-1"
        else "Zoé, Ç, cœur, 5 €, l’été « »"
    )
    lines = ["Nom\n", decode(once.encode().decode(taken_for).encode()).text, "Léa"]
    assert mixtures.undouble("".join(lines), lines) == [2]
    assert lines == ["Nom\n", once, "Léa"]


WORDS = ["Lefèvre", "Zoé, l’été « à » œuvre — Noël – ÀÉÇ", "Ça coûte 5 €", "ê î ô û ë ï ü ÿ Œ Ê"]


@pytest.mark.parametrize("taken_for", ["mac_roman", "cp850"])
@pytest.mark.parametrize("text", WORDS)
def test_what_a_macintosh_or_dos_took_for_its_own_is_restored(text, taken_for):
    lines = [text.encode().decode(taken_for)]
    assert (mixtures.undouble(lines[0], lines), lines) == ([1], [text])


@pytest.mark.parametrize("times", [2, 3])
@pytest.mark.parametrize("text", WORDS)
def test_what_was_converted_several_times_is_restored(text, times):
    told = text
    for _ in range(times):
        told = "".join(
            bytes([octet]).decode("cp1252") if octet not in b"\x81\x8d\x8f\x90\x9d" else chr(octet)
            for octet in told.encode()
        )
    lines = [told]
    assert (mixtures.undouble(told, lines), lines) == ([1], [text])


@pytest.mark.parametrize(
    "text", ["√2 ≈ 1,41", "¬p ou ┬ ├─", "2 ≈ ®", "SÃO PAULO", "RÉSUMÉ»", "Ângela, Åsa, âge", "Âz Ã"]
)
def test_what_was_not_converted_twice_stays(text):
    lines = [text]
    assert mixtures.undouble(text, lines) == []
    assert lines == [text]
