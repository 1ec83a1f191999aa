"""Mails to people whose number is set aside."""

import nights
from factories import NOW, make_person, mobile
from failed_numbers import DAY, PATH, fail

from unisms.model import links
from unisms.services.health import flags
from unisms.services.health.warnings import warn

LATER = NOW + 2 * DAY


def mails(institution):
    """Return the mails that wait: to whom, and what they are told."""
    outbox = institution.outbox
    return [(mail.to, dict(mail.values)) for _, mail in (outbox.waiting() if outbox else ())]


def test_the_owner_is_told_once_then_once_a_month(root, institution):
    make_person(institution, msisdn=mobile(0), email="jeanne@univ.example")
    fail(root, institution, 0, 0, 1)
    warn(institution, NOW + DAY + 3600)  # it may be the route
    assert mails(institution) == []
    nights.forget_of(root, "paris1", LATER)
    told = {
        "name": "Jeanne Dupont",
        "institution": "Paris1",
        "ends": "00",
        "link": f"{links.address_behind(institution)}{PATH}/me/number",
    }
    assert mails(institution) == [("jeanne@univ.example", told)]
    warn(institution, LATER + 29 * DAY)
    assert len(mails(institution)) == 1
    warn(institution, LATER + 30 * DAY)
    assert len(mails(institution)) == 2


def test_a_number_that_is_repaired_and_fails_again_is_told_once_a_month(root, institution):
    make_person(institution, msisdn=mobile(0), email="jeanne@univ.example")
    fail(root, institution, 0, 0, 1)
    warn(institution, LATER)
    flags.repair(institution, mobile(0), LATER + 60)
    fail(root, institution, 0, 3, 4)
    assert flags.flag_of(institution, mobile(0)) is not None
    for day in (5, 31):
        warn(institution, NOW + day * DAY)
        assert len(mails(institution)) == 1
    warn(institution, NOW + 32 * DAY)
    assert len(mails(institution)) == 2


def test_a_number_that_is_repaired_is_told_no_more(root, institution):
    make_person(institution, msisdn=mobile(0), email="jeanne@univ.example")
    fail(root, institution, 0, 0, 1)
    flags.repair(institution, mobile(0), LATER)
    warn(institution, LATER)
    assert mails(institution) == []


def test_whoever_wants_no_message_or_has_no_address_or_is_nobody_is_told_nothing(root, institution):
    make_person(institution, msisdn=mobile(0), email="jeanne@univ.example")
    make_person(institution, "b", msisdn=mobile(1))
    institution["people"].opts_out("jdupont", NOW)
    for first in (0, 1, 2):
        fail(root, institution, first, 0, 1)
    warn(institution, LATER)
    assert mails(institution) == []


def test_each_of_two_who_share_a_number_is_told(root, institution):
    for uid in ("a", "b"):
        make_person(institution, uid, msisdn=mobile(0), email=f"{uid}@univ.example")
    fail(root, institution, 0, 0, 1)
    warn(institution, LATER)
    assert {to for to, _ in mails(institution)} == {"a@univ.example", "b@univ.example"}


def test_without_an_address_of_the_service_there_is_no_page_to_tell_of(root, institution):
    make_person(institution, msisdn=mobile(0), email="jeanne@univ.example")
    fail(root, institution, 0, 0, 1)
    links.give_address(root._p_jar.db(), {})
    warn(institution, LATER)
    assert mails(institution) == []


def test_where_no_message_was_ever_over_nothing_happens(institution):
    warn(institution, LATER)
    assert mails(institution) == []
