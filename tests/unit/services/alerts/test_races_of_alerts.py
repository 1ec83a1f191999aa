"""Two who end an alert, or prepare one, at the same moment; and a worker that hands it over."""

import pytest
from factories import NOW, make_draft, make_group, make_house
from races import AGAIN, TOGETHER, race

from unisms.model.alerts import PreparedAlert
from unisms.model.folder import find
from unisms.services.alerts import endings, prepared
from unisms.services.campaigns import checks, drafts, releases
from unisms.services.delivery import claims
from unisms.sms import states
from unisms.sms.purposes import EMERGENCY
from unisms.testing.factories import someone

PARIS = "/institutions/paris1"
FAKE = f"{PARIS}/brokers/fake"


@pytest.fixture
def world(store):
    """An alert that has begun to leave, and one that is prepared."""
    institution = make_house(store.root)
    for uid in ("lib", "zoe"):
        institution.grants.give(f"person:{uid}", "administrator")
    make_group(institution, people=9)
    told = {"purpose": (EMERGENCY,), "urgent": True, "reason": "Feu", "on_doubt": "resend"}
    campaign = make_draft(institution, audience=(("group", "l2"),), **told)
    drafts.submit(campaign)
    checks.prepare(store.root, campaign.path, NOW)
    releases.release(someone(institution), campaign, NOW)
    claims.claim_batch(store.root, FAKE, 3, "m", NOW)
    fire = PreparedAlert()
    fire.title, fire.text, fire.pairs = "Feu", "Sortez.", (("group", "l2"),)
    fire.account, fire.connection = "scd", FAKE
    institution["alerts"].add("feu", fire)
    store.commit()
    return store


def first(root):
    campaigns = find(root, PARIS)["campaigns"].values()
    return next(one for one in campaigns if not one.alerting.ends)


def end(root, by="lib"):
    actor = someone(find(root, PARIS), by)
    return endings.end(actor, first(root), endings.ALL_CLEAR, ("Fin.", ""), NOW)


def end_by_another(root):
    return end(root, "zoe")


def claim(root):
    claims.claim_batch(root, FAKE, 3, "m", NOW)


def launch(root):
    alert = find(root, PARIS)["alerts"]["feu"]
    return prepared.prepare(someone(alert), alert, NOW)


def campaigns(root):
    return [*find(root, PARIS)["campaigns"].values()]


@pytest.mark.parametrize("second", [end, end_by_another])
def test_of_two_who_end_an_alert_at_once_one_writes_its_end(world, second):
    assert race(world, end, second) == AGAIN
    assert len(campaigns(world.root)) == 2


def test_what_a_worker_takes_at_the_moment_of_the_end_is_told_of_it(world):
    assert race(world, claim, end) == AGAIN
    assert endings.figures(first(world.root)) == (6, 0)


def test_nothing_is_taken_once_an_alert_is_ended(world):
    assert race(world, end, claim) == AGAIN
    assert endings.figures(first(world.root)) == (3, 0)
    assert first(world.root).state == states.STOPPED


def test_two_clicks_at_once_prepare_one_alert(world):
    assert race(world, launch, launch) in (AGAIN, TOGETHER)
    made = [one for one in campaigns(world.root) if one.alerting.prepared]
    assert len(made) == 1
