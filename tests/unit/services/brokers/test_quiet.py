"""A campaign that only waits for the end of the quiet hours is shown as scheduled."""

import pytest
from factories import NOW, make_house, make_release

from unisms.model.folder import find
from unisms.services.brokers import holds, quiet
from unisms.services.delivery import claims
from unisms.services.ground import lives
from unisms.sms import states

CONNECTION = "/institutions/paris1/brokers/fake"
SOON = NOW + 3600


@pytest.fixture
def institution(root):
    house = make_house(root)
    house.quiet_hours = (9 * 60, 10 * 60)  # it is 9 in Paris
    return house


@pytest.fixture
def campaign(institution):
    return make_release(institution, 3)


def shown(campaign, now=NOW):
    return quiet.leaves_at(campaign, now), quiet.shown_state(campaign, now)


def test_a_new_institution_has_none(root):
    assert make_house(root).quiet_hours == ()


def test_what_waits_for_the_hour_alone_is_scheduled_until_then(campaign):
    assert shown(campaign) == (SOON, states.SCHEDULED)
    assert shown(campaign, SOON) == (0, states.SENDING)
    assert campaign.state == states.SENDING


def test_so_is_the_rest_of_what_has_begun(root, institution, campaign):
    institution.quiet_hours, hours = (), institution.quiet_hours
    assert not campaign.has_begun
    assert len(claims.claim_batch(root, CONNECTION, 2, "here", NOW).numbers) == 2
    institution.quiet_hours = hours
    assert campaign.has_begun
    assert shown(campaign) == (SOON, states.SCHEDULED)


def test_of_what_has_left_as_a_whole_nothing_is_scheduled(root, institution, campaign):
    institution.quiet_hours, hours = (), institution.quiet_hours
    claims.claim_batch(root, CONNECTION, 3, "here", NOW)
    institution.quiet_hours = hours
    assert shown(campaign) == (0, states.SENDING)
    campaign.handover.returned = (1,)
    assert shown(campaign) == (SOON, states.SCHEDULED)


def test_what_is_paused_or_urgent_does_not_wait_for_it(institution, campaign):
    assert shown(make_release(institution, urgent=True)) == (0, states.SENDING)
    campaign.become(states.PAUSED)
    assert shown(campaign) == (0, states.PAUSED)


@pytest.mark.parametrize("reason", ["trouble", "hold", "gone", "restored"])
def test_what_something_else_holds_too_is_not_promised_for_the_hour(
    root, monkeypatch, campaign, reason
):
    connection = find(root, CONNECTION)
    if reason == "trouble":
        connection.trouble, connection.trouble_at = "no answer", NOW
    elif reason == "hold":
        holds.hold_back(root, CONNECTION, campaign.path, ("sender", "0x0A"), NOW)
    elif reason == "gone":
        connection.__parent__.remove(connection.__name__)
    else:
        monkeypatch.setattr(lives, "is_held", lambda _: True)
    assert shown(campaign) == (0, states.SENDING)
