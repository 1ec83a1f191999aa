"""The release: a campaign reserves its credit, once, and waits in the line."""

import pytest
from factories import (
    NOW,
    Store,
    make_account,
    make_campaign,
    make_house,
    make_recipient,
    make_release,
    reread,
)
from hypothesis import given
from hypothesis import strategies as st
from ZODB.POSException import ConflictError

from unisms.model.accounts import NotEnoughCredit
from unisms.model.campaigns import WrongState
from unisms.model.folder import find
from unisms.services.campaigns import releases
from unisms.services.campaigns.releases import NobodyToWriteTo
from unisms.sms import causes, states
from unisms.testing.factories import someone


def test_a_release_reserves_the_credit_and_waits_in_the_line(institution):
    campaign = make_campaign(institution, 3)
    releases.release(someone(campaign), campaign, NOW)
    reread(campaign)
    assert (campaign.state, campaign.sent_at) == (states.SENDING, NOW)
    assert institution["accounts"]["scd"].available == 997
    assert institution["brokers"]["fake"].in_turn() == [campaign.path]
    assert campaign.path in institution["brokers"]["fake"].open
    assert campaign.events()[-1][1:3] == ("lib", "released")


def test_a_release_without_the_credit_changes_nothing(root):
    campaign = make_campaign(make_house(root, segments=2), 3)
    with pytest.raises(NotEnoughCredit) as refusal:
        releases.release(someone(campaign), campaign, NOW)
    assert refusal.value.missing == 1
    assert campaign.state == states.CHECKED
    assert root["institutions"]["paris1"]["brokers"]["fake"].in_turn() == []


def test_a_campaign_is_released_once(institution):
    campaign = make_release(institution)
    with pytest.raises(WrongState):
        releases.release(someone(campaign), campaign, NOW)
    assert institution["accounts"]["scd"].available == 997


def test_a_campaign_to_nobody_is_not_released(institution):
    campaign = make_campaign(institution, [make_recipient(cause=causes.NO_NUMBER)])
    with pytest.raises(NobodyToWriteTo):
        releases.release(someone(campaign), campaign, NOW)
    assert campaign.state == states.CHECKED


def test_two_people_who_release_it_at_once_reserve_once(store, institution):
    campaign = make_campaign(institution)
    store.commit()
    rival = store.rival()
    releases.release(someone(campaign), campaign, NOW)
    releases.release(
        someone(find(rival.root, campaign.path), "other"), find(rival.root, campaign.path), NOW
    )
    store.commit()
    with pytest.raises(ConflictError):
        rival.commit()
    rival.manager.abort()
    rival.manager.begin()
    with pytest.raises(WrongState):
        releases.release(
            someone(find(rival.root, campaign.path), "other"), find(rival.root, campaign.path), NOW
        )
    rival.close()


def test_two_campaigns_released_at_once_never_spend_the_same_credit(store, root):
    institution = make_house(root, segments=5)
    first, second = make_campaign(institution, 3), make_campaign(institution, 3)
    store.commit()
    rival = store.rival()
    releases.release(someone(first), first, NOW)
    releases.release(
        someone(find(rival.root, second.path), "other"), find(rival.root, second.path), NOW
    )
    store.commit()
    with pytest.raises(ConflictError):
        rival.commit()
    rival.manager.abort()
    rival.manager.begin()
    with pytest.raises(NotEnoughCredit) as refusal:
        releases.release(
            someone(find(rival.root, second.path), "other"), find(rival.root, second.path), NOW
        )
    assert refusal.value.missing == 1
    rival.close()


@given(st.lists(st.integers(1, 5), max_size=6), st.integers(0, 12))
def test_releases_never_take_the_credit_below_nothing(sizes, credit):
    store = Store()
    institution = make_house(store.root, segments=credit)
    for size in sizes:
        campaign = make_campaign(institution, size)
        enough = size <= institution["accounts"]["scd"].available
        try:
            releases.release(someone(campaign), campaign, NOW)
        except NotEnoughCredit:
            assert not enough
        else:
            assert enough
        assert institution["accounts"]["scd"].available >= 0
    store.close()


def test_two_accounts_keep_apart(root, institution):
    make_account(institution, "ufr", segments=2)
    campaign = make_campaign(institution, 2, account="ufr")
    releases.release(someone(campaign), campaign, NOW)
    assert (institution["accounts"]["ufr"].available, institution["accounts"]["scd"].available) == (
        0,
        1000,
    )
