"""The timing of a message: what can be kept, and the hours that a repetition has."""

from datetime import date, datetime, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from factories import NOW
from hypothesis import given
from hypothesis import strategies as st

from unisms.model.timings import Timing
from unisms.services.rules import clocks, timings

PARIS = SimpleNamespace(time_zone="Europe/Paris")
#: 15 January 2027, 09:00 in Paris
EIGHT, NINE, TEN = (f"2027-01-15T{hour:02d}:00" for hour in (8, 9, 10))


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ({}, []),
        ({"at": TEN}, []),
        ({"at": NINE}, []),
        ({"at": EIGHT}, ["at past"]),
        ({"at": "32/01/2027 10:00"}, ["at unreadable"]),
        ({"at": "2028-02-01T10:00"}, ["at far"]),
        ({"own_zone": True}, ["at missing"]),
        ({"at": EIGHT, "own_zone": True}, []),
        ({"at": "2027-01-14T08:00", "own_zone": True}, ["at past"]),
        ({"until": TEN}, []),
        ({"until": NINE}, ["until past"]),
        ({"until": "midi"}, ["until unreadable"]),
        ({"at": TEN, "until": TEN}, ["until before_departure"]),
        ({"spread": "60"}, []),
        ({"spread": "0"}, ["spread unreadable"]),
        ({"spread": "une heure"}, ["spread unreadable"]),
        ({"spread": "99999"}, ["spread unreadable"]),
        ({"at": TEN, "own_zone": True, "spread": "60"}, ["spread own_zone"]),
        ({"each": "week", "times": "3"}, []),
        ({"each": "week"}, ["each endless"]),
        ({"each": "year", "times": "3"}, ["each unreadable"]),
        ({"each": "day", "times": "1"}, ["times unreadable"]),
        ({"each": "day", "times": "367"}, ["times unreadable"]),
        ({"each": "day", "last": "2027-01-14"}, ["last before"]),
        ({"each": "day", "last": "2028-02-01"}, ["last far"]),
        ({"each": "day", "last": "demain"}, ["last unreadable"]),
    ],
)
def test_what_cannot_be_kept_is_told_by_its_field(told, found):
    wrong = timings.problems(PARIS, Timing(**told), NOW)
    assert [f"{one.field} {one.code}" for one in wrong] == found
    assert {one[:2] for one in timings.problems(PARIS, Timing(**told), NOW)} <= {
        *timings.OF_TIMINGS
    }


@pytest.mark.parametrize("told", [{"spread": "60"}, {"each": "day", "times": "2"}])
def test_an_alert_is_neither_spread_nor_repeated(told):
    [wrong] = timings.problems(PARIS, Timing(**told), NOW, "emergency")
    assert wrong.code == "emergency"


@pytest.mark.parametrize(
    ("told", "hours"),
    [
        ({"each": "day", "times": "3"}, ["01-15", "01-16", "01-17"]),
        ({"each": "week", "last": "2027-01-29"}, ["01-15", "01-22", "01-29"]),
        ({"each": "month", "times": "3"}, ["01-15", "02-15", "03-15"]),
        ({"each": "day", "times": "9", "last": "2027-01-16"}, ["01-15", "01-16"]),
        ({}, ["01-15"]),
    ],
)
def test_the_hours_of_a_repetition(told, hours):
    found = timings.moments_of(Timing(at=TEN, **told))
    assert found == [f"2027-{day}T10:00" for day in hours]


def test_a_month_that_is_too_short_has_it_on_its_last_day_and_the_next_on_its_own():
    found = timings.moments_of(Timing(at="2027-01-31T10:00", each="month", times="4"))
    assert [one[:10] for one in found] == ["2027-01-31", "2027-02-28", "2027-03-31", "2027-04-30"]


NIGHTS = [date(2026, 10, 25), date(2027, 3, 28)]
ZONES = ("Europe/Paris", "America/Miquelon", "Indian/Reunion", "Pacific/Noumea", "Pacific/Tahiti")


@given(
    st.sampled_from(NIGHTS),
    st.integers(-40, 40),
    st.integers(0, 1439),
    st.sampled_from(ZONES),
    st.sampled_from(["day", "week", "month"]),
    st.integers(2, 20),
)
def test_each_repetition_has_the_same_hour_on_a_clock(night, before, minute, zone, each, times):
    """But where a clock never shows it, which is the jump of that clock."""
    first = datetime.combine(night + timedelta(days=before), datetime.min.time())
    shown = (first + timedelta(minutes=minute)).strftime("%Y-%m-%dT%H:%M")
    found = timings.moments_of(Timing(at=shown, each=each, times=str(times)))
    at = [clocks.moment_of(one, zone) for one in found]
    assert len(found) == times
    assert at == sorted(set(at))
    for one, moment in zip(found, at, strict=True):
        told = clocks.shown_at(moment, zone)
        assert told == one or _is_jump(moment, zone)


def _is_jump(moment, zone):
    there = ZoneInfo(zone)
    before = datetime.fromtimestamp(moment - 1, there).utcoffset()
    return before < datetime.fromtimestamp(moment, there).utcoffset()
