"""The people who decide: by name or by role, their deputies; never whoever asks."""

import pytest
from factories import NOW, make_person, mobile, someone

from unisms.model.acl import Permission
from unisms.model.approvals import Absence, ApprovalRules, Manner
from unisms.services.approvals import approvals, approvers
from unisms.services.approvals.approvers import MayNotDecide
from unisms.services.people import enrolment

DAY, APPROVE = 86400, Permission.CAMPAIGN_APPROVE
THEN = Absence("2027-01-15", "2027-01-16")


def away(institution, uid, deputy="", absence=THEN):
    approvers.awaiting_of(institution).note_absence(uid, absence._replace(deputy=deputy))


def named(institution, *uids, account=False):
    holder = institution["accounts"]["scd"] if account else institution
    known = ApprovalRules(*(holder.approval_rules or ()))
    holder.approval_rules = tuple(known._replace(approvers=uids))


def why_not(campaign, uid, now=NOW):
    try:
        approvers.refuse_to_decide(someone(campaign, uid), campaign, now)
    except MayNotDecide as refusal:
        return refusal.code
    return ""


def test_those_with_a_role_at_the_account_are_asked_first(institution, checked):
    assert approvers.asked(checked, "lib", NOW) == ("scd",)
    assert approvers.asked(checked, "lib", NOW, escalated=True) == ("scd", "boss", "chef")


def test_those_of_the_institution_are_asked_where_the_account_has_nobody(institution, checked):
    institution.grants.withdraw("person:scd", "approver", "accounts/scd")
    assert approvers.asked(checked, "lib", NOW) == ("boss", "chef")


def test_those_who_are_named_are_asked_and_nobody_else(institution, checked):
    named(institution, "chef", account=True)
    assert approvers.asked(checked, "lib", NOW) == ("chef",)
    named(institution, "boss")
    assert approvers.asked(checked, "lib", NOW, escalated=True) == ("chef", "boss")


def test_nobody_is_asked_by_name_whom_no_role_lets_decide(institution, checked):
    named(institution, "temp", "gone", account=True)
    assert approvers.of_account(institution, "scd") == []
    assert approvers.asked(checked, "lib", NOW) == ("boss", "chef")
    assert not approvers.may_be_named(institution, "temp", "scd")
    assert approvers.may_be_named(institution, "scd", "scd")
    assert not approvers.may_be_named(institution, "scd")
    assert not approvers.may_be_named(institution, "gone")


def test_whoever_asks_is_not_asked_nor_is_their_second_account(institution, checked):
    institution.grants.give("person:lib", "approver", "accounts/scd")
    make_person(institution, "lib2", "Lina B.", mobile(90), "LIB@univ.example")
    make_person(institution, "lib3", "L. B.", mobile(50), "other@univ.example")
    for uid in ("lib2", "lib3"):
        institution.grants.give(f"person:{uid}", "approver", "accounts/scd")
    assert approvers.asked(checked, "lib", NOW) == ("scd",)


def test_nor_is_the_author_of_what_somebody_else_sends(institution, checked):
    institution.grants.give("person:lib", "approver", "accounts/scd")
    assert approvers.asked(checked, "chef", NOW) == ("scd",)


def test_unless_the_institution_says_so(institution, checked):
    institution.grants.give("person:lib", "approver", "accounts/scd")
    institution.approval_manner = tuple(Manner(oneself=True))
    assert approvers.asked(checked, "lib", NOW) == ("lib", "scd")


def test_a_deputy_is_asked_in_the_place_of_who_is_away(institution, checked):
    away(institution, "scd", "temp")
    assert approvers.asked(checked, "lib", NOW) == ("temp",)
    assert approvers.asked(checked, "lib", NOW + 2 * DAY) == ("scd",)
    assert approvers.asked(checked, "lib", NOW - DAY) == ("scd",)


def test_a_deputy_who_is_away_has_a_deputy_too(institution, checked):
    away(institution, "scd", "temp")
    away(institution, "temp", "chef")
    assert approvers.asked(checked, "lib", NOW) == ("chef",)


def test_deputies_in_a_circle_are_nobody(institution, checked):
    away(institution, "scd", "temp")
    away(institution, "temp", "scd")
    assert approvers.present_for(institution, "scd", NOW) == ""
    assert approvers.asked(checked, "lib", NOW) == ("boss", "chef")


def test_a_deputy_who_has_left_is_nobody(institution, checked):
    away(institution, "scd", "gone")
    assert approvers.asked(checked, "lib", NOW) == ("boss", "chef")


