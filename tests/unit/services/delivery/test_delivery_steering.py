"""Steering: a campaign is paused, resumed and stopped while it is handed over."""

import pytest
from claims import CONNECTION, claim, seen, settle, taken
from factories import NOW, make_release, reread
from ZODB.POSException import ConflictError

from unisms.model.campaigns import WrongState
from unisms.model.folder import find
from unisms.services.delivery import steering
from unisms.sms import states
from unisms.testing.factories import someone


def test_a_paused_campaign_waits_until_it_is_resumed(root, institution, connection):
    campaign = make_release(institution)
    steering.pause(someone(campaign), campaign, connection, NOW)
    assert claim(root) is None
    steering.resume(someone(campaign), campaign, connection, NOW)
    assert claim(root).numbers == (1, 2, 3)
    assert [event.verb for event in reread(campaign).events()] == ["released", "paused", "resumed"]


def test_what_was_leaving_while_paused_and_came_back_leaves_after_the_pause(
    root, institution, connection
):
    campaign = make_release(institution, 2)
    batch = claim(root)
    steering.pause(someone(campaign), campaign, connection, NOW)
    settle(root, batch, taken(1))
    assert (campaign.state, reread(connection).in_turn()) == (states.PAUSED, [])
    steering.resume(someone(campaign), campaign, connection, NOW)
    assert claim(root).numbers == (2,)


def test_a_campaign_paused_during_its_last_batch_is_sent_once_resumed(
    root, institution, connection
):
    campaign = make_release(institution, 1)
    batch = claim(root)
    steering.pause(someone(campaign), campaign, connection, NOW)
    settle(root, batch, taken(1))
    steering.resume(someone(campaign), campaign, connection, NOW)
    assert claim(root) is None
    assert campaign.state == states.SENT


def test_a_resumed_campaign_is_as_urgent_as_before(institution, connection):
    make_release(institution)
    campaign = make_release(institution, urgent=True)
    steering.pause(someone(campaign), campaign, connection, NOW)
    steering.resume(someone(campaign), campaign, connection, NOW)
    assert connection.in_turn()[0] == campaign.path


def test_stopping_spares_what_has_not_left(root, institution, connection):
    campaign = make_release(institution, 3)
    settle(root, claim(root, 1), taken(1))
    assert steering.stop(someone(campaign), campaign, connection, NOW + 5) == 2
    assert seen(campaign) == {1: states.ACCEPTED, 2: states.STOPPED, 3: states.STOPPED}
    assert (campaign.state, campaign.ended_at) == (states.STOPPED, NOW + 5)
    assert campaign.events()[-1][2:] == ("stopped", "2")
    assert claim(root) is None


def test_stopping_spares_what_was_given_back(root, institution, connection):
    campaign = make_release(institution, 1)
    settle(root, claim(root))
    assert steering.stop(someone(campaign), campaign, connection, NOW) == 1
    assert (campaign.handover.returned, seen(campaign)) == ((), {1: states.STOPPED})


def test_a_batch_that_was_leaving_is_settled_after_the_stop(root, institution, connection):
    campaign = make_release(institution, 4)
    batch = claim(root, 3)
    assert steering.stop(someone(campaign), campaign, connection, NOW) == 1
    settle(root, batch, taken(1), left=[2])
    assert seen(campaign) == {
        1: states.ACCEPTED,
        2: states.UNCERTAIN,
        3: states.STOPPED,
        4: states.STOPPED,
    }
    assert campaign.state == states.STOPPED
    assert campaign.handover.returned == ()


def test_a_paused_campaign_may_be_stopped(institution, connection):
    campaign = make_release(institution)
    steering.pause(someone(campaign), campaign, connection, NOW)
    assert steering.stop(someone(campaign), campaign, connection, NOW) == 3


@pytest.mark.parametrize(
    ("act", "allowed"),
    [
        (steering.pause, {states.SENDING}),
        (steering.resume, {states.PAUSED}),
        (steering.stop, {states.SENDING, states.PAUSED}),
    ],
)
@pytest.mark.parametrize("state", states.CAMPAIGN_STATES)
def test_steering_is_for_campaigns_under_way(institution, connection, act, allowed, state):
    campaign = make_release(institution)
    campaign.state = state
    if state in allowed:
        act(someone(campaign), campaign, connection, NOW)
        assert campaign.state != state
    else:
        with pytest.raises(WrongState, match=state):
            act(someone(campaign), campaign, connection, NOW)


def test_a_stop_and_a_claim_at_the_same_moment_conflict(store, root, institution):
    campaign = make_release(institution, 3)
    store.commit()
    rival = store.rival()
    claim(rival.root)
    steering.stop(someone(campaign), campaign, institution["brokers"]["fake"], NOW)
    store.commit()
    with pytest.raises(ConflictError):
        rival.commit()
    rival.manager.abort()
    rival.manager.begin()
    assert claim(rival.root) is None
    rival.close()


def test_a_claim_and_a_stop_at_the_same_moment_conflict_too(store, root, institution):
    campaign = make_release(institution, 3)
    store.commit()
    rival = store.rival()
    steering.stop(
        someone(find(rival.root, campaign.path)),
        find(rival.root, campaign.path),
        find(rival.root, CONNECTION),
        NOW,
    )
    claim(root, 2)
    store.commit()
    with pytest.raises(ConflictError):
        rival.commit()
    rival.manager.abort()
    rival.manager.begin()
    assert (
        steering.stop(
            someone(find(rival.root, campaign.path)),
            find(rival.root, campaign.path),
            find(rival.root, CONNECTION),
            NOW,
        )
        == 1
    )
    rival.close()


def test_a_resumption_while_the_line_goes_idle_conflicts(store, root, institution, connection):
    campaign, other = make_release(institution, 1), make_release(institution, 1)
    steering.pause(someone(campaign), campaign, connection, NOW)
    settle(root, claim(root), taken(1))
    connection.join_line(other.path, False)
    store.commit()
    rival = store.rival()
    assert claim(rival.root) is None
    steering.resume(someone(campaign), campaign, connection, NOW)
    store.commit()
    with pytest.raises(ConflictError):
        rival.commit()
    rival.close()
