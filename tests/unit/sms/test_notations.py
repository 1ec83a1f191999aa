"""Dates, hours and amounts as each language writes them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unisms.sms.amounts import is_of_amounts, read_amount
from unisms.sms.encoding import GSM, encode, simplify
from unisms.sms.notations import (
    ENGLISH,
    FRENCH,
    LANGUAGES,
    Amount,
    other_than,
    written_amount,
    written_date,
)


@pytest.mark.parametrize(
    ("day", "clock", "french", "english"),
    [
        (date(2026, 12, 3), "", "3 décembre 2026", "3 December 2026"),
        (date(2026, 8, 1), "", "1er août 2026", "1 August 2026"),
        (date(2027, 2, 11), "14:05", "11 février 2027 à 14:05", "11 February 2027 at 14:05"),
    ],
)
def test_a_date_is_written_as_people_say_it(day, clock, french, english):
    assert written_date(day, FRENCH, clock) == french
    assert written_date(day, ENGLISH, clock) == english


@pytest.mark.parametrize(
    ("amount", "french", "english"),
    [
        (Amount(1250), "12,50 €", "€12.50"),
        (Amount(1200, whole=True), "12 €", "€12"),
        (Amount(-305), "-3,05 €", "-€3.05"),
        (Amount(123456789), "1 234 567,89 €", "€1,234,567.89"),
    ],
)
def test_an_amount_is_written_with_the_sign_of_its_language(amount, french, english):
    assert written_amount(amount, FRENCH) == french
    assert written_amount(amount, ENGLISH) == english


def test_each_language_is_the_other_of_the_other():
    assert [other_than(one) for one in LANGUAGES] == [ENGLISH, FRENCH]


@given(st.dates())
def test_a_written_date_needs_no_dearer_alphabet(day):
    for language in LANGUAGES:
        assert encode(simplify(written_date(day, language), GSM)).alphabet == "gsm7"


@given(st.integers(-(10**9), 10**9))
def test_an_amount_is_read_as_it_was_written(cents):
    for language in LANGUAGES:
        assert read_amount(written_amount(Amount(cents), language)) == Amount(cents)


@pytest.mark.parametrize(
    ("cell", "cents"),
    [
        ("12,5", 1250),
        ("12.50 €", 1250),
        ("1 250,00", 125000),
        ("1\u202f250,00\xa0€", 125000),
        ("€1,250.00", 125000),
        ("1'250.50", 125050),
        ("1.250.000", 125000000),
        ("1 250", 125000),
        ("12.5000", 1250),
        ("EUR 12", 1200),
        ("12 euros", 1200),
        ("007", 700),
    ],
)
def test_amounts_of_people_and_programs_are_read(cell, cents):
    assert read_amount(cell).cents == cents


@pytest.mark.parametrize(
    "cell",
    [
        "",
        "12,",
        "1,250",
        "1.250",
        "12,499",
        "12 $",
        "€12€",
        "1 2",
        "1 2,5",
        "1.25.3",
        "B12",
        "1,2,3",
    ],
)
def test_what_nobody_can_be_sure_of_is_no_amount(cell):
    assert read_amount(cell) is None


@pytest.mark.parametrize(
    ("title", "cells", "is_one"),
    [
        ("montant du", ("12,5", "", "3"), True),
        ("amende", ("12,5", "rien", "3"), False),
        ("montant xpf", ("1200",), False),
        ("titre", ("12,50 €", "3 €"), True),
        ("titre", ("12,50", "3"), False),
        ("montant", ("",), False),
    ],
)
def test_a_column_of_amounts_is_told_by_its_title_or_their_sign(title, cells, is_one):
    assert is_of_amounts(title, cells) == is_one
