"""Themes: who is a member, who waits, who has left, and how many by day."""

import pytest
from factories import MOBILE, NOW, make_institution, make_person, mobile, reread

from unisms.model.acl import Allow, Permission
from unisms.model.proofs import NO, Proof
from unisms.model.themes import ENGLISH, Member, Theme
from unisms.sms.purposes import THEME

MONDAY, TUESDAY = "2027-01-18", "2027-01-19"


@pytest.fixture
def institution(root):
    institution = make_institution(root)
    make_person(institution)
    return institution


@pytest.fixture
def theme(institution):
    return institution["themes"].add("bu", Theme("Bibliothèque", "zlefevre", NOW))


def test_a_theme_is_told_in_two_languages_or_else_in_french(theme):
    theme.about = "Ses nouveautés"
    assert theme.told("en") == theme.told("fr") == ("Bibliothèque", "Ses nouveautés")
    theme.title_en, theme.about_en = "Library", "What is new"
    assert (theme.told("en"), theme.told("fr")[0]) == (("Library", "What is new"), "Bibliothèque")


def test_a_wording_is_told_in_two_languages_or_else_in_french(theme):
    assert theme.worded("fr") == ""
    theme.wordings.publish("Deux par mois.", NOW, "lib")
    theme.wordings.publish(f"Un par mois.{ENGLISH}One a month.", NOW, "lib")
    assert (theme.worded("fr"), theme.worded("en")) == ("Un par mois.", "One a month.")
    assert theme.worded("en", 1) == "Deux par mois."


def test_its_owner_manages_it_and_of_nobodys_only_roles_speak(institution, theme):
    assert (Allow, "paris1/zlefevre", (Permission.THEME_MANAGE,)) in theme.__acl__
    theme.owner = ""
    assert not any(principal == "paris1/" for _, principal, _ in theme.__acl__)


def test_a_member_has_a_date_choices_and_the_version_that_they_read(theme):
    theme.join("jdupont", Member(NOW, (("Campus", ("Nord",)),), 2, "desk"), MONDAY)
    assert reread(theme).member("jdupont") == Member(NOW, (("Campus", ("Nord",)),), 2, "desk")
    assert theme.member("nobody") is None
    assert ([uid for uid, _ in theme.members()], len(theme)) == (["jdupont"], 1)
    assert theme.has_member("jdupont")
    assert not theme.has_member("nobody")


def test_one_who_asks_is_no_member_until_somebody_decides(theme):
    theme.ask("jdupont", Member(NOW))
    theme.ask("zoe", Member(NOW))
    theme.decline("zoe")
    assert [uid for uid, _ in theme.asked()] == ["jdupont"]
    assert (theme.has_asked("jdupont"), len(theme)) == (True, 0)
    theme.join("jdupont", Member(NOW), MONDAY)
    assert ([*theme.asked()], len(theme)) == ([], 1)


def test_those_who_join_and_leave_are_counted_by_day_each_once(theme):
    for uid in ("ada", "bob", "ada"):
        theme.join(uid, Member(NOW), MONDAY)
    theme.leave("ada", NOW, TUESDAY)
    theme.leave("zoe", NOW, TUESDAY)  # no member: their no counts all the same
    theme.join("ada", Member(NOW), TUESDAY)
    theme.forget("bob", TUESDAY)
    theme.forget("bob", TUESDAY)
    assert [*theme.days()] == [(MONDAY, (2, 0)), (TUESDAY, (1, 2))]
    assert (len(theme), theme.left_at("ada"), theme.left_at("zoe")) == (1, 0, NOW)


def test_a_theme_without_members_is_one(theme):
    assert bool(theme)


def test_those_who_leave_wait_for_nothing_more(theme):
    theme.ask("jdupont", Member(NOW))
    assert not theme.has_noes()
    theme.leave("jdupont", NOW, MONDAY)
    assert not theme.has_asked("jdupont")
    assert theme.has_noes()


def test_members_meet_it_once_and_those_who_come_back_do_anew(theme):
    theme.join("jdupont", Member(NOW), MONDAY)
    theme.meet(["jdupont"])
    assert (theme.has_met("jdupont"), theme.has_met("nobody")) == (True, False)
    theme.leave("jdupont", NOW, MONDAY)
    theme.join("jdupont", Member(NOW), MONDAY)
    assert not theme.has_met("jdupont")


def leaves(institution, theme, uid="jdupont", at=NOW):
    institution["people"].note(uid, Proof(at, THEME, theme.__name__, NO))
    theme.leave(uid, at, MONDAY)


def test_a_no_stays_with_the_number_that_somebody_has_no_more(institution, theme):
    leaves(institution, theme)
    assert theme.refused_at(MOBILE) == 0  # the person's, while the number is theirs
    institution["people"].renumber("jdupont", mobile(5))
    assert (theme.refused_at(MOBILE), theme.refused_at(mobile(5))) == (NOW, 0)
    institution["people"].remove("jdupont")
    assert reread(theme).refused_at(mobile(5)) == NOW
    assert theme.refused_at("") == 0


def test_without_a_number_or_a_no_nothing_stays(institution, theme):
    make_person(institution, "zoe", msisdn="")
    leaves(institution, theme, "zoe")
    institution["people"].note("jdupont", Proof(NOW, THEME, "gone", NO))
    institution["people"].note("jdupont", Proof(NOW, THEME, "bu"))
    for uid in ("zoe", "jdupont"):
        institution["people"].remove(uid)
    assert theme.refused_at(MOBILE) == 0


def test_noes_of_numbers_have_an_age_and_go_with_their_key(theme):
    theme.forget_refusals(NOW)
    theme.redate_refusals(NOW, NOW)
    assert theme.drop_refusals() == 0
    theme.refuse_number(MOBILE, NOW)
    theme.refuse_number(mobile(1), NOW + 9)
    theme.redate_refusals(NOW + 5, NOW + 2)
    theme.forget_refusals(NOW + 1)
    assert (theme.refused_at(MOBILE), theme.refused_at(mobile(1))) == (0, NOW + 2)
    assert (theme.drop_refusals(), theme.refused_at(mobile(1))) == (1, 0)


def test_whoever_gets_another_uid_keeps_what_they_chose(theme):
    theme.join("a", Member(NOW), MONDAY)
    theme.meet(["a"])
    theme.ask("b", Member(NOW))
    theme.leave("c", NOW, MONDAY)
    for uid in ("a", "b", "c", "d"):
        theme.move(uid, f"{uid}2")
    assert (theme.member("a2"), theme.has_met("a2")) == (Member(NOW), True)
    assert (theme.has_asked("b2"), theme.left_at("c2"), theme.has_member("a")) == (True, NOW, False)
    assert len(theme) == 1
