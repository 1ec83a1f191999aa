"""What an institution has decided for all its messages."""

from datetime import datetime
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from factories import NOW, make_connection, make_house, make_release

from unisms.model.folder import find
from unisms.services import delivery
from unisms.services.policies import refuses_now

NIGHT, NOON, NONE, DAY_LONG = (22 * 60, 7 * 60 + 30), (12 * 60, 14 * 60), (), (8 * 60, 8 * 60)


def at(text, zone="Europe/Paris"):
    return int(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).timestamp())


def leaves(hours, now, zone="Europe/Paris", **options):
    return refuses_now(SimpleNamespace(quiet_hours=hours, time_zone=zone), at(now, zone), **options)


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
    assert leaves(NIGHT, "2027-01-15 23:00", "Indian/Reunion") == at("2027-01-16 07:30", "Indian/Reunion")


def test_an_urgent_message_leaves_at_any_hour():
    assert leaves(NIGHT, "2027-01-15 23:00", urgent=True) == 0


def test_what_is_under_way_waits_for_the_morning_and_the_urgent_do_not(root):
    institution = make_house(root)
    campaign, alert = make_release(institution), make_release(institution, urgent=True)
    institution.quiet_hours = (9 * 60, 10 * 60)  # it is 9 in Paris
    line = campaign.connection
    assert delivery.claim_batch(root, line, 10, "here", NOW).campaign == alert.path
    assert delivery.claim_batch(root, line, 10, "here", NOW + 3599) is None
    assert campaign.path in find(root, line).in_turn()
    assert delivery.claim_batch(root, line, 10, "here", NOW + 3600).campaign == campaign.path


def test_one_institutions_quiet_hours_hold_nobody_elses_messages_up(root):
    make_connection(root, "consortium")
    quiet, awake = make_house(root), make_house(root, "nice")
    quiet.quiet_hours = (9 * 60, 10 * 60)
    make_release(quiet, connection="/brokers/consortium")
    other = make_release(awake, connection="/brokers/consortium")
    assert delivery.claim_batch(root, "/brokers/consortium", 10, "here", NOW).campaign == other.path
