import pytest
from made_workbooks import ods, xlsx

from unisms.services.files.texts import ENCODINGS, decode, kind_of


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"", "empty"),
        (b" \r\n\t" * 1000, "empty"),
        (b"Nom;Mobile", "text"),
        (b"\xef\xbb\xbfNom;Mobile", "text"),
        (b"%PDF-1.7", "pdf"),
        (b"\x89PNG\r\n", "image"),
        (b"\xff\xd8\xff\xe0", "image"),
        (b"\x1f\x8b\x08", "archive"),
        (b"PK\x03\x04 cut short", "archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "workbook"),
        (b"<html><table>", "markup"),
        (b"\xef\xbb\xbf \n<!DOCTYPE html>", "markup"),
        (b'<?xml version="1.0"?><Workbook>', "markup"),
        (b"<3 le SMS;0639980001", "text"),
        (b"BEGIN:VCARD\r\nVERSION:3.0\r\nTEL:0639980001\r\n", "cards"),
        (b"\xef\xbb\xbf\r\nBEGIN:VCARD\r\n", "cards"),
        (b"{\\rtf1 Nom;Mobile}", "rich"),
        (b'[{"Nom": "Zo\xc3\xa9", "Mobile": "0639980001"}]', "data"),
        (b'{ "people": [] }', "data"),
        (b"[Nom];[Mobile]\n", "text"),
        (b"{Nom};Mobile\n", "text"),
    ],
)
def test_the_content_tells_the_kind_of_file(content, kind):
    assert kind_of(content) == kind


def test_spreadsheets_are_told_from_other_packages():
    assert kind_of(xlsx(("Feuille", [["Nom"]]))) == "workbook"
    assert kind_of(ods("Feuille", [["Nom"]])) == "workbook"


def test_zeros_and_an_end_mark_do_not_make_a_text_binary_and_controls_do():
    assert kind_of(b"Nom\0\0\0;Mobile\x1a") == "text"
    assert kind_of("Nom;Zoé’s".encode("utf-16-le") * 20) == "text"
    assert kind_of(bytes(range(256)) * 20) == "binary"


FRENCH = "Prénom;L’Étranger, « œuvre » à 5 €\nHélène;Loïc\nFrançois;Noël\n"


def written(encoding):
    """French with as many signs as the encoding has, and its octets."""
    octets = FRENCH.encode(encoding, "ignore")
    return octets.decode(encoding), octets


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_each_encoding_is_recognised_and_obeyed(encoding):
    text, octets = written(encoding)
    assert decode(octets)[::2] == (text, ())
    assert decode(octets, encoding) == (text, encoding, ())


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize("end", [b"", b"\x1a", b"\n"])
def test_wide_encodings_need_no_mark(encoding, end):
    octets = FRENCH.encode(encoding) + end
    assert decode(octets) == decode(octets, encoding[:6]) == (FRENCH, encoding[:6], ())


def test_half_a_character_at_the_end_is_told_as_such():
    assert decode("Zoé".encode("utf-16-le")[:-1]).text == "Zo\ufffd"


@pytest.mark.parametrize("marks", [1, 2, 3])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_marks_of_the_encoding_are_no_text_however_many(encoding, marks):
    assert decode(("\ufeff" * marks + FRENCH).encode(encoding)) == (
        FRENCH,
        encoding[:6].rstrip("-"),
        (),
    )


@pytest.mark.parametrize("unseen", ["\0", "\x1a", "\u200b", "\u2060", "\u202a", "\x0c", "\ufeff"])
def test_what_nobody_can_see_is_no_text(unseen):
    assert decode(f"{unseen}N{unseen}om;Zoé{unseen}".encode()).text == "Nom;Zoé"


def test_the_line_end_within_a_cell_of_old_programs_is_a_blank():
    assert decode(b"3, rue\vde Tolbiac").text == "3, rue de Tolbiac"


def test_windows_quotes_that_went_through_latin_1_are_read():
    assert decode("L\x92Étranger, 5 \x80".encode()).text == "L’Étranger, 5 €"


def test_oracles_own_utf_8_is_read():
    assert decode(b"Zo\xc3\xa9 \xed\xa0\xbd\xed\xb8\x80") == ("Zoé 😀", "utf-8", ())


def test_an_encoding_that_was_chosen_is_obeyed_and_what_it_does_not_have_shows():
    assert decode("Zoé".encode(), "cp1252") == ("ZoÃ©", "cp1252", ())
    assert decode("Zoé".encode("cp1252"), "utf-8") == ("Zo\ufffd", "utf-8", ())


def test_another_encoding_cannot_be_chosen():
    with pytest.raises(ValueError, match="klingon"):
        decode(b"", "klingon")
