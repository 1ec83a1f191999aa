"""The days of the demonstration."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unisms.scripts.demonstration.term import ZONE, Term, day_of, said, working_day

FIRST, LAST = (int(datetime(year, 1, 1, tzinfo=ZONE).timestamp()) for year in (2026, 2040))
SOONEST_CLOSED = 72 * 3600


@given(now=st.integers(FIRST, LAST))
def test_the_latest_office_hour_is_on_a_weekday_and_not_long_ago(now):
    latest = datetime.fromtimestamp(Term(now).ago(0), ZONE)
    assert latest.weekday() < 5
    assert (9, 30) <= (latest.hour, latest.minute) <= (17, 30)
    assert (
        0 <= now - latest.timestamp() < SOONEST_CLOSED - 90 * 60
    )  # a message of that hour still waits


@given(now=st.integers(FIRST, LAST), days=st.integers(1, 13), hour=st.integers(8, 17))
def test_the_days_before_it_are_weekdays_within_three_weeks(now, days, hour):
    moment = Term(now).at(days, f"{hour}:05")
    local = datetime.fromtimestamp(moment, ZONE)
    assert local.weekday() < 5
    assert (local.hour, local.minute) == (hour, 5)
    assert now - 21 * 86400 < moment < now


@given(now=st.integers(FIRST, LAST))
def test_four_working_days_ago_all_is_closed(now):
    assert Term(now).at(4, "17:00") < Term(now).ago(0) - SOONEST_CLOSED


@pytest.mark.parametrize(
    ("day", "further", "found"),
    [
        (date(2027, 1, 15), 1, date(2027, 1, 18)),
        (date(2027, 1, 18), -1, date(2027, 1, 15)),
        (date(2028, 2, 28), 2, date(2028, 3, 1)),
        (date(2027, 1, 16), 0, date(2027, 1, 16)),
    ],
)
def test_a_working_day_is_no_day_of_a_weekend(day, further, found):
    assert working_day(day, further) == found


def test_a_date_is_said_with_its_weekday():
    days = [date(2027, 1, 18) + timedelta(days=days) for days in range(5)]
    assert [said(day) for day in days] == [
        "lundi 18/01",
        "mardi 19/01",
        "mercredi 20/01",
        "jeudi 21/01",
        "vendredi 22/01",
    ]


def test_a_day_is_that_of_the_universities():
    assert day_of(datetime(2027, 1, 18, 0, 30, tzinfo=ZONE).timestamp()) == date(2027, 1, 18)
