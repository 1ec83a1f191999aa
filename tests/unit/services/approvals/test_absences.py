"""Absences of approvers: noted with a deputy, ended, forgotten; told with their dossier."""

from datetime import date

import nights
import pytest
from factories import NOW, make_person, mobile, someone

from unisms.model.approvals import Absence
from unisms.services.approvals import absences, approvals, archive
from unisms.services.dossiers.subjects import Subject

TODAY, LATER, DAY = date(2027, 1, 15), date(2027, 1, 31), 86400


@pytest.fixture
def chef(institution):
    return someone(institution, "chef")


def codes(actor, *told):
    return [(one.field, one.code) for one in absences.note(actor, *told, NOW)]


def test_an_absence_is_noted_and_the_journal_tells_it(institution, chef, verbs):
    assert absences.of(chef) is None
    assert codes(chef, TODAY, LATER, "temp") == []
    assert absences.of(chef) == Absence("2027-01-15", "2027-01-31", "temp")
    assert verbs("absence.noted") == ["chef"]


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ((None, LATER, ""), ("since", "day")),
        ((TODAY, None, ""), ("until", "day")),
        ((LATER, TODAY, ""), ("until", "before")),
        ((date(2026, 1, 1), date(2026, 2, 1), ""), ("until", "before")),
        ((None, date(2026, 2, 1), ""), ("until", "before")),
        ((TODAY, date(2029, 1, 1), ""), ("until", "far")),
        ((TODAY, LATER, "gone"), ("deputy", "unknown")),
        ((TODAY, LATER, "chef"), ("deputy", "oneself")),
    ],
)
def test_what_makes_no_sense_is_not_noted(chef, told, code):
    assert code in codes(chef, *told)
    assert absences.of(chef) is None


def test_a_deputy_is_somebody_else_not_another_account(institution, chef):
    make_person(institution, "chef2", "A. Chef", mobile(90), "CHEF@univ.example")
    institution.grants.give("person:chef2", "sender")
    assert codes(chef, TODAY, LATER, "chef2") == [("deputy", "oneself")]


def test_whoever_is_back_says_so(institution, chef, verbs):
    absences.end(chef, NOW)
    assert verbs("absence.ended") == []
    absences.note(chef, TODAY, LATER, "", NOW)
    absences.end(chef, NOW)
    assert (absences.of(chef), verbs("absence.ended")) == (None, ["chef"])
    absences.end(chef, NOW)
    assert verbs("absence.ended") == ["chef"]


def test_an_absence_is_forgotten_a_month_after_its_end(institution, chef):
    nights.forget(institution.__parent__.__parent__, NOW)
    absences.note(chef, TODAY, TODAY, "", NOW)
    nights.forget(institution.__parent__.__parent__, NOW + 29 * DAY)
    assert absences.of(chef) is not None
    nights.forget(institution.__parent__.__parent__, NOW + 32 * DAY)
    assert absences.of(chef) is None


def test_the_archive_and_a_dossier_have_what_was_decided_and_who_was_away(
    institution, awaiting, chef
):
    absences.note(chef, TODAY, LATER, "temp", NOW)
    approvals.send_back(chef, awaiting, NOW, "Shorter")
    [request] = archive.requests(institution)
    assert (request["by"], request["answers"][0]["comment"]) == ("lib", "Shorter")
    subjects = {uid: Subject(uid, "", "", "") for uid in ("chef", "temp", "lib", "")}
    told = {uid: list(archive.of_subject(institution, one)) for uid, one in subjects.items()}
    assert [len(told[uid]) for uid in ("chef", "temp", "lib", "")] == [2, 1, 0, 0]
    assert told["chef"][1]["comment"] == "Shorter"


def test_there_is_nothing_to_tell_where_nothing_was_asked(institution, checked):
    assert list(archive.requests(institution)) == list(archive.absences(institution)) == []


def test_a_persons_comments_are_erased_with_them_and_those_of_others_stay(
    institution, awaiting, chef
):
    approvals.send_back(chef, awaiting, NOW, "Shorter")
    assert archive.erase(institution, Subject("lib", "", "", ""), NOW) == 0
    assert archive.erase(institution, Subject("", "", "", ""), NOW) == 0
    assert archive.erase(institution, Subject("chef", "", "", ""), NOW) == 1
    assert (awaiting.awaited.last.uid, awaiting.awaited.last.comment) == ("chef", "")
    assert archive.erase(institution, Subject("chef", "", "", ""), NOW) == 0
