"""Anybody who may see an account may have a report of each month; nobody has one unasked."""

from datetime import UTC, date, datetime

import pytest
from factories import make_institution, make_person

from unisms.model.accounts import Account
from unisms.services.dashboards import readers
from unisms.services.dashboards.readers import NoReport
from unisms.services.dossiers.subjects import Subject
from unisms.services.rights import rights


@pytest.fixture
def paris(root):
    paris = make_institution(root)
    paris["accounts"].add("sport", Account("Sport"))
    for uid in ("hugo", "zoe"):
        make_person(paris, uid, email=f"{uid}@univ.fr")
    paris.grants.give("person:hugo", "account_manager", "accounts/sport")
    return paris


@pytest.fixture
def hugo(paris):
    return rights.person(paris, "hugo")


def moment(year, month, day, hour=12):
    return int(datetime(year, month, day, hour, tzinfo=UTC).timestamp())


def verbs(paris):
    paris.audit.seal()
    return sorted(entry.verb for entry in paris.audit.latest(0))


def test_nobody_wants_a_report_before_they_say_so(paris, hugo):
    assert readers.choice(hugo) == (False, "hugo@univ.fr", False)
    assert [*paris["people"].report_readers()] == []


def test_a_choice_is_kept_told_in_the_journal_and_taken_back(paris, hugo):
    now = moment(2026, 11, 15)
    for _ in range(2):  # a second click changes nothing
        readers.choose(hugo, True, now)
    assert readers.choice(hugo).is_wanted
    assert [*paris["people"].report_readers()] == [("hugo", "2026-10")]
    for _ in range(2):
        readers.choose(hugo, False, now)
    assert not readers.choice(hugo).is_wanted
    assert verbs(paris) == ["report.unwanted", "report.wanted"]


@pytest.mark.parametrize(
    ("day", "told"),
    [
        (date(2026, 12, 1), "2026-10"),
        (date(2026, 12, 4), "2026-10"),
        (date(2026, 12, 5), "2026-11"),
        (date(2026, 12, 31), "2026-11"),
        (date(2027, 1, 4), "2026-11"),
        (date(2027, 1, 5), "2026-12"),
    ],
)
def test_the_first_report_is_of_the_first_month_that_is_not_closed_yet(day, told):
    assert readers.closed_month(day) == told


def test_the_day_is_that_of_the_institution(paris, hugo):
    paris.time_zone = "Pacific/Noumea"  # where the 5th has begun
    readers.choose(hugo, True, moment(2026, 12, 4, hour=20))
    assert paris["people"].report_told("hugo") == "2026-11"


def test_whoever_sees_no_account_has_no_report(paris):
    zoe = rights.person(paris, "zoe")
    assert readers.choice(zoe) is None
    with pytest.raises(NoReport):
        readers.choose(zoe, True, moment(2026, 11, 15))
    assert paris["people"].report_told("zoe") == ""


def test_whoever_has_lost_their_account_can_still_take_their_wish_back(paris, hugo):
    readers.choose(hugo, True, moment(2026, 11, 15))
    paris.grants.withdraw("person:hugo", "account_manager", "accounts/sport")
    readers.choose(rights.person(paris, "hugo"), False, moment(2026, 11, 15))
    assert paris["people"].report_told("hugo") == ""


def test_an_operator_who_is_a_guest_has_no_report(paris):
    paris.grants.give("operator:root", "administrator", "")
    assert readers.choice(rights.person(paris, "operator:root")) is None


def test_an_address_that_mails_came_back_from_is_told(paris, hugo):
    paris["people"]["hugo"].mail_trouble = (1, "5.1.1")
    assert readers.choice(hugo).is_refused


def test_the_wish_moves_with_its_person_goes_with_them_and_is_in_their_dossier(paris, hugo):
    people = paris["people"]
    readers.choose(hugo, True, moment(2026, 11, 15))
    people.move("hugo", "hmarchand", moment(2026, 11, 16))
    assert [*people.report_readers()] == [("hmarchand", "2026-10")]
    told = [*readers.of_subject(paris, Subject("hmarchand"))]
    assert told == [{"uid": "hmarchand", "told_until": "2026-10"}]
    assert [*readers.of_subject(paris, Subject("hugo"))] == []
    people.remove("hmarchand")
    assert [*people.report_readers()] == []


def test_nobody_who_is_not_there_can_be_a_reader(paris):
    with pytest.raises(KeyError):
        paris["people"].want_reports("nobody", "2026-10")
    paris["people"].want_no_reports("nobody")
    assert paris["people"].report_told("nobody") == ""
