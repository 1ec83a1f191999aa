"""A forecast keeps its promise: the interval holds what comes about as often as it says."""

from datetime import date, timedelta

import invented
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboards.exports import holidays
from dashboards.exports.forecast import forecast


def past(seed, days, noise=0.5):
    """Return the first day, and counts with the rhythm of weeks and terms."""
    random = np.random.default_rng(seed)
    first = date(2022, 1, 1) + timedelta(days=int(random.integers(0, 700)))
    dates = [first + timedelta(days=n) for n in range(days)]
    shares = [invented.MONTHS[d.month - 1] * invented.WEEKDAYS[d.weekday()] for d in dates]
    drift = np.exp(np.cumsum(random.normal(0, 0.01, days)))
    shape = 1 / noise
    counts = random.poisson(20 * np.array(shares) * drift * random.gamma(shape, noise, days))
    return first, counts


@pytest.mark.parametrize(("days", "ahead"), [(200, 30), (560, 30), (790, 30), (790, 270)])
def test_most_of_what_came_lay_between_the_bounds(days, ahead):
    held = []
    for seed in range(60):
        first, counts = past(seed, days + ahead)
        told = forecast(counts[:days].tolist(), first, ahead)
        held.append(told.low[-1] <= counts[days:].sum() <= told.high[-1])
    assert np.mean(held) >= 0.6  # eight of ten, of sixty draws over drifting worlds


def test_a_steady_week_goes_on():
    told = forecast([10, 10, 10, 10, 10, 0, 0] * 12, date(2026, 9, 7), 14)
    assert told.expected[-1] == pytest.approx(100, rel=0.05)
    assert told.high[-1] - told.low[-1] < 20


def test_last_summer_is_remembered():
    first, counts = past(3, 790, noise=0.1)
    start = (date(first.year + 2, 8, 1) - first).days
    told = forecast(counts[:start].tolist(), first, 31)
    assert told.expected[-1] < counts[:start].mean() * 31 / 4


def test_a_public_holiday_is_quiet():
    first = date(2026, 3, 2)
    days = [first + timedelta(days=n) for n in range(57)]  # until 27 April; Easter Monday is past
    counts = [0 if holidays.is_holiday(day) else 10 for day in days]
    told = forecast(counts, first, 7)
    daily = np.diff([0, *told.expected])
    assert daily.tolist() == pytest.approx([10, 10, 10, 0, 10, 10, 10])  # Friday 1 May


@pytest.mark.parametrize("counts", [[], [5] * 27, [0] * 400])
def test_without_a_past_nothing_is_foretold(counts):
    assert forecast(counts, date(2026, 1, 1), 30) is None


def test_nothing_is_foretold_much_further_than_the_past_reaches():
    counts = [5] * 40
    assert forecast(counts, date(2026, 1, 1), 80)
    assert forecast(counts, date(2026, 1, 1), 81) is None


@given(st.lists(st.integers(0, 500), min_size=28, max_size=900), st.integers(1, 56))
def test_bounds_enclose_what_is_expected_and_nothing_falls(counts, ahead):
    told = forecast(counts, date(2025, 1, 1), ahead)
    if told is None:
        return
    assert len(told.expected) == len(told.low) == len(told.high) == ahead
    triples = zip(told.low, told.expected, told.high, strict=True)
    assert all(0 <= low <= middle <= high for low, middle, high in triples)
    assert told.expected == sorted(told.expected)


@pytest.mark.parametrize(
    ("year", "day"), [(2024, "2024-03-31"), (2026, "2026-04-05"), (2027, "2027-03-28")]
)
def test_easter(year, day):
    assert holidays.easter(year) == date.fromisoformat(day)


def test_eleven_days_are_holidays():
    assert len(holidays.of(2026)) == 11
    assert holidays.is_holiday(date(2026, 5, 14))  # Ascension
    assert not holidays.is_holiday(date(2026, 5, 15))
