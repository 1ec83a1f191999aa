"""A STOP at the very moment of a claim: the claim is made again, without that number."""

import pytest
from factories import NOW, make_house, make_release, mobile
from races import AGAIN, TOGETHER, race

from unisms.model.folder import find
from unisms.model.themes import Theme
from unisms.services.delivery import claims
from unisms.services.replies import stops
from unisms.sms.purposes import THEME

PARIS = "/institutions/paris1"
CONNECTION = f"{PARIS}/brokers/fake"


@pytest.fixture
def world(store):
    institution = make_house(store.root)
    institution["themes"].add("crous", Theme("CROUS"))
    institution.policies = ((THEME, "opt_out"),)
    store.commit()
    return store


def campaign_of(root):
    return next(iter(find(root, PARIS)["campaigns"].values()))


def claim(root):
    claims.claim_batch(root, CONNECTION, 10, "here", NOW)


def claimed(root):
    campaign = campaign_of(root)
    numbers = {number for one in campaign.handover.claims for number in one[0]}
    return {campaign.row(number).msisdn for number in numbers}


def saying(text, number=0):
    """Return an act: the handset ``number`` writes ``text``."""
    return lambda root: stops.obey(find(root, PARIS), mobile(number), text, NOW, NOW)


@pytest.mark.parametrize("before", [None, saying("STOP", 9)])
@pytest.mark.parametrize(
    ("text", "purpose"),
    [("STOP", ()), ("STOP Crous", (THEME, "crous")), ("Arrêt", (THEME, "crous"))],
)
def test_a_claim_of_the_moment_of_a_stop_is_made_again(world, before, text, purpose):
    if before:
        before(world.root)
    make_release(find(world.root, PARIS), 3, purpose=purpose)
    world.commit()
    assert race(world, saying(text), claim) == AGAIN
    assert claimed(world.root) == {mobile(1), mobile(2)}


def test_a_stop_of_the_moment_of_a_claim_is_not_tried_again(world):
    make_release(find(world.root, PARIS), 3)
    saying("STOP", 9)(world.root)
    world.commit()
    assert race(world, claim, saying("STOP")) == TOGETHER
