"""A yes is followed by the hour: what was asked about waits for it, for its sender."""

import pytest
from factories import NOW, make_person
from planned import TEN, arrive, checked, house, shown, zoe

from unisms.model.approvals import ApprovalRules
from unisms.services.approvals import approvals
from unisms.services.rights import rights
from unisms.services.rules import timetables
from unisms.services.schedules import departures
from unisms.sms import states


@pytest.fixture
def institution(root):
    institution = house(root)
    make_person(institution, "anne", "Anne Roux", "", "anne@paris1.example")
    institution.grants.give("person:anne", "administrator")
    institution.approval_rules = tuple(ApprovalRules(recipients=1))
    return institution


def asked(institution, **told):
    campaign = checked(institution, **told)
    assert approvals.go(zoe(institution), campaign, NOW)
    assert campaign.state == states.AWAITING_APPROVAL
    return campaign


def approve(institution, campaign, now):
    return approvals.approve(rights.person(institution, "anne"), campaign, now)


def test_with_a_yes_it_waits_for_its_hour_and_leaves_for_its_sender(institution):
    campaign = asked(institution, at=shown(TEN))
    assert approve(institution, campaign, NOW + 60) is None
    assert (campaign.state, campaign.scheduled.at) == (states.SCHEDULED, TEN)
    assert campaign.scheduled.by == "zoe"
    assert arrive(campaign) == campaign.connection


def test_a_yes_that_comes_after_its_hour_lets_nothing_leave(institution):
    campaign = asked(institution, at=shown(TEN))
    late = TEN + departures.GRACE + 1
    assert approve(institution, campaign, late)[:2] == ("send", "untimely_past")
    assert (campaign.state, campaign.has_begun) == (states.CHECKED, False)


def test_an_hour_that_needs_a_yes_is_that_at_which_it_leaves(institution):
    institution.approval_rules = tuple(ApprovalRules(night=(600, 660)))
    now = checked(institution)
    assert approvals.go(zoe(institution), now, NOW) == ()
    later = checked(institution, at=shown(TEN))
    assert [code for code, _ in approvals.go(zoe(institution), later, NOW)] == ["night"]


def test_a_large_one_can_be_called_back_after_the_yes_as_well(institution):
    timetables.choose(institution, timetables.UNDO, 1)
    campaign = asked(institution)
    approve(institution, campaign, NOW + 60)
    assert (campaign.state, campaign.scheduled.is_undo) == (states.SCHEDULED, True)
    departures.cancel(zoe(institution), campaign, NOW + 90)
    assert campaign.state == states.CHECKED
