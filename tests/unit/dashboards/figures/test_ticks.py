"""Ticks stand at round places, as many as there is room for, in the reader's words."""

from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dashboards.figures import ticks
from dashboards.figures.looks import Look

FRENCH, ENGLISH = Look("fr"), Look("en")
NARROW = "\N{NARROW NO-BREAK SPACE}"
DAYS = st.dates(date(2015, 1, 1), date(2035, 1, 1))


@given(st.floats(0, 1e12))
@example(9.0)
def test_counts_begin_at_zero_and_end_beyond_the_highest(highest):
    axis = ticks.counts(FRENCH, highest)
    low, high = axis["range"]
    assert (low, axis["tickvals"][0]) == (0, 0)
    assert high >= highest
    assert 3 <= len(axis["tickvals"]) <= 7
    assert all(float(each).is_integer() for each in axis["tickvals"])


def test_numbers_are_written_as_the_reader_does():
    assert ticks.counts(FRENCH, 3500)["ticktext"][-1] == f"4{NARROW}000"
    assert ticks.counts(ENGLISH, 3500)["ticktext"][-1] == "4,000"


@given(st.floats(0, 1))
def test_shares_reach_from_below_the_lowest_to_all(lowest):
    axis = ticks.shares(FRENCH, lowest)
    assert axis["range"][0] <= lowest
    assert axis["range"][1] >= 1
    assert len({*axis["ticktext"]}) == len(axis["ticktext"])  # no two are rounded to one


def test_shares_have_a_digit_where_ticks_need_one():
    assert ticks.shares(ENGLISH, 0.9)["ticktext"] == ["90.0%", "92.5%", "95.0%", "97.5%", "100.0%"]
    assert ticks.shares(ENGLISH, 0)["ticktext"] == ["0%", "25%", "50%", "75%", "100%"]


def test_amounts_are_in_euros_with_cents_where_they_are_small():
    assert ticks.amounts(ENGLISH, 88_000)["ticktext"] == ["€0", "€25", "€50", "€75", "€100"]
    assert ticks.amounts(FRENCH, 900)["ticktext"][1] == "0,25\N{NO-BREAK SPACE}€"


def test_durations_are_of_a_logarithmic_axis_with_units():
    axis = ticks.durations(FRENCH, 3, 4_000)
    assert axis["type"] == "log"
    assert "1\N{NO-BREAK SPACE}min" in axis["ticktext"]
    assert 10 ** axis["range"][0] < 3
    assert 10 ** axis["range"][1] > 4_000


@given(DAYS, st.integers(0, 4_000))
def test_days_have_few_ticks_in_order_within_the_period(first, span):
    last = first + timedelta(days=span)
    axis = ticks.days(FRENCH, first, last)
    found = [date.fromisoformat(each) for each in axis["tickvals"]]
    assert found == sorted(found)
    assert len(found) <= 12
    assert all(first <= each <= last for each in found)
    assert len({*axis["ticktext"]}) == len(found) or span > 365


@pytest.mark.parametrize(
    ("first", "last", "french", "english"),
    [
        ((2026, 11, 1), (2026, 11, 3), ["1 nov.", "2 nov.", "3 nov."], ["1 Nov", "2 Nov", "3 Nov"]),
        (
            (2026, 11, 1),
            (2026, 11, 20),
            ["2 nov.", "9 nov.", "16 nov."],
            ["2 Nov", "9 Nov", "16 Nov"],
        ),
        (
            (2026, 10, 15),
            (2027, 2, 28),
            ["nov. 2026", "déc.", "janv. 2027", "févr."],
            ["Nov 2026", "Dec", "Jan 2027", "Feb"],
        ),
        ((2024, 1, 1), (2026, 12, 31), ["janv. 2024", "juil.", "janv. 2025"], ["Jan 2024", "Jul"]),
    ],
)
def test_days_are_told_in_the_language_of_the_reader(first, last, french, english):
    told = [ticks.days(look, date(*first), date(*last))["ticktext"] for look in (FRENCH, ENGLISH)]
    assert [told[0][: len(french)], told[1][: len(english)]] == [french, english]


def test_an_axis_of_days_has_room_for_the_bars_at_its_ends():
    axis = ticks.days(FRENCH, date(2026, 11, 2), date(2026, 11, 8), 0.5)
    assert axis["range"] == ["2026-11-01T12:00:00", "2026-11-08T12:00:00"]


def test_long_names_are_cut_and_say_so():
    long = "Bibliothèque universitaire de la Sorbonne nouvelle"
    [told] = ticks.names(FRENCH, [long])["ticktext"]
    assert told == "Bibliothèque universitair…"
    assert ticks.width_of({"ticktext": ["a" * 10]}) > ticks.width_of({"ticktext": []})
