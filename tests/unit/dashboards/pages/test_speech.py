"""Figures, days and periods as French and English people write them."""

from datetime import date

import pandas as pd
import pytest

from dashboards.pages.speech import Speech

FRENCH, ENGLISH = Speech("fr"), Speech("en")


def flat(text):
    """Return the text with plain blanks and apostrophes."""
    for sign in ("\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}"):
        text = text.replace(sign, " ")
    return text.replace("’", "'")


@pytest.mark.parametrize(
    ("share", "french", "english"),
    [
        (0, "0,0 %", "0.0%"),
        (0.942, "94,2 %", "94.2%"),
        (0.99999, "99,9 %", "99.9%"),
        (0.00001, "0,1 %", "0.1%"),
        (1, "100,0 %", "100.0%"),
        (None, "–", "–"),
        (float("nan"), "–", "–"),
        (pd.NA, "–", "–"),
    ],
)
def test_a_share_is_never_rounded_to_all_or_nothing(share, french, english):
    assert flat(FRENCH.percent(share)) == french
    assert flat(ENGLISH.percent(share)) == english


@pytest.mark.parametrize(
    ("value", "french", "english"),
    [(0, "0", "0"), (12345, "12 345", "12,345"), (-3, "−3", "−3"), (None, "–", "–")],
)
def test_numbers_have_the_blanks_of_their_language(value, french, english):
    assert flat(FRENCH.number(value)) == french
    assert flat(ENGLISH.number(value)) == english


@pytest.mark.parametrize(
    ("thousandths", "french", "english"),
    [(8800, "8,80 €", "€8.80"), (0, "0,00 €", "€0.00"), (None, "–", "–")],
)
def test_money_comes_in_thousandths_of_a_euro(thousandths, french, english):
    assert flat(FRENCH.money(thousandths)) == french
    assert flat(ENGLISH.money(thousandths)) == english


@pytest.mark.parametrize(
    ("seconds", "told"),
    [(0, "0 s"), (8, "8 s"), (60, "1 min"), (90, "1,5 min"), (7200, "2 h"), (86400, "1 j")],
)
def test_durations_are_told_in_the_largest_unit(seconds, told):
    assert flat(FRENCH.seconds(seconds)) == told


def test_a_count_of_people_that_may_not_be_told_is_fewer_than_five():
    assert FRENCH.people(pd.NA) == "< 5"
    assert FRENCH.people(0) == "0"
    assert FRENCH.people(7) == "7"


@pytest.mark.parametrize(
    ("first", "last", "french", "english"),
    [
        (date(2026, 1, 1), date(2026, 12, 31), "en 2026", "in 2026"),
        (date(2026, 11, 1), date(2026, 11, 30), "en novembre 2026", "in November 2026"),
        (date(2026, 4, 1), date(2026, 4, 30), "en avril 2026", "in April 2026"),
        (date(2024, 2, 1), date(2024, 2, 29), "en février 2024", "in February 2024"),
        (
            date(2026, 11, 1),
            date(2026, 11, 29),
            "du 1er au 29 novembre 2026",
            "from 1 to 29 November 2026",
        ),
        (
            date(2026, 10, 28),
            date(2026, 11, 3),
            "du 28 octobre au 3 novembre 2026",
            "from 28 October to 3 November 2026",
        ),
        (
            date(2025, 12, 28),
            date(2026, 1, 3),
            "du 28 décembre 2025 au 3 janvier 2026",
            "from 28 December 2025 to 3 January 2026",
        ),
        (date(2026, 11, 1), date(2026, 11, 1), "le 1er novembre 2026", "on 1 November 2026"),
        (date(2026, 11, 3), date(2026, 11, 3), "le 3 novembre 2026", "on 3 November 2026"),
    ],
)
def test_a_period_is_told_as_people_say_it(first, last, french, english):
    assert flat(FRENCH.during(first, last)) == french
    assert flat(ENGLISH.during(first, last)) == english


@pytest.mark.parametrize(
    ("period", "before", "french", "english"),
    [
        (
            (date(2026, 11, 1), date(2026, 11, 30)),
            (date(2026, 10, 1), date(2026, 10, 31)),
            "qu'en octobre 2026",
            "in October 2026",
        ),
        (
            (date(2026, 11, 2), date(2026, 11, 29)),
            (date(2026, 10, 5), date(2026, 11, 1)),
            "que pendant les 28 jours d'avant",
            "in the 28 days before",
        ),
        (
            (date(2026, 11, 2), date(2026, 11, 2)),
            (date(2026, 11, 1), date(2026, 11, 1)),
            "que la veille",
            "the day before",
        ),
        (
            (date(2026, 9, 1), date(2026, 11, 29)),
            (date(2025, 9, 1), date(2025, 11, 29)),
            "que du 1er septembre au 29 novembre 2025",
            "from 1 September to 29 November 2025",
        ),
    ],
)
def test_a_comparison_says_with_which_period(period, before, french, english):
    assert flat(FRENCH.than(*period, before)) == french
    assert flat(ENGLISH.than(*period, before)) == english


@pytest.mark.parametrize(
    ("first", "last", "title"),
    [
        (date(2026, 11, 1), date(2026, 11, 30), "novembre 2026"),
        (date(2026, 1, 1), date(2026, 12, 31), "2026"),
        (date(2026, 11, 3), date(2026, 11, 3), "3 novembre 2026"),
        (date(2026, 11, 3), date(2026, 11, 17), "3 – 17 novembre 2026"),
    ],
)
def test_a_period_is_a_short_title_too(first, last, title):
    assert flat(FRENCH.period(first, last)) == title


def test_a_country_without_a_code_is_unknown():
    assert FRENCH.country("ES") == "Espagne"
    assert ENGLISH.country("ES") == "Spain"
    assert FRENCH.country("") == "inconnu"
    assert FRENCH.country("XX") == "XX"