def test_those_of_the_institution_are_asked_while_all_of_an_account_are_away(institution, checked):
    away(institution, "scd")
    assert approvers.asked(checked, "lib", NOW) == ("boss", "chef")


def test_nobody_decides_about_their_own_message_by_being_a_deputy(institution, awaiting):
    away(institution, "scd", "lib")
    assert approvers.asked(awaiting, "lib", NOW) == ("boss", "chef")
    assert why_not(awaiting, "lib") == approvers.ONESELF


@pytest.mark.parametrize(
    ("uid", "code"),
    [("scd", ""), ("chef", ""), ("temp", "not_asked"), ("lib", "oneself"), ("gone", "not_asked")],
)
def test_those_of_the_account_and_of_the_institution_may_decide(awaiting, uid, code):
    assert why_not(awaiting, uid) == code


def test_a_deputy_may_decide_on_the_days_of_the_absence_only(institution, awaiting):
    away(institution, "scd", "temp")
    assert why_not(awaiting, "temp") == ""
    assert approvers.decides_for(awaiting, "temp", NOW) == "scd"
    assert approvers.decides_for(awaiting, "scd", NOW) == ""
    assert approvers.decides_for(awaiting, "gone", NOW) == ""
    assert why_not(awaiting, "temp", NOW + 2 * DAY) == "not_asked"


def test_whoever_lost_the_role_may_decide_no_more(institution, awaiting):
    institution.grants.withdraw("person:scd", "approver", "accounts/scd")
    assert why_not(awaiting, "scd") == "not_asked"


def test_whoever_left_decides_no_more_and_nobody_called_so_decides_for_another(
    institution, awaiting
):
    away(institution, "chef", "scd")
    away(institution, "scd", "temp")
    enrolment.remove(someone(institution, "boss"), "scd", NOW)
    assert institution.awaiting.absence("scd") is None
    assert institution.awaiting.absence("chef").deputy == ""
    make_person(institution, "scd", "Somebody Else", mobile(99))
    assert why_not(awaiting, "scd") == "not_asked"


def test_nothing_is_decided_about_what_awaits_nothing(institution, awaiting, checked):
    approvals.withdraw(someone(institution), awaiting, NOW)
    assert why_not(awaiting, "chef") == "late"


def test_the_list_of_what_waits_has_what_one_may_decide_the_first_asked_first(
    institution, awaiting
):
    assert approvers.waiting_for(someone(institution, "chef"), NOW) == [awaiting]
    assert approvers.waiting_for(someone(institution), NOW) == []
    institution["campaigns"].remove(awaiting.__name__)
    assert approvers.waiting_for(someone(institution, "chef"), NOW) == []


def test_ones_own_is_not_on_that_list(institution, awaiting):
    institution.grants.give("person:lib", "approver")
    assert approvers.waiting_for(someone(institution), NOW) == []


def test_nothing_waits_where_nobody_has_asked(institution):
    assert approvers.waiting_for(someone(institution, "chef"), NOW) == []


def test_only_somebody_with_a_role_can_be_a_deputy(institution):
    make_person(institution, "neuf", "New One", mobile(91))
    assert approvers.may_be_deputy(institution, "temp")
    assert not approvers.may_be_deputy(institution, "neuf")
    assert not approvers.may_be_deputy(institution, "gone")
    assert approvers.with_roles(institution) == {"boss", "chef", "lib", "scd", "temp"}
    assert approvers.may_ever_decide(someone(institution, "scd"))
    assert not approvers.may_ever_decide(someone(institution))


def test_two_who_are_known_by_nothing_are_two_people(institution):
    make_person(institution, "x", "X", "", "")
    make_person(institution, "y", "Y", "", "")
    assert not approvers.is_same_person(institution, "x", "y")
    assert not approvers.is_same_person(institution, "x", "gone")
    assert approvers.is_same_person(institution, "gone", "gone")


def test_those_asked_may_open_the_request_though_no_role_lets_them(institution, awaiting):
    away(institution, "scd", "temp")
    awaiting.awaited.asked = approvers.asked(awaiting, "lib", NOW)
    told = [principal for _, principal, may in awaiting.__acl__ if may == (APPROVE,)]
    assert told == ["paris1/temp"]


def test_somebody_who_leaves_is_nobodys_deputy_and_others_stay(institution):
    away(institution, "chef", "temp")
    away(institution, "scd", "boss")
    institution.awaiting.forget_person("temp")
    deputies = {uid: one.deputy for uid, one in institution.awaiting.absences()}
    assert deputies == {"chef": "", "scd": "boss"}
