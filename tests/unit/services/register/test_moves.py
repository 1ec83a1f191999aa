"""Somebody gets another uid."""

import pytest
from factories import NOW, make_group, make_person, mobile
from people_files import CHIEF, actor

from unisms.model.folder import NameTaken
from unisms.model.history import Entered, History
from unisms.model.leavings import Leaving, Leavings
from unisms.model.roles import PERSON
from unisms.model.themes import Member, Theme
from unisms.services.people import consent
from unisms.services.people.enrolment import NotYours
from unisms.services.register import moves
from unisms.services.rights import rights


def test_answers_themes_and_groups_go_with_them(institution):
    make_person(institution, "z", "Zoé Petit", mobile(1), "z@u.example")
    make_group(institution, "l3", 0)
    group = make_group(institution, "l2", 0)
    group.uids.add("z")
    theme = institution["themes"].add("bu", Theme("Bibliothèque"))
    theme.join("z", Member(NOW), "2027-01-15")
    theme.meet(["z"])
    consent.opt_out(actor(institution), "z", NOW)
    institution["people"].pauses("z", NOW + 9)
    moves.move(actor(institution), "z", "zpetit", NOW)
    people = institution["people"]
    assert people.with_number(mobile(1)) == people.with_email("z@u.example") == ("zpetit",)
    assert people.search("petit") == ["zpetit"]
    assert (people.word("z"), people.word("zpetit")) == ("", "no")
    assert (people.paused_until("z"), people.paused_until("zpetit")) == (0, NOW + 9)
    assert [one.answer for one in people.proofs("zpetit")] == ["no"]
    assert (theme.has_member("z"), theme.has_member("zpetit"), theme.has_met("zpetit")) == (
        False,
        True,
        True,
    )
    assert list(group.uids) == ["zpetit"]
    entry = next(iter(institution.audit.latest(0)))
    assert (entry.verb, entry.path) == ("person.moved", "/people/zpetit")


def test_a_yes_later_ends_the_no_of_the_former_uid(institution):
    make_person(institution, "z", "Zoé Petit", mobile(1))
    consent.opt_out(actor(institution), "z", NOW)
    moves.move(actor(institution), "z", "zpetit", NOW)
    assert consent.Reader(institution, (), NOW).refusal(mobile(1)) == "opt_out"
    consent.accept(actor(institution), "zpetit", NOW + 1)
    assert consent.Reader(institution, (), NOW).refusal(mobile(1)) is None


def test_nobody_takes_the_uid_of_somebody_else(institution):
    make_person(institution, "z", "Zoé", "")
    make_person(institution, "a", "Ann", "")
    with pytest.raises(NameTaken):
        moves.move(actor(institution), "z", "a", NOW)
    institution.grants.give(f"{PERSON}a", "administrator")
    institution.grants.give(f"{PERSON}z", "sender")
    with pytest.raises(NotYours):
        moves.move(rights.person(institution, "z"), "a", "b", NOW)
    assert CHIEF in institution["people"]


def test_what_they_were_sent_and_that_they_left_goes_with_them(institution):
    make_person(institution, "z", "Zoé Petit", mobile(1))
    make_person(institution, "y", "Yan", "")
    institution.history, institution.leavings = History(), Leavings()
    institution.history.enter(Entered("c", "2027-01", 1), {"z": [1], "x": [1]})
    institution.history.enter(Entered("d", "2027-02", 1), {"x": [1]})
    institution.leavings.add(Leaving(NOW, "z", mobile(1), "reply"))
    moves.move(actor(institution), "z", "zpetit", NOW)
    moves.move(actor(institution), "y", "yan", NOW)
    assert len(list(institution.history.lines("zpetit"))) == 1
    assert list(institution.history.lines("z")) == []
    assert [one.uid for one in institution.leavings.of("2027-01")] == ["zpetit"]
