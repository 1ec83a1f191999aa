"""What a handset may show as origin."""

import pytest

from unisms.sms.encoding import encode
from unisms.sms.sender_id import problem_of


@pytest.mark.parametrize(
    ("sender_id", "problem"),
    [
        ("", "empty"),
        ("BU", ""),
        ("Biblio", ""),
        ("UNIVPARIS01", ""),
        ("UNIVPARIS001", "long"),
        ("Bib Paris 1", ""),
        ("Scolarité", ""),
        ("Français", "signs"),
        ("FRANÇAIS", ""),
        ("Fête", "signs"),
        ("BU  Nice", "signs"),
        (" BU", "signs"),
        ("BU ", "signs"),
        ("BU_Nice", "signs"),
        ("BU-Nice", "signs"),
        ("BU\nNice", "signs"),
        ("Prix€", "signs"),
        ("БИБЛИО", "signs"),
        ("٣٦١٧٩", "signs"),
        ("38000", ""),
        ("+33612345678", ""),
        ("+", "signs"),
        ("3+8", "signs"),
        ("+33 612", "signs"),
        ("1" * 20, ""),
        ("+" + "1" * 20, ""),
        ("1" * 21, "long"),
        ("1" * 11 + "A", "long"),
    ],
)
def test_eleven_letters_or_twenty_digits(sender_id, problem):
    assert problem_of(sender_id) == problem


def test_every_word_that_is_taken_fits_into_ten_octets():
    assert encode("Bib Paris 1").units * 7 <= 80
