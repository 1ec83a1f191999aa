"""Upkeep of what awaits a yes: reminders, escalation, expiry; others in the place of the absent."""

import pytest
from factories import NOW, someone

from unisms.model.approvals import Absence, Manner
from unisms.services.approvals import absences, approvals, approvers, texts, upkeep
from unisms.sms import states

HOUR, DAY = 3600, 86400


def tend(institution, campaign, now):
    return upkeep.tend(institution.__parent__.__parent__, campaign.path, now)


def due(institution, now):
    return list(upkeep.waiting(institution.__parent__.__parent__, now))


def test_the_sweep_finds_a_request_once_its_moment_has_come(institution, awaiting):
    assert due(institution, NOW + 4 * HOUR - 1) == []
    task = ("tend_approval", awaiting.path)
    assert due(institution, NOW + 4 * HOUR) == [task]
    assert tend(institution, awaiting, NOW + 4 * HOUR)
    assert due(institution, NOW + 4 * HOUR) == []
    assert due(institution, NOW + 8 * HOUR) == [task]


def test_nothing_is_found_where_nobody_has_asked(institution):
    assert due(institution, NOW) == []


def test_those_asked_are_reminded_and_later_once_a_day(institution, awaiting, posted):
    institution.approval_manner = tuple(Manner(escalate_after=60, expire_after=90))
    for at in (3, 4, 5, 27, 28, 30, 52):
        tend(institution, awaiting, NOW + at * HOUR)
    assert len(posted(texts.REMINDED)) == 3


def test_a_reminder_of_the_author_puts_the_next_off(institution, awaiting, posted):
    approvals.remind(someone(institution), awaiting, NOW + 4 * HOUR - 60)
    tend(institution, awaiting, NOW + 4 * HOUR)
    assert posted(texts.REMINDED) == ["scd"]
    tend(institution, awaiting, NOW + 5 * HOUR)
    assert posted(texts.REMINDED) == ["scd", "scd"]


def test_after_a_time_those_of_the_institution_are_asked_as_well(institution, awaiting, posted):
    tend(institution, awaiting, NOW + 8 * HOUR)
    assert awaiting.awaited.asked == ("scd", "boss", "chef")
    assert posted(texts.ESCALATED) == ["boss", "chef"]
    tend(institution, awaiting, NOW + 9 * HOUR)
    assert posted(texts.ESCALATED) == ["boss", "chef"]


def test_in_the_end_it_is_checked_again_and_its_author_told(institution, awaiting, posted):
    assert tend(institution, awaiting, NOW + 72 * HOUR - 1)
    assert not tend(institution, awaiting, NOW + 72 * HOUR)
    assert awaiting.state == states.CHECKED
    assert (awaiting.awaited.last.end, awaiting.awaited.last.uid) == ("expired", "")
    assert posted(texts.EXPIRED) == ["lib"]
    assert due(institution, NOW + 99 * HOUR) == []


def test_a_deputy_is_asked_from_the_first_day_of_an_absence_on(institution, awaiting, posted):
    institution.approval_manner = tuple(Manner(remind_after=40, escalate_after=50))
    absence = Absence("2027-01-16", "2027-01-17", "temp")
    approvers.awaiting_of(institution).note_absence("scd", absence)
    midnight = NOW + 15 * HOUR
    tend(institution, awaiting, NOW)
    assert due(institution, midnight - 1) == []
    assert due(institution, midnight) != []
    tend(institution, awaiting, midnight)
    assert awaiting.awaited.asked == ("temp",)
    assert posted(texts.ASKED) == ["scd", "temp"]
    tend(institution, awaiting, midnight + 2 * DAY)
    assert "scd" in awaiting.awaited.asked


def test_another_is_asked_where_an_approver_has_left(institution, awaiting):
    institution.grants.withdraw("person:scd", "approver", "accounts/scd")
    tend(institution, awaiting, NOW + HOUR)
    assert awaiting.awaited.asked == ("boss", "chef")


def test_those_asked_stay_so_where_nobody_is_left_to_ask(institution, awaiting):
    for uid, role, place in (
        ("chef", "approver", ""),
        ("scd", "approver", "accounts/scd"),
        ("boss", "administrator", ""),
    ):
        institution.grants.withdraw(f"person:{uid}", role, place)
    assert tend(institution, awaiting, NOW + 9 * HOUR)
    assert awaiting.awaited.asked == ("scd",)


@pytest.mark.parametrize("end", ["withdrawn", "gone"])
def test_what_awaits_nothing_any_more_is_forgotten(institution, awaiting, end):
    if end == "withdrawn":
        approvals.withdraw(someone(institution), awaiting, NOW)
    else:
        institution["campaigns"].remove(awaiting.__name__)
    institution.awaiting.wait(awaiting.__name__, NOW)
    assert not upkeep.tend(
        institution.__parent__.__parent__,
        f"/institutions/paris1/campaigns/{awaiting.__name__}",
        NOW,
    )
    assert institution.awaiting.names() == []


def test_a_clock_that_was_ahead_keeps_nobody_waiting_for_ever(institution, awaiting):
    awaiting.awaited.asked_at = NOW + 400 * DAY
    tend(institution, awaiting, NOW)
    assert awaiting.awaited.asked_at == NOW
    assert not tend(institution, awaiting, NOW + 72 * HOUR)


def test_an_absence_that_is_noted_has_what_waits_looked_at(institution, awaiting):
    day = absences.local_day(institution, NOW)
    assert absences.note(someone(institution, "scd"), day, day, "temp", NOW) == ()
    assert due(institution, NOW) != []
