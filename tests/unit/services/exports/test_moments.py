"""Local days and hours, on ordinary days and in the nights in which clocks change."""

from datetime import UTC, date, datetime

import pytest

from unisms.services.exports.moments import DELAYS, UNKNOWN, LocalHour, clock, delay_of


def at(*moment):
    return int(datetime(*moment, tzinfo=UTC).timestamp())


@pytest.mark.parametrize(
    ("zone", "moment", "told"),
    [
        ("Europe/Paris", (2026, 11, 29, 23, 30), LocalHour(date(2026, 11, 30), 0)),
        ("Europe/Paris", (2026, 3, 29, 0, 59), LocalHour(date(2026, 3, 29), 1)),
        ("Europe/Paris", (2026, 3, 29, 1, 0), LocalHour(date(2026, 3, 29), 3)),  # no hour 2
        ("Europe/Paris", (2026, 10, 25, 0, 30), LocalHour(date(2026, 10, 25), 2)),
        ("Europe/Paris", (2026, 10, 25, 1, 30), LocalHour(date(2026, 10, 25), 2)),  # once more
        ("Europe/Paris", (2026, 10, 25, 22, 59), LocalHour(date(2026, 10, 25), 23)),
        ("Europe/Paris", (2026, 10, 25, 23, 0), LocalHour(date(2026, 10, 26), 0)),
        ("Indian/Reunion", (2026, 11, 29, 20, 0), LocalHour(date(2026, 11, 30), 0)),
        ("Pacific/Marquesas", (2026, 11, 30, 9, 29), LocalHour(date(2026, 11, 29), 23)),
        ("Pacific/Marquesas", (2026, 11, 30, 9, 30), LocalHour(date(2026, 11, 30), 0)),
    ],
)
def test_a_moment_is_of_the_day_that_the_clock_of_the_institution_tells(zone, moment, told):
    assert clock(zone)(at(*moment)) == told


def test_the_days_of_a_clock_change_have_23_and_25_hours():
    told = clock("Europe/Paris")
    hours = [told(at(2026, 1, 1) + hour * 3600).day for hour in range(365 * 24)]
    assert hours.count(date(2026, 3, 29)) == 23
    assert hours.count(date(2026, 10, 25)) == 25


@pytest.mark.parametrize(
    ("seconds", "bucket"),
    [(-5, 0), (0, 0), (1, 0), (2, 1), (3, 2), (4, 3), (5, 3), (86_400, 14), (86_401, 15)],
)
def test_a_delay_is_of_the_first_bucket_whose_bound_it_does_not_pass(seconds, bucket):
    assert delay_of(1000, 1000 + seconds) == bucket


def test_the_delay_of_what_left_nobody_knows_when_is_unknown():
    assert delay_of(0, 1000) == UNKNOWN
    assert len(DELAYS) == 15
