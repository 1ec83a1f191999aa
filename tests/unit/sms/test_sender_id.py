"""The origin that a handset may show: in a message, and let through by operators."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unisms.sms.encoding import encode
from unisms.sms.sender_id import FINE, generic, is_same, looks_like, problem_of, verdict


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


@pytest.mark.parametrize(
    ("sender_id", "country", "code"),
    [
        ("UnivParis1", "FR", ""),
        ("BIB75", "FR", ""),
        ("UNIV PARIS", "FR", "plain"),
        ("ÉCOLE", "FR", "plain"),
        ("Scolarité", "RE", "plain"),
        ("UNIV PARIS", "GF", "plain"),
        ("UNIV PARIS", "NC", ""),
        ("UNIV PARIS", "DE", ""),
        ("BU", "FR", "short"),
        ("BU", "NC", "short"),
        ("Alerte", "FR", "generic"),
        ("Alerte", "GB", "generic"),
        ("Alerte", "NC", ""),
        ("UnivParis1", "US", "replaced"),
        ("UnivParis1", "CA", "replaced"),
        ("Alerte", "CN", "replaced"),
        ("UnivParis1", "ES", "registered"),
        ("0612345678", "FR", "mobile"),
        ("33612345678", "FR", "mobile"),
        ("+33712345678", "FR", "mobile"),
        ("0033612345678", "FR", "mobile"),
        ("+262692123456", "FR", "mobile"),
        ("0692123456", "RE", "mobile"),
        ("36180", "FR", "digits"),
        ("+33937000000", "FR", "digits"),
        ("12345", "DE", "digits"),
        ("12345", "US", "digits"),
    ],
)
def test_operators_of_a_country_let_through_less(sender_id, country, code):
    assert problem_of(sender_id) == ""
    assert verdict(sender_id, country).code == code
    assert verdict(sender_id, country).source or code in ("", "digits")


@pytest.mark.parametrize("number", ["36180", "38000", "+33937000000", "0937000000"])
def test_a_number_that_the_contract_lists_passes(number):
    assert verdict(number, "FR", listed=True) == FINE


def test_a_french_mobile_passes_though_it_is_listed_nowhere():
    assert verdict("0612345678", "FR", listed=True).code == "mobile"
    assert verdict("0612345678", "DE", listed=True) == FINE


@pytest.mark.parametrize(
    "word",
    [
        *(
            "alert",
            "ALERTE",
            "Alertes",
            "alerte1",
            "1Info",
            "1NFO",
            "INF0S",
            "V3RIFY",
            "A1erte",
            "RDV",
            "S-M-S",
            "SMS",
        ),
        *(
            "Pàiement",
            "lnfo",
            "AIerte",
            "Colls",
            "8ank",
            "InfoSMS",
            "AlerteSMS",
            "InfoAlerte",
            "Alertlnfo",
        ),
    ],
)
def test_a_generic_word_stays_one_however_it_is_dressed(word):
    assert generic(word)


@pytest.mark.parametrize(
    "word", ["InfoBU", "UnivInfo", "Colisee", "BanqueCNRS", "Promotion", "38000", "S", ""]
)
def test_a_word_that_names_somebody_is_none(word):
    assert not generic(word)


@pytest.mark.parametrize(
    "other", ["univparis", "UNIVPARlS", "UN1VPARIS", "Univ.Paris", "ÚnivParis"]
)
def test_two_words_that_handsets_show_nearly_alike_look_alike(other):
    assert looks_like("UnivParis", other)
    assert not looks_like("UnivParis", "UnivLyon")


@pytest.mark.parametrize(
    ("code", "refused"),
    [("plain", True), ("mobile", True), ("digits", True), ("generic", False), ("short", False)],
)
def test_some_are_told_and_some_refused(code, refused):
    assert FINE._replace(code=code).is_refusal is refused
    assert not FINE.is_refusal


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("36222", "36222", True),
        ("36222", "+3336222", True),
        ("+3336222", "36222", True),
        ("36222", "0033 36222", True),
        ("36222", "036222", True),
        ("+33700000001", "0700000001", True),
        ("BU INFO", "BU INFO", True),
        ("BU INFO", "BUINFO", False),
        ("36222", "36223", False),
        ("36222", "33700036222", False),
        ("36222", "3636222222", False),
        ("22", "3322", False),
        ("INFO", "33INFO", False),
        ("36222", "", False),
    ],
)
def test_a_sender_is_known_however_it_is_written(one, other, same):
    assert is_same(one, other) is same
    assert is_same(other, one) is same


@given(st.integers(100, 999_999), st.sampled_from(["", "+33", "0033", "33", "0"]))
def test_a_short_code_is_one_whatever_stands_before_it(code, prefix):
    assert is_same(f"{code}", f"{prefix}{code}")
