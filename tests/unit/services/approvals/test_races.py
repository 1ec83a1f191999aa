"""A yes and an act at the same moment that would undo it: one of them wins, never both."""

import pytest
from factories import NOW
from races import AGAIN, TOGETHER, faults, race

from unisms.model.campaigns import WrongState
from unisms.model.folder import find
from unisms.model.roles import Grant
from unisms.services.approvals import approvals, upkeep
from unisms.services.approvals.approvers import MayNotDecide
from unisms.services.campaigns import drafts
from unisms.services.people import enrolment
from unisms.services.rights import rights
from unisms.sms import states
from unisms.testing.factories import someone

PARIS = "/institutions/paris1"


@pytest.fixture
def world(store, awaiting):
    store.commit()
    return store


def campaign_of(root):
    return next(iter(find(root, PARIS)["campaigns"].values()))


def person(root, uid):
    return rights.person(find(root, PARIS), uid)


def approve(root):
    assert approvals.approve(person(root, "scd"), campaign_of(root), NOW) is None


def approve_too(root):
    assert approvals.approve(person(root, "chef"), campaign_of(root), NOW) is None


def refuse(root):
    approvals.refuse(person(root, "chef"), campaign_of(root), NOW, "No")


def send_back(root):
    approvals.send_back(person(root, "chef"), campaign_of(root), NOW, "Shorter")


def withdraw(root):
    approvals.withdraw(person(root, "lib"), campaign_of(root), NOW)


def remind(root):
    approvals.remind(person(root, "lib"), campaign_of(root), NOW + 3600)


def change(root):
    campaign = campaign_of(root)
    names = ("title", "account", "connection", "sender_id")
    told = {name: getattr(campaign, name) for name in names}
    told |= {"text": "Bonsoir", "audience": (("number", "+33639980000"),)}
    drafts.change(someone(campaign), campaign, now=NOW, **told)


def expire(root):
    upkeep.tend(root, campaign_of(root).path, NOW + 73 * 3600)
    if campaign_of(root).state != states.CHECKED:
        raise WrongState


def take_role(root):
    grant = Grant("person:scd", "accounts/scd", "approver")
    rights.withdraw(person(root, "boss"), grant, NOW)


def leave(root):
    enrolment.remove(person(root, "boss"), "scd", NOW)


def close_account(root):
    find(root, PARIS)["accounts"]["scd"].closed = True


# an act, and the answer to a yes that comes second, and to the act where the yes came first
AGAINST_A_YES = [
    (approve_too, MayNotDecide, MayNotDecide),
    (refuse, MayNotDecide, MayNotDecide),
    (send_back, MayNotDecide, MayNotDecide),
    (withdraw, MayNotDecide, WrongState),
    (change, MayNotDecide, WrongState),
    (expire, MayNotDecide, WrongState),
    (take_role, MayNotDecide, TOGETHER),
    (leave, MayNotDecide, TOGETHER),
    (close_account, AssertionError, TOGETHER),
]


@pytest.mark.parametrize(("other", "yes_told", "other_told"), AGAINST_A_YES)
def test_what_undoes_a_yes_comes_first(world, other, yes_told, other_told):
    assert race(world, other, approve) == yes_told
    assert campaign_of(world.root).state != states.SENDING or other is approve_too
    assert faults(world.root) == []


@pytest.mark.parametrize(("other", "yes_told", "other_told"), AGAINST_A_YES)
def test_the_yes_comes_first(world, other, yes_told, other_told):
    assert race(world, approve, other) in (other_told, AGAIN)
    assert campaign_of(world.root).state == states.SENDING
    assert len(campaign_of(world.root).awaited.answers) == 1
    assert faults(world.root) == []


def test_a_reminder_at_the_moment_of_the_yes_reminds_nobody(world):
    assert race(world, approve, remind) is WrongState
