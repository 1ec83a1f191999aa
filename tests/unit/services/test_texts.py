import pytest
from made_workbooks import ods, xlsx

from unisms.services.texts import decode, kind_of


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
    ],
)
def test_the_content_tells_the_kind_of_file(content, kind):
    assert kind_of(content) == kind


def test_spreadsheets_are_told_from_other_packages():
    assert kind_of(xlsx(("Feuille", [["Nom"]]))) == "workbook"
    assert kind_of(ods("Feuille", [["Nom"]])) == "workbook"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "latin-1", "utf-16"])
def test_usual_encodings_are_read(encoding):
    text, told = decode("Prénom;Zoé;œuvre".replace("œ", "oe").encode(encoding))
    assert text == "Prénom;Zoé;oeuvre"
    assert told == {"latin-1": "cp1252"}.get(encoding, encoding)


def test_windows_quotes_and_ligatures_are_read():
    assert decode("L’Étranger, « œuvre », 5 €".encode("cp1252")) == ("L’Étranger, « œuvre », 5 €", "cp1252")


def test_one_spoilt_character_does_not_spoil_the_others_of_utf_8():
    content = "Éléonore, Zoé, Chloé, Noémie, Loïc ".encode() * 3 + b"\xe9"
    text, encoding = decode(content)
    assert encoding == "utf-8"
    assert text.count("Éléonore") == 3
    assert text.count("\ufffd") == 1


def test_a_byte_that_windows_1252_does_not_have_is_shown_as_such():
    assert decode(b"\xe9t\xe9 \x81") == ("été \ufffd", "cp1252")
