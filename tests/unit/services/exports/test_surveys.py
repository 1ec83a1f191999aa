"""Campaigns as a run of the exports reads them: also for how long each awaited its yes."""

import pytest
from factories import NOW, make_campaign, make_house, make_person, make_release, someone

from unisms.model.approvals import ApprovalRules
from unisms.services.approvals import approvals
from unisms.services.exports import surveys


@pytest.fixture
def institution(root):
    institution = make_house(root)
    for uid, role in {"lib": "sender", "chef": "approver"}.items():
        make_person(institution, uid, uid.title(), "", f"{uid}@univ.example")
        institution.grants.give(f"person:{uid}", role)
    return institution


def told(institution, campaign):
    root = institution.__parent__.__parent__
    _, [read] = surveys.read_some(root, "paris1", [campaign.__name__], {})
    return read.approval


def test_the_seconds_from_asked_to_granted_are_told(institution):
    institution.approval_rules = tuple(ApprovalRules(recipients=1))
    campaign = make_campaign(institution)
    approvals.go(someone(institution), campaign, NOW)
    assert approvals.approve(someone(institution, "chef"), campaign, NOW + 420) is None
    assert told(institution, campaign) == 420
    campaign.erase(NOW + 500)
    assert told(institution, campaign) == 420


def test_nothing_is_told_where_no_yes_was_asked_for_or_it_was_withdrawn(institution):
    assert told(institution, make_release(institution)) is None
    institution.approval_rules = tuple(ApprovalRules(recipients=1))
    campaign = make_campaign(institution)
    approvals.go(someone(institution), campaign, NOW)
    approvals.withdraw(someone(institution), campaign, NOW)
    institution.approval_rules = None
    assert approvals.go(someone(institution), campaign, NOW) == ()
    assert told(institution, campaign) is None
