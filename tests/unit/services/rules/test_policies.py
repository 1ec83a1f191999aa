"""Policies: decisions of an institution for all its messages."""

from datetime import UTC, datetime
from itertools import pairwise
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from factories import NOW, make_connection, make_house, make_release
from hypothesis import given
from hypothesis import strategies as st

from unisms.model.folder import find
from unisms.services.delivery import claims
from unisms.services.rules.policies import refuses_now, verdict

NIGHT, NOON, NONE, DAY_LONG = (22 * 60, 7 * 60 + 30), (12 * 60, 14 * 60), (), (8 * 60, 8 * 60)


def at(text, zone="Europe/Paris"):
    return int(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).timestamp())


def place_of(hours, zone, timetable=()):
    return SimpleNamespace(quiet_hours=hours, time_zone=zone, timetable=timetable, country="FR")


def leaves(hours, now, zone="Europe/Paris", **options):
    return refuses_now(place_of(hours, zone), at(now, zone), **options)


@pytest.mark.parametrize(
    ("hours", "now", "then"),
    [
        (NONE, "2027-01-15 03:00", None),
        (NIGHT, "2027-01-15 21:59:59", None),
        (NIGHT, "2027-01-15 22:00", "2027-01-16 07:30"),
        (NIGHT, "2027-01-31 23:59:59", "2027-02-01 07:30"),
        (NIGHT, "2027-01-15 00:00", "2027-01-15 07:30"),
        (NIGHT, "2027-01-15 07:29:59", "2027-01-15 07:30"),
        (NIGHT, "2027-01-15 07:30", None),
        (NOON, "2027-01-15 11:59", None),
        (NOON, "2027-01-15 12:00", "2027-01-15 14:00"),
        (NOON, "2027-01-15 14:00", None),
        (DAY_LONG, "2027-01-15 08:00", None),
        (NIGHT, "2027-03-27 23:00", "2027-03-28 07:30"),  # the night that is an hour short
        (NIGHT, "2027-10-30 23:00", "2027-10-31 07:30"),  # and the one that has one more
    ],
)
def test_in_quiet_hours_a_message_leaves_when_they_are_over(hours, now, then):
    assert leaves(hours, now) == (at(then) if then else 0)


def test_they_are_those_of_the_institutions_day():
    assert leaves(NIGHT, "2027-01-15 23:00", "Indian/Reunion") == at(
        "2027-01-16 07:30", "Indian/Reunion"
    )


def test_an_urgent_message_leaves_at_any_hour():
    assert leaves(NIGHT, "2027-01-15 23:00", urgent=True) == 0


def test_what_is_under_way_waits_for_the_morning_and_the_urgent_do_not(root):
    institution = make_house(root)
    campaign, alert = make_release(institution), make_release(institution, urgent=True)
    institution.quiet_hours = (9 * 60, 10 * 60)  # it is 9 in Paris
    line = campaign.connection
    assert claims.claim_batch(root, line, 10, "here", NOW).campaign == alert.path
    assert claims.claim_batch(root, line, 10, "here", NOW + 3599) is None
    assert campaign.path in find(root, line).in_turn()
    assert claims.claim_batch(root, line, 10, "here", NOW + 3600).campaign == campaign.path


def test_one_institutions_quiet_hours_hold_nobody_elses_messages_up(root):
    make_connection(root, "consortium")
    quiet, awake = make_house(root), make_house(root, "nice")
    quiet.quiet_hours = (9 * 60, 10 * 60)
    make_release(quiet, connection="/brokers/consortium")
    other = make_release(awake, connection="/brokers/consortium")
    assert claims.claim_batch(root, "/brokers/consortium", 10, "here", NOW).campaign == other.path


UNTIL_HALF_PAST_TWO, FROM_HALF_PAST_TWO = (22 * 60, 150), (150, 6 * 60)
AUTUMN, SPRING = datetime(2027, 10, 30, 20, tzinfo=UTC), datetime(2027, 3, 27, 20, tzinfo=UTC)


def changes(hours, since, zone="Europe/Paris"):
    """The moments, of the ten hours after ``since``, at which it becomes quiet or free, by quarters
    of an hour; and what is told to wait for until then."""
    place, begins = place_of(hours, zone), int(since.timestamp())
    told = [
        (moment, refuses_now(place, moment)) for moment in range(begins, begins + 10 * 3600, 900)
    ]
    pairs = pairwise(told)
    return [(now, before[1]) for before, now in pairs if bool(before[1]) != bool(now[1])]


@pytest.mark.parametrize(
    ("hours", "since", "begins", "ends"),
    [
        # 2:30 comes twice: they end at the second one. It never comes: they end as the clock jumps
        # from 2 to 3.
        (UNTIL_HALF_PAST_TWO, AUTUMN, "2027-10-30 20:00", "2027-10-31 01:30"),
        (UNTIL_HALF_PAST_TWO, SPRING, "2027-03-27 21:00", "2027-03-28 01:00"),
        # They begin at the first one, or at the jump.
        (FROM_HALF_PAST_TWO, AUTUMN, "2027-10-31 00:30", "2027-10-31 05:00"),
        (FROM_HALF_PAST_TWO, SPRING, "2027-03-28 01:00", "2027-03-28 04:00"),
    ],
)
def test_in_the_hour_that_comes_twice_or_never_they_have_one_end(hours, since, begins, ends):
    begins, ends = (
        int(datetime.fromisoformat(one).replace(tzinfo=UTC).timestamp()) for one in (begins, ends)
    )
    found = changes(hours, since)
    assert [now for (now, _), _ in found] in (
        [begins, ends],
        [ends],
    )  # it may be quiet from the first moment on
    assert found[-1][1] == ends


ZONES = st.sampled_from(
    ["Europe/Paris", "Indian/Reunion", "America/Miquelon", "Australia/Lord_Howe", "Asia/Tehran"]
)
MINUTES = st.integers(0, 24 * 60 - 1)


@given(ZONES, MINUTES, MINUTES, st.integers(1_750_000_000, 1_830_000_000), st.integers(0, 100))
def test_what_is_told_to_wait_leaves_at_the_moment_that_was_told(zone, start, end, now, part):
    place = place_of((start, end), zone)
    if then := refuses_now(place, now):
        assert then > now
        assert refuses_now(place, then) == 0
        assert refuses_now(place, now + (then - 1 - now) * part // 100) == then


def test_a_claim_looks_at_no_message_whose_institution_rests_however_many_wait(root, monkeypatch):
    make_connection(root, "consortium")
    quiet, awake = make_house(root), make_house(root, "nice")
    quiet.quiet_hours = (9 * 60, 10 * 60)
    resting = {make_release(quiet, connection="/brokers/consortium").path for _ in range(20)}
    other, looked_at, whole = make_release(awake, connection="/brokers/consortium"), [], find
    monkeypatch.setattr(
        claims, "find", lambda root, path: looked_at.append(path) or whole(root, path)
    )
    assert claims.claim_batch(root, "/brokers/consortium", 10, "here", NOW).campaign == other.path
    assert not resting & {*looked_at}
    assert looked_at.count("/institutions/paris1") == 1


def test_an_unknown_range_is_written_to_and_marked():
    reading = SimpleNamespace(kind="unknown_range", foreign=False)
    assert verdict(reading, SimpleNamespace(foreign_numbers="refuse")) == (None, True)
