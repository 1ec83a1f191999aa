"""Requests of persons: told to who decides, due within a month, answered to who asked."""

from datetime import date, timedelta

import nights
import pytest
from factories import NOW, make_house, make_person, make_query, mobile
from hypothesis import given
from hypothesis import strategies as st

from unisms.model import links
from unisms.model.acl import Permission
from unisms.model.own_pages import Declined
from unisms.model.roles import Role
from unisms.model.themes import APPROVAL, Theme
from unisms.services.ground import outbox
from unisms.services.people.themes import SaidNo
from unisms.services.subscribers import choices, mails, petitions
from unisms.services.subscribers.choices import Ticked
from unisms.testing.factories import someone

UID, DAY = "jdupont", 86400
PATH = "/institutions/paris1"


@pytest.fixture
def institution(root):
    institution = make_house(root)
    make_person(institution, email="jeanne@univ.example")
    make_person(institution, "bob", "Bob Martin", mobile(2), "bob@univ.example")
    make_person(institution, "chef", "Anne Chef", mobile(3), "chef@univ.example")
    institution.grants.give("person:chef", "administrator")
    theme = institution["themes"].add("sport", Theme("Sport", "", NOW))
    theme.title_en, theme.joining = "Sports", APPROVAL
    return institution


@pytest.fixture
def me(institution):
    return someone(institution, UID)


@pytest.fixture
def chef(institution):
    return someone(institution, "chef")


def posted(institution, kind):
    """Return the mails of a kind that wait: to whom, and what they tell."""
    found = institution.outbox.waiting() if institution.outbox else ()
    return [(mail.to, dict(mail.values)) for _, mail in found if mail.kind == kind]


def verbs(institution, verb):
    return sum(one.verb == verb for one in institution.audit.waiting())


def test_a_wish_to_be_erased_is_told_once_to_who_decides_with_its_deadline(institution, me):
    petitions.ask_to_be_erased(me, NOW)
    petitions.ask_to_be_erased(me, NOW + 9)
    [(to, told)] = posted(institution, mails.ERASURE_ASKED)
    assert (to, told["who"]) == ("chef@univ.example", "Jeanne Dupont")
    assert told["day"] == ("15/02/2027", "15 February 2027")
    assert told["link"] == f"{links.address_behind(institution)}{PATH}/dossiers"
    assert verbs(institution, "person.asked_erasure") == 1


def test_where_nobody_may_serve_it_those_who_give_roles_are_told(institution, me):
    institution["roles"].add("roles", Role("Roles", [Permission.ROLE_MANAGE]))
    institution.grants.withdraw("person:chef", "administrator")
    for uid in ("bob", "gone"):
        institution.grants.give(f"person:{uid}", "roles")
    petitions.ask_to_be_erased(me, NOW)
    assert [to for to, _ in posted(institution, mails.ERASURE_ASKED)] == ["bob@univ.example"]


def test_who_decides_by_a_group_of_a_directory_is_told_as_well(institution, me):
    make_query(institution, ["bob", "unknown"])
    institution.grants.give("group:ldap/tutors", "administrator")
    petitions.ask_to_be_erased(me, NOW)
    told = [to for to, _ in posted(institution, mails.ERASURE_ASKED)]
    assert sorted(told) == ["bob@univ.example", "chef@univ.example"]


def test_requests_come_by_their_moment_each_with_the_days_that_are_left(institution):
    pages = institution["me"]
    for uid, at in ((UID, NOW), ("bob", NOW - DAY), ("gone", NOW)):
        pages.ask_to_erase(uid, at)
    found = petitions.erasures(institution, NOW + 2 * DAY)
    assert [(one.uid, one.days_left) for one in found] == [("bob", 28), (UID, 29)]
    assert petitions.erasure_of(institution, "bob", NOW + 40 * DAY).days_left == -10
    assert petitions.erasure_of(institution, "chef", NOW) is None


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_a_month_ends_with_its_own_day_or_the_last_one_of_the_next(day):
    due = petitions.due_on(day)
    assert (due.year * 12 + due.month) - (day.year * 12 + day.month) == 1
    assert due.day == day.day or (due.day < day.day and (due + timedelta(1)).day == 1)


def test_a_request_that_is_withdrawn_waits_no_more(institution, me):
    petitions.ask_to_be_erased(me, NOW)
    petitions.withdraw_request(me, NOW)
    petitions.withdraw_request(me, NOW)
    assert petitions.erasures(institution, NOW) == []
    assert verbs(institution, "person.kept") == 1


def test_a_reason_is_one_line_no_longer_than_it_may_be():
    assert petitions.reason_of(" Procès\r\n en  cours ") == "Procès en cours"
    assert petitions.reason_of("a" * (petitions.LONGEST + 1)) == "a" * petitions.LONGEST


