"""Mails to people whose number is set aside."""

from factories import NOW, make_person, mobile
from failed_numbers import DAY, PATH, fail

from unisms.services.health import flags
from unisms.services.health.warnings import warn

LATER = NOW + 2 * DAY
ADDRESS = "https://sms.example"


def mails(institution):
    """Return the mails that wait: to whom, and what they are told."""
    outbox = institution.outbox
    return [(mail.to, dict(mail.values)) for _, mail in (outbox.waiting() if outbox else ())]


def test_the_owner_is_told_once_then_once_a_month(root, institution):
    make_person(institution, msisdn=mobile(0), email="jeanne@univ.example")
    fail(root, institution, 0, 0, 1)
    assert warn(root, "paris1", ADDRESS, NOW + DAY + 3600) == 0  # it may be the route
    assert warn(root, "paris1", ADDRESS, LATER) == 1
    assert mails(institution) == [
        (
            "jeanne@univ.example",
            {
                "name": "Jeanne Dupont",
                "institution": "Paris1",
                "ends": "00",
                "link": f"{ADDRESS}{PATH}/me/number",
            },
        )
    ]
    assert warn(root, "paris1", ADDRESS, LATER + 29 * DAY) == 0
    assert warn(root, "paris1", ADDRESS, LATER + 30 * DAY) == 1


def test_a_number_that_is_repaired_is_told_no_more(root, institution):
    make_person(institution, msisdn=mobile(0), email="jeanne@univ.example")
    fail(root, institution, 0, 0, 1)
    flags.repair(institution, mobile(0), LATER)
    assert warn(root, "paris1", ADDRESS, LATER) == 0


def test_whoever_wants_no_message_or_has_no_address_or_is_nobody_is_told_nothing(root, institution):
    make_person(institution, msisdn=mobile(0), email="jeanne@univ.example")
    make_person(institution, "b", msisdn=mobile(1))
    institution["people"].opts_out("jdupont", NOW)
    for first in (0, 1, 2):
        fail(root, institution, first, 0, 1)
    assert warn(root, "paris1", ADDRESS, LATER) == 0
    assert mails(institution) == []


def test_each_of_two_who_share_a_number_is_told(root, institution):
    for uid in ("a", "b"):
        make_person(institution, uid, msisdn=mobile(0), email=f"{uid}@univ.example")
    fail(root, institution, 0, 0, 1)
    assert warn(root, "paris1", ADDRESS, LATER) == 2


def test_where_nobody_was_ever_written_to_or_the_institution_is_gone_nothing_happens(
    root, institution
):
    assert warn(root, "paris1", ADDRESS, LATER) == 0
    assert warn(root, "gone", ADDRESS, LATER) == 0
