"""Hours on a wall, and the moments that they are: over both nights of a change as well."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unisms.services.rules import clocks

ZONES = st.sampled_from(
    [
        "Europe/Paris",
        "America/Miquelon",
        "America/Guadeloupe",
        "America/Cayenne",
        "Indian/Reunion",
        "Indian/Mayotte",
        "Pacific/Noumea",
        "Pacific/Tahiti",
        "Pacific/Wallis",
    ]
)


@pytest.mark.parametrize(
    ("shown", "then"),
    [
        ("2027-01-12T10:00", "2027-01-12 09:00"),
        ("2027-07-12T10:00", "2027-07-12 08:00"),
        ("2027-03-28T01:59", "2027-03-28 00:59"),
        ("2027-03-28T02:00", "2027-03-28 01:00"),  # it never comes: the jump
        ("2027-03-28T02:59", "2027-03-28 01:00"),
        ("2027-03-28T03:00", "2027-03-28 01:00"),
        ("2026-10-25T02:30", "2026-10-25 00:30"),  # it comes twice: the first
        ("2026-10-25T03:00", "2026-10-25 02:00"),
    ],
)
def test_an_hour_in_paris(shown, then):
    told = datetime.fromtimestamp(clocks.moment_of(shown, "Europe/Paris"), UTC)
    assert told.strftime("%Y-%m-%d %H:%M") == then


@pytest.mark.parametrize(
    "shown", ["", "10:00", "2027-01-12", "2027-13-12T10:00", "2027-01-12T10:00+01:00", "midi"]
)
def test_what_is_no_hour_is_read_as_none(shown):
    assert clocks.read(shown) is None
    with pytest.raises(ValueError, match=f"^{re.escape(shown)}$"):
        clocks.moment_of(shown, "Europe/Paris")


@given(st.integers(1_760_000_000, 1_860_000_000), ZONES)
def test_the_hour_that_a_clock_shows_is_that_moment_or_the_first_like_it(at, zone):
    at -= at % 60
    shown = clocks.shown_at(at, zone)
    found = clocks.moment_of(shown, zone)
    assert clocks.shown_at(found, zone) == shown
    assert found <= at <= found + 7200


@given(st.datetimes(datetime(2026, 10, 24), datetime(2027, 3, 30)), ZONES)
def test_a_later_hour_is_never_an_earlier_moment(shown, zone):
    first = shown.replace(second=0, microsecond=0)
    moments = [
        clocks.moment_of((first + timedelta(minutes=more)).strftime("%Y-%m-%dT%H:%M"), zone)
        for more in (0, 1, 60, 180)
    ]
    assert moments == sorted(moments) or _comes_twice(first, zone)


def _comes_twice(first, zone):
    """Whether the clock is set back within three hours: what comes twice is the first of both."""
    there = ZoneInfo(zone)
    begins, ends = (
        (first + timedelta(hours=more)).replace(tzinfo=there).utcoffset() for more in (-3, 4)
    )
    return begins > ends


def test_a_day_begins_at_its_first_moment():
    assert clocks.shown_at(
        clocks.begins(datetime(2027, 3, 28).date(), ZoneInfo("Europe/Paris")), "Europe/Paris"
    ) == ("2027-03-28T00:00")
