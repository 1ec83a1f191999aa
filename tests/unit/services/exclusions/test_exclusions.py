"""Exclusions: whoever is left out is set aside with the cause, recognised by uid and by number."""

import pytest
from factories import NOW, make_draft, make_group, make_house, make_person, mobile
from left_out import checked, figures, sent

from unisms.model.kinds import kinds_behind
from unisms.ports import Person
from unisms.services.audience.questions import Answer
from unisms.services.campaigns import checks, drafts
from unisms.sms import causes, states
from unisms.testing.audiences import LIST, FakeLists


@pytest.fixture
def paris(root):
    return make_house(root)


def with_list(institution):
    lists = kinds_behind(institution)[LIST] = FakeLists()
    lists.has("all")


def causes_of(campaign):
    return {row[0]: campaign.row(number).cause for number, row in campaign.stored_rows()}


def test_who_received_a_message_is_left_out_with_the_cause(paris):
    make_group(paris, people=4)
    first = sent(paris, ("group", "l2"), takes=3)
    second = checked(paris, ("group", "l2"), minus=(("received", first.__name__),))
    assert figures(second) == (1, {causes.EXCLUDED: 3})
    assert second.left_out.counts() == {("received", first.__name__): 3}
    assert second.left_out_by(1) == ("received", first.__name__)
    assert second.left_out_by(4) is None


def test_a_person_of_a_left_out_group_is_known_by_uid_and_by_number(paris):
    make_group(paris, people=3)
    make_person(paris, "twin", "Twin", mobile(2))
    make_person(paris, "fresh", "Fresh", mobile(7))
    audience = [("person", "l2-0"), ("person", "twin"), ("person", "fresh"), ("number", mobile(1))]
    campaign = checked(paris, *audience, minus=(("group", "l2"),))
    assert figures(campaign) == (1, {causes.EXCLUDED: 3})


def test_whoever_is_left_out_counts_as_such_whatever_else_keeps_the_message_from_them(paris):
    make_group(paris, people=2)
    make_person(paris, "nobody", "Nobody", "")
    out = (("group", "l2"), ("person", "nobody"))
    campaign = checked(paris, ("group", "l2"), ("person", "nobody"), minus=out)
    assert figures(campaign) == (0, {causes.EXCLUDED: 3})
    assert campaign.left_out.counts() == {out[0]: 2, out[1]: 1}


def test_what_is_gone_stops_the_check(paris):
    make_group(paris)
    make_group(paris, "m1")
    campaign = make_draft(paris, audience=(("group", "l2"),), minus=(("group", "m1"),))
    drafts.submit(campaign)
    paris["groups"].remove("m1")
    checks.prepare(paris.__parent__.__parent__, campaign.path, NOW)
    assert (campaign.state, campaign.problem) == (states.DRAFT, "minus_gone")
    assert not campaign.has_rows()


def test_erased_numbers_stop_the_check(paris):
    make_group(paris)
    first = sent(paris, ("group", "l2"))
    out = (("received", first.__name__),)
    campaign = make_draft(paris, audience=(("group", "l2"),), minus=out)
    drafts.submit(campaign)
    first.erase(NOW)
    checks.prepare(paris.__parent__.__parent__, campaign.path, NOW)
    assert campaign.problem == "past_erased"


def test_outsiders_are_asked_before_whom_to_leave_out(paris):
    with_list(paris)
    make_group(paris)
    answer = Answer((Person("l2-0", "A"), Person("x", "X", ("0612345678", mobile(1)))))
    campaign = checked(paris, ("group", "l2"), minus=((LIST, "all"),), answers=[answer])
    assert figures(campaign) == (1, {causes.EXCLUDED: 2})


def test_an_outsider_that_does_not_answer_stops_the_check(paris):
    with_list(paris)
    make_group(paris)
    answer = Answer(problem="audience_away")
    campaign = checked(paris, ("group", "l2"), minus=((LIST, "all"),), answers=[answer])
    assert (campaign.state, campaign.problem) == (states.DRAFT, "audience_away")


def test_only_who_joined_since_gets_the_message(paris):
    make_group(paris, people=3)
    paris["people"].renumber("l2-2", "")
    first = sent(paris, ("group", "l2"))
    paris["people"].renumber("l2-2", mobile(2))
    make_person(paris, "fresh", "Fresh", mobile(9))
    audience = (("group", "l2"), ("person", "fresh"))
    campaign = checked(paris, *audience, minus=(("chosen", first.__name__),))
    assert figures(campaign) == (1, {causes.EXCLUDED: 3})
    assert causes_of(campaign)[mobile(9)] is None


def test_a_new_number_makes_nobody_new(paris):
    make_group(paris, people=2)
    first = sent(paris, ("group", "l2"))
    paris["people"].renumber("l2-1", mobile(8))
    campaign = checked(paris, ("group", "l2"), minus=(("received", first.__name__),))
    assert figures(campaign) == (0, {causes.EXCLUDED: 2})
