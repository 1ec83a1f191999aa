"""Rules by which a message needs a yes, each with its reason; the stricter of two sets counts."""

import pytest
from factories import NOW, make_campaign, make_group, make_recipient, someone
from hypothesis import given
from hypothesis import strategies as st

from unisms.model.approvals import ApprovalRules, Manner
from unisms.model.audiences import SavedAudience
from unisms.services.approvals import needs
from unisms.services.approvals.sentences import OF_NEEDS
from unisms.sms.purposes import EMERGENCY

HOUR = 3600
SATURDAY = NOW + 24 * HOUR  # 9:00 in Paris, as NOW on Friday


def asked(institution, campaign, rules, now=NOW, of_account=None, told=None):
    institution.approval_rules = rules and tuple(rules)
    institution["accounts"]["scd"].approval_rules = of_account and tuple(of_account)
    return needs.reasons(someone(institution, campaign.author), campaign, now, told)


def test_nothing_needs_a_yes_without_rules(institution, checked):
    assert asked(institution, checked, None) == ()
    assert asked(institution, checked, ApprovalRules()) == ()


@pytest.mark.parametrize(("bound", "is_asked"), [(2, True), (3, True), (4, False), (0, False)])
def test_a_message_needs_a_yes_from_so_many_people_on(institution, checked, bound, is_asked):
    rules = ApprovalRules(recipients=bound)
    assert bool(asked(institution, checked, rules)) is is_asked


def test_those_told_count_where_a_sender_may_not_learn_who_is_left(institution, checked):
    rules = ApprovalRules(recipients=5)
    assert asked(institution, checked, rules) == ()
    assert asked(institution, checked, rules, told=(5, 5)) == (("recipients", 5),)


def test_a_message_needs_a_yes_from_so_much_on(institution, checked):
    checked.check = (*checked.check, ("cost", 12_000))
    assert asked(institution, checked, ApprovalRules(cost=12_000)) == (("cost", 12_000),)
    assert asked(institution, checked, ApprovalRules(cost=12_001)) == ()


def test_the_stricter_of_institution_and_account_counts(institution, checked):
    many, few = ApprovalRules(recipients=3), ApprovalRules(recipients=2)
    assert asked(institution, checked, many, of_account=few) == (("recipients", 2),)
    assert asked(institution, checked, few, of_account=many) == (("recipients", 2),)
    assert asked(institution, checked, None, of_account=many) == (("recipients", 3),)


def test_a_saved_audience_needs_the_yes_of_what_it_stands_for(institution, checked):
    make_group(institution, people=0)
    kept = SavedAudience("lib", "Les L2", (("group", "l2"),), (), NOW)
    institution["audiences"].add("x", kept)
    checked.audience = (("saved", "x"),)
    rules = ApprovalRules(audiences=(("group", "l2"),))
    assert asked(institution, checked, rules) == (("audience", "L2"),)


def test_a_group_or_a_kind_of_audience_may_need_a_yes(institution, checked):
    make_group(institution, people=0)
    checked.audience = (("group", "l2"), ("number", "+33639980001"))
    one, each = (("group", "l2"),), (("group", ""), ("number", ""), ("person", ""))
    assert asked(institution, checked, ApprovalRules(audiences=one)) == (("audience", "L2"),)
    told = asked(institution, checked, ApprovalRules(audiences=each))
    assert told == (("audience_group", ""), ("audience_number", ""))
    checked.audience = (("person", "temp"),)
    assert asked(institution, checked, ApprovalRules(audiences=each)) == (("audience_other", ""),)


def test_whoever_has_no_role_that_sends_alone_needs_a_yes(institution, checked):
    assert asked(institution, checked, ApprovalRules(by_role=True)) == (("role", ""),)
    institution.grants.give("person:lib", "administrator", "accounts/scd")
    assert asked(institution, checked, ApprovalRules(by_role=True)) == ()


def test_messages_of_some_people_need_a_yes(institution, checked):
    assert asked(institution, checked, ApprovalRules(people=("lib",))) == (("person", ""),)
    assert asked(institution, checked, ApprovalRules(people=("temp",))) == ()


def test_a_message_that_leaves_at_night_or_on_a_weekend_may_need_a_yes(institution, checked):
    night, weekend = ApprovalRules(night=(21 * 60, 9 * 60)), ApprovalRules(weekend=True)
    assert asked(institution, checked, night) == ()
    assert asked(institution, checked, night, NOW - 60) == (("night", (1260, 540)),)
    assert asked(institution, checked, weekend) == ()
    assert asked(institution, checked, weekend, SATURDAY) == (("weekend", ""),)


def test_the_hour_counts_at_which_quiet_hours_let_it_leave(institution, checked):
    institution.quiet_hours = (8 * 60, 10 * 60)
    assert needs.leaves_at(checked, NOW) == NOW + HOUR
    rules = ApprovalRules(night=(8 * 60, 9 * 60 + 30))
    assert asked(institution, checked, rules) == ()


def test_an_emergency_leaves_without_a_yes_unless_the_rules_say_otherwise(institution, checked):
    checked.purpose = (EMERGENCY,)
    rules = ApprovalRules(recipients=1)
    assert asked(institution, checked, rules) == ()
    assert asked(institution, checked, rules._replace(emergencies=True)) == (("recipients", 1),)


def test_a_reason_of_both_is_told_once(institution, checked):
    rules = ApprovalRules(weekend=True, by_role=True, people=("lib",))
    told = asked(institution, checked, rules, SATURDAY, of_account=rules)
    assert told == (("role", ""), ("person", ""), ("weekend", ""))


def test_an_account_that_is_gone_has_no_rules(institution):
    assert needs.rules_of(institution, "gone") == ApprovalRules()
    assert needs.manner_of(institution) == Manner()


@given(
    recipients=st.integers(0, 6),
    of_account=st.integers(0, 6),
    people=st.integers(1, 6),
)
def test_a_yes_is_needed_as_soon_as_one_of_both_bounds_is_reached(recipients, of_account, people):
    bounds = [bound for bound in (recipients, of_account) if bound and people >= bound]
    rules = [ApprovalRules(recipients=recipients), ApprovalRules(recipients=of_account)]
    told = tuple(needs._of_size(rules, people, 0))
    assert told == ((("recipients", min(bounds)),) if bounds else ())


def test_every_reason_has_its_sentence():
    codes = {*needs.CODES, *needs.OF_KINDS.values()} - {"audience"}
    assert codes <= {code for _, code in OF_NEEDS}


def test_recipients_are_those_who_get_the_message(institution):
    aside = make_recipient(2, cause="opt_out")
    campaign = make_campaign(institution, [make_recipient(0), make_recipient(1), aside])
    assert asked(institution, campaign, ApprovalRules(recipients=3)) == ()