def test_a_refusal_is_told_with_its_reason_until_they_ask_again(institution, me, chef):
    assert not petitions.decline_erasure(chef, UID, "Procès", NOW)
    assert not petitions.decline_erasure(chef, "gone", "Procès", NOW)
    petitions.ask_to_be_erased(me, NOW)
    assert petitions.decline_erasure(chef, UID, "Procès en cours", NOW + 9)
    assert institution["me"].declined(UID) == [Declined(NOW + 9, "", "Procès en cours")]
    [(to, told)] = posted(institution, mails.ERASURE_DECLINED)
    assert (to, told["reason"]) == ("jeanne@univ.example", "Procès en cours")
    assert verbs(institution, "person.erasure_declined") == 1
    petitions.ask_to_be_erased(me, NOW + 99)
    assert institution["me"].declined(UID) == []


def test_those_who_decide_are_reminded_once_some_days_before_the_deadline(root, institution):
    def remind(now):
        nights.forget_of(root, "paris1", now)
        return len(posted(institution, mails.ERASURES_DUE))

    institution["me"].ask_to_erase(UID, NOW)  # due 31 days later
    assert remind(NOW + 23 * DAY) == 0
    assert remind(NOW + 24 * DAY) == 1
    [(to, told)] = posted(institution, mails.ERASURES_DUE)
    assert (to, told["count"], told["day"][0]) == ("chef@univ.example", "1", "15/02/2027")
    institution["me"].ask_to_erase("bob", NOW + 2 * DAY)
    assert remind(NOW + 25 * DAY) == 1
    assert remind(NOW + 26 * DAY) == 2


def asks_for_sport(me):
    version = me.institution["themes"]["sport"].wordings.number
    choices.save(me, {"sport": Ticked(True, (), version)}, NOW)


def test_whoever_decides_about_a_theme_is_told_who_asks(institution, me):
    asks_for_sport(me)
    [(to, told)] = posted(institution, mails.THEME_ASKED)
    assert (to, told["who"], told["theme"]) == (
        "chef@univ.example",
        "Jeanne Dupont",
        ("Sport", "Sports"),
    )
    theme = institution["themes"]["sport"]
    assert [(one.uid, one.theme) for one in petitions.of_themes([theme])] == [(UID, theme)]
    theme.decline(UID)
    theme.owner = "bob"
    asks_for_sport(me)
    told = {to for to, _ in posted(institution, mails.THEME_ASKED)}
    assert told == {"chef@univ.example", "bob@univ.example"}


def test_who_is_taken_and_who_is_not_are_told(institution, me, chef):
    theme = institution["themes"]["sport"]
    petitions.decline(chef, theme, UID, "", NOW)  # nobody has asked
    for at, reason, told in (
        (NOW, "Complet", ("Complet", "Complet")),
        (NOW + 1, "", ("aucune raison n'est donnée", "no reason is given")),
    ):
        asks_for_sport(me)
        petitions.decline(chef, theme, UID, reason, at)
        assert posted(institution, mails.THEME_DECLINED)[-1][1]["reason"] == told
        assert institution["me"].declined(UID) == [Declined(at, "sport", reason)]
    asks_for_sport(me)
    petitions.accept(chef, theme, UID, NOW)
    assert theme.has_member(UID)
    assert institution["me"].declined(UID) == []
    assert len(posted(institution, mails.THEME_ACCEPTED)) == 1
    assert len(posted(institution, mails.THEME_DECLINED)) == 2


def test_nobody_is_told_what_did_not_happen(institution, me, chef):
    theme = institution["themes"]["sport"]
    asks_for_sport(me)
    institution["people"].opts_out(UID, NOW)
    with pytest.raises(SaidNo):
        petitions.accept(chef, theme, UID, NOW)
    assert posted(institution, mails.THEME_ACCEPTED) == []
    asked = dict(theme.asked())[UID]
    theme._asked["gone"] = asked
    petitions.decline(chef, theme, "gone", "", NOW)
    assert not theme.has_asked("gone")
    assert posted(institution, mails.THEME_DECLINED) == []


def test_the_mail_to_somebody_who_is_erased_leaves_no_trace(root, institution):
    petitions.tell_erased(institution, "Jeanne", "jeanne@univ.example", "en", NOW)
    [(to, told)] = posted(institution, outbox.ERASED)
    assert (to, told["name"]) == ("jeanne@univ.example", "Jeanne")
    petitions.tell_erased(institution, "Jeanne", "no address", "", NOW)
    outbox.forget(institution, NOW + 1)
    assert list(institution.outbox.failed()) == []
