"""Rolls: who joined and who left between two freezes of one campaign."""

import pytest
from factories import NOW, make_group, make_house, make_person, mobile
from left_out import checked, figures

from unisms.model.kinds import kinds_behind
from unisms.model.rows import STATE
from unisms.services.campaigns import guards
from unisms.services.exclusions import rolls
from unisms.services.people import consent
from unisms.sms import states
from unisms.testing.audiences import LIST, FakeLists
from unisms.testing.factories import someone


@pytest.fixture
def paris(root):
    institution = make_house(root)
    make_group(institution, people=4)
    return institution


def again(paris, campaign):
    return guards.refreeze(paris.__parent__.__parent__, campaign, NOW + 60)


def test_whoever_joined_and_left_is_told(paris):
    campaign = checked(paris, ("group", "l2"))
    campaign.become(states.SCHEDULED)
    make_person(paris, "late", "Late", mobile(40))
    paris["groups"]["l2"].uids = {"l2-0", "l2-1", "l2-2", "late"}
    consent.opt_out(someone(paris, "l2-2"), "l2-2", NOW)
    told = again(paris, campaign)
    assert (told.problem, told.unanswered) == ("", ())
    assert told.differences.joined == ("Late",)
    assert sorted(told.differences.left) == ["Personne 2", "Personne 3"]
    assert told.differences.counts == (1, 2)
    assert campaign.state == states.SCHEDULED
    assert figures(campaign)[0] == 3


def test_another_number_makes_nobody_new(paris):
    campaign = checked(paris, ("group", "l2"))
    paris["people"].renumber("l2-1", mobile(50))
    assert again(paris, campaign).differences.counts == (0, 0)
    make_person(paris, "twin", "Twin", mobile(50))
    assert again(paris, campaign).differences.counts == (0, 0)


def test_nothing_is_written_where_a_part_is_gone(paris):
    campaign = checked(paris, ("group", "l2"))
    paris["groups"].remove("l2")
    assert again(paris, campaign).problem == "audience_gone"
    assert {row[STATE] for _, row in campaign.stored_rows()} == {states.QUEUED}
    campaign.connection = "/institutions/paris1/brokers/gone"
    assert again(paris, campaign).problem == "connection_gone"


def test_outsiders_are_asked_again(paris):
    lists = kinds_behind(paris)[LIST] = FakeLists()
    lists.has("all")
    campaign = checked(paris, ("group", "l2"))
    campaign.audience = ((LIST, "all"),)
    assert [one.name for one in again(paris, campaign).unanswered] == ["all"]


def test_a_typed_number_is_told_by_what_was_typed(paris):
    before = {"+33639980001": "0639980001"}
    assert rolls.differences(before, {}).left == ("0639980001",)
