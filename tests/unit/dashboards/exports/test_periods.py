"""Periods over months, leap years and clock changes."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboards.exports import periods
from dashboards.exports.periods import WORDS, Period, before, gaps, last_year, spelled

DAYS = st.dates(date(2015, 1, 1), date(2035, 12, 31))
PERIODS = st.tuples(DAYS, DAYS).map(lambda pair: Period(*sorted(pair)))


def period(first, last):
    return Period(date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    ("given_one", "told"),
    [
        (("2026-11-01", "2026-11-30"), ("2026-10-01", "2026-10-31")),
        (("2026-11-01", "2026-11-12"), ("2026-10-01", "2026-10-12")),
        (("2028-03-01", "2028-03-31"), ("2028-02-01", "2028-02-29")),
        (("2028-02-01", "2028-02-29"), ("2028-01-01", "2028-01-31")),
        (("2026-09-01", "2027-08-31"), ("2025-09-01", "2026-08-31")),
        (("2026-11-02", "2026-11-08"), ("2026-10-26", "2026-11-01")),
        (("2026-03-29", "2026-03-29"), ("2026-03-28", "2026-03-28")),  # the clocks change
    ],
)
def test_the_period_before_is_as_people_mean_it(given_one, told):
    assert before(period(*given_one)) == period(*told)


@pytest.mark.parametrize(
    ("given_one", "told"),
    [
        (("2028-02-01", "2028-02-29"), ("2027-02-01", "2027-02-28")),
        (("2029-02-01", "2029-02-28"), ("2028-02-01", "2028-02-29")),
        (("2028-02-29", "2028-02-29"), ("2027-02-28", "2027-02-28")),
        (("2026-11-02", "2026-11-08"), ("2025-11-02", "2025-11-08")),
    ],
)
def test_a_year_ago_the_end_of_a_month_is_an_end_of_a_month(given_one, told):
    assert last_year(period(*given_one)) == period(*told)


@given(PERIODS)
def test_the_period_before_ends_before_and_is_about_as_long(asked):
    found = before(asked)
    assert found.first <= found.last < asked.first
    if asked.first.day > 1:
        assert (found.days, found.last) == (asked.days, asked.first - timedelta(days=1))


@given(PERIODS)
def test_a_year_ago_is_a_year_ago(asked):
    found = last_year(asked)
    assert found.first.year == asked.first.year - 1
    assert abs(found.days - asked.days) <= 1


@given(DAYS, st.integers(0, 60))
def test_months_go_back_as_calendars_do(day, months):
    found = periods.months_back(day, months)
    assert (day.year - found.year) * 12 + day.month - found.month == months
    assert found.day == min(day.day, periods.month_end(found).day)


@given(DAYS, st.sampled_from(sorted(WORDS)))
def test_words_name_days_that_have_been(today, word):
    found = WORDS[word](today)
    assert found.first <= found.last <= today


def test_words_of_the_academic_year():
    today = date(2026, 11, 29)
    assert WORDS["this academic year"](today) == period("2026-09-01", "2026-11-29")
    assert WORDS["last academic year"](today) == period("2025-09-01", "2026-08-31")
    assert WORDS["last 12 months"](today) == period("2025-12-01", "2026-11-29")
    assert WORDS["last 7 days"](today).days == 7


@given(DAYS)
def test_names_of_files_are_read_as_they_are_written(day):
    assert spelled(f"{day:%Y-%m-%d}") == Period(day, day)
    assert spelled(f"{day:%Y-%m}") == Period(day.replace(day=1), periods.month_end(day))
    assert spelled(f"{day:%Y}") == Period(date(day.year, 1, 1), date(day.year, 12, 31))


@pytest.mark.parametrize("name", ["", "x", "2026-13", "2026-02-30", "20261129", "2026-W01-1", "26"])
def test_no_other_name_is_a_period(name):
    assert spelled(name) is None


@given(st.lists(PERIODS, max_size=6), PERIODS)
def test_gaps_are_the_days_that_nothing_covers(covered, whole):
    whole = whole._replace(last=min(whole.last, whole.first + timedelta(days=400)))
    days = {whole.first + timedelta(days=n) for n in range(whole.days)}
    free = {day for day in days if not any(one.first <= day <= one.last for one in covered)}
    found = gaps(covered, whole)
    assert {one.first + timedelta(days=n) for one in found for n in range(one.days)} == free
    assert all(a.last < b.first - timedelta(days=1) for a, b in pairwise(found))


def test_a_file_of_all_days_leaves_no_gap():
    assert gaps([Period(date.min, date.max)], period("2026-01-01", "2026-12-31")) == []
