"""Dates with words, as people and Oracle write them."""

from datetime import date

import pytest

from unisms.services.imports.row_rule import read_date

DAY = date(2026, 11, 28)


@pytest.mark.parametrize(
    "cell",
    [
        "28-NOV-26",
        "28-NOV-2026",
        "28-NOV. -26",
        "28 novembre 2026",
        "28 nov. 2026",
        "samedi 28 novembre 2026",
        "sam. 28/11/2026",
        "le 28 novembre 2026",
        "le samedi 28 novembre 2026 10:30",
        "28 Nov 2026",
        "28th November 2026",
        "November 28, 2026",
        "Sat, 28 Nov 2026 10:30:00",
        "28.nov.2026",
        "28/nov/2026",
    ],
)
def test_a_month_may_be_a_word(cell):
    assert read_date(cell) == DAY


@pytest.mark.parametrize(
    ("cell", "month"),
    [
        ("1er janvier 2026", 1),
        ("1 février 2026", 2),
        ("01-FÉVR.-26", 2),
        ("1 mars 2026", 3),
        ("1 AVR 2026", 4),
        ("1 mai 2026", 5),
        ("1 juin 2026", 6),
        ("1 juil. 2026", 7),
        ("1 août 2026", 8),
        ("1 sept. 2026", 9),
        ("1 Oct 2026", 10),
        ("1 déc. 2026", 12),
    ],
)
def test_every_month_is_known_in_both_languages(cell, month):
    assert read_date(cell) == date(2026, month, 1)


@pytest.mark.parametrize(
    "cell",
    [
        "28 brumaire 2026",
        "31 novembre 2026",
        "28 nov",
        "nov 2026",
        "salle 28 nov 20261",
        "le",
        "samedi",
        "28-NOV-26x",
        "x" * 99,
        "ß 28 nov 2026",
    ],
)
def test_what_is_no_date_is_none(cell):
    assert read_date(cell) is None
