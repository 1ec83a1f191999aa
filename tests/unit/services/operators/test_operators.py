"""Those who run the installation, and the next one of their name."""

import pytest
from BTrees.OOBTree import OOBTree
from factories import NOW, make_institution

from unisms.model.campaigns import Campaign
from unisms.model.imports import Import
from unisms.model.proposals import Proposal
from unisms.services.brokers import proposals
from unisms.services.door import passwords, throttle
from unisms.services.ground.actor import service
from unisms.services.operators import operators
from unisms.services.rights import rights

GUEST = "operator:mroux"


@pytest.fixture
def paris(root):
    return make_institution(root)


def test_an_operator_has_a_password_that_can_be_renewed(root):
    first = operators.admit(service(), root, "mroux", NOW)
    assert passwords.verify(root, "mroux", first)
    with pytest.raises(operators.IsOperator):
        operators.admit(service(), root, "mroux", NOW)
    second = operators.give_password(service(), root, "mroux", NOW)
    assert passwords.verify(root, "mroux", second)
    assert not passwords.verify(root, "mroux", first)


@pytest.mark.parametrize("act", [operators.give_password, operators.dismiss])
def test_who_is_none_is_told(root, act):
    with pytest.raises(operators.NoOperator):
        act(service(), root, "nobody", NOW)


def test_the_next_one_of_that_name_has_nothing_of_the_former(root, paris):
    lyon = make_institution(root, "lyon2")
    operators.admit(service(), root, "mroux", NOW)
    operators.admit(service(), root, "other", NOW)
    paris.grants.give(GUEST, "administrator")
    paris.grants.give(GUEST, "sender", "accounts/scd")
    paris.grants.give("operator:other", "sender")
    root.second_factors = OOBTree({"mroux": (), "other": ()})
    paris["imports"].add("20270115-aaaa", Import("a.csv", b"a,b", GUEST, NOW))
    for owner, by in ((root, "mroux"), (root, "other"), (paris, GUEST)):
        proposals.start(owner, Proposal("/brokers", by, NOW, None))
    throttle.know(root, "mroux", "192.0.2.1", NOW)

    lost = operators.dismiss(service(), root, "mroux", NOW)
    assert lost.institutions == ("paris1",)
    operators.admit(service(), root, "mroux", NOW + 60)
    assert rights.held(paris, GUEST) == rights.held(lyon, GUEST) == []
    assert [one.holder for one in paris.grants] == ["operator:other"]
    assert list(root.second_factors) == ["other"]
    assert list(root.known_addresses) == []
    assert [one.by for one in root.proposals.values()] == ["other"]
    assert (len(paris.proposals), len(paris["imports"])) == (0, 0)


def test_institutions_read_that_the_roles_of_an_operator_are_gone(root, paris):
    operators.admit(service(), root, "mroux", NOW)
    paris.grants.give(GUEST, "sender")
    operators.dismiss(service(), root, "mroux", NOW)
    (entry,) = paris.audit.waiting()
    assert (entry.verb, entry.by) == ("role.withdrawn", "")
    assert GUEST in entry.before


def test_what_an_earlier_release_has_left_is_forgotten_when_the_name_comes_back(root, paris):
    paris.grants.give(GUEST, "administrator")
    root.second_factors = OOBTree({"mroux": ()})
    operators.admit(service(), root, "mroux", NOW)
    assert list(paris.grants) == []
    assert list(root.second_factors) == []


def test_nobody_gets_the_name_of_one_whose_messages_are_kept(root, paris):
    operators.admit(service(), root, "mroux", NOW)
    paris["campaigns"].add("20270115-aaaa", Campaign(GUEST, NOW))
    operators.dismiss(service(), root, "mroux", NOW)
    with pytest.raises(operators.StillNamed) as kept:
        operators.admit(service(), root, "mroux", NOW)
    assert kept.value.institutions == ("paris1",)
    assert "mroux" not in root.passwords
