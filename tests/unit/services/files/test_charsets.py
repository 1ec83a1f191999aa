import pytest
from hypothesis import given
from hypothesis import strategies as st

from unisms.services.files import charsets
from unisms.services.files.charsets import EIGHT_BIT, ranked, sense

NAMES = (
    *(
        "Zoé",
        "Hélène",
        "Loïc",
        "François",
        "Maëlle",
        "Éléonore",
        "Jérôme",
        "Benoît",
        "Anaïs",
        "Noël",
        "Théo",
        "Agnès",
    ),
    *("déjà", "où", "forêt", "être", "réservé", "août", "prêté", "à rendre", "étudiante"),
)
USUAL = ("cp1252", "iso-8859-15", "mac_roman", "cp850")


def read(text, encoding):
    octets = text.encode(encoding)
    return octets.decode(ranked(octets)[0][0])


@pytest.mark.parametrize("encoding", USUAL)
@pytest.mark.parametrize("name", NAMES)
def test_one_name_is_enough_nearly_always(name, encoding):
    assert read(f"Nom;Mobile\n{name};0639980001\n", encoding).split("\n")[1] == f"{name};0639980001"


@pytest.mark.parametrize("encoding", USUAL)
@pytest.mark.parametrize(
    "name", ["ZOÉ", "HÉLÈNE", "ÉLÉONORE", "JÉRÔME", "LOÏC ET CHLOÉ", "BENOÎT, ANDRÉ"]
)
def test_capitals_are_read_in_each_encoding(name, encoding):
    assert read(f"NOM\n{name}\n", encoding) == f"NOM\n{name}\n"


@given(st.lists(st.sampled_from(NAMES), min_size=4, unique=True), st.sampled_from(list(EIGHT_BIT)))
def test_a_few_names_are_read_in_every_encoding(names, encoding):
    text = "\n".join(names).encode(encoding, "ignore").decode(encoding)
    assert read(text, encoding) == text


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("c½ur", "iso-8859-15"),
        ("le cœur du métier", "iso-8859-15"),
        ("le cœur du métier, 5 €, l’été – « été »…", "cp1252"),
        ("le cœur du métier, 5 €, l’été – « été »…", "mac_roman"),
        ("N° 12, 2ème étage, 5 m²", "cp1252"),
        ("N° 12, 2ème étage", "cp850"),
        ("réservé à 12 €", "cp858"),
        ("Señor Nuñez, Müller, García, Søren", "cp1252"),
        ("la 1ère année", "cp437"),
        ("étudiant·e·s", "cp1252"),
    ],
)
def test_signs_and_names_of_others_are_read(text, encoding):
    text = text.replace("½", "œ")
    assert read(text, encoding) == text


def test_what_is_no_french_makes_less_sense():
    told = [sense(text) for text in ("Zoé", "Ana", "ZoŽ", "Zo\ufffd")]
    assert told == sorted(told, reverse=True)
    assert sense("Ana") == 0


def test_a_long_file_is_looked_at_piece_by_piece_and_no_longer_than_needed(monkeypatch):
    text = "Zoé, Hélène, François, cœur"
    whole = ranked(text.encode("mac_roman"))
    monkeypatch.setattr(charsets, "_PIECE", 3)
    assert ranked(text.encode("mac_roman")) == whole
    monkeypatch.setattr(charsets, "_MOST", 1)
    assert charsets._found(text.encode("mac_roman")).total() == 3


@pytest.mark.parametrize("name", ["iso-8859-15", "mac_roman", "cp850"])
def test_a_long_file_is_told_by_all_that_is_new_in_it(name):
    beginning = "Salle n\xb0 1;0639980001\n" * 40_000  # tells little
    content = (beginning + "Françoise Lebœuf, à Étampes\n" + beginning).encode(name, "replace")
    assert ranked(content)[0][0] == name
