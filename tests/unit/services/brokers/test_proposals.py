"""Proposals of settings: whose they are, and how long they are kept."""

import pytest
from factories import NOW, make_institution, reread

from unisms.model.connections import BrokerConnection
from unisms.model.proposals import Proposal
from unisms.services.brokers import proposals

PLACE = "/institutions/paris1/brokers"


@pytest.fixture
def institution(root):
    return make_institution(root)


def start(owner, place=PLACE, by="admin", at=NOW):
    return proposals.start(owner, Proposal(place, by, at, BrokerConnection("SMSC", "smpp")))


def test_a_proposal_is_found_by_its_author_at_its_place_alone(institution):
    assert proposals.find(institution, "0", PLACE, "admin") is None
    name = start(institution)
    institution = reread(institution)
    assert proposals.find(institution, name, PLACE, "admin").by == "admin"
    assert proposals.find(institution, name, PLACE, "other") is None
    assert proposals.find(institution, name, f"{PLACE}/smsc", "admin") is None
    assert proposals.find(institution, "0", PLACE, "admin") is None


def test_the_next_proposal_takes_the_place_of_the_last_and_of_no_other(institution):
    others = [start(institution, by="other"), start(institution, f"{PLACE}/smsc")]
    first, second = start(institution), start(institution)
    assert sorted(reread(institution).proposals) == sorted([*others, second])
    assert first != second


def test_what_is_decided_is_not_kept(institution):
    name = start(institution)
    proposals.end(institution, name)
    assert len(reread(institution).proposals) == 0


def test_a_task_finds_those_of_institutions_and_of_the_root(root, institution):
    below, above = start(institution), start(root, "/brokers")
    assert proposals.look(root, "/institutions/paris1", below).place == PLACE
    assert proposals.look(root, "/", above).place == "/brokers"
    assert proposals.look(root, "/", below) is None
    assert proposals.look(root, "/institutions/gone", below) is None


def test_who_never_proposed_anything_has_none(root, institution):
    assert proposals.look(root, "/institutions/paris1", "0") is None
    proposals.forget(root, NOW)
    assert reread(institution).proposals is None


def test_one_of_a_moment_that_has_not_come_is_erased_too(root, institution):
    start(institution, at=NOW + 4 * 86400)
    proposals.forget(root, NOW)
    assert len(institution.proposals) == 0


def test_what_nobody_decides_within_the_hour_is_erased(root, institution):
    start(institution)
    kept = start(root, "/brokers", at=NOW + 1)
    proposals.forget(root, NOW + proposals.KEPT)
    assert len(institution.proposals) == 1
    proposals.forget(root, NOW + proposals.KEPT + 1)
    assert len(institution.proposals) == 0
    assert list(root.proposals) == [kept]
