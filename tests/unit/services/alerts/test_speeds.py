"""How long an alert takes to leave: by its contract, as measured, or as usual."""

import pytest
from factories import NOW, make_campaign, make_house
from left_out import FAKE

from unisms.services.alerts import speeds
from unisms.services.alerts.speeds import LeavingTime


@pytest.fixture
def campaign(root):
    return make_campaign(make_house(root))


@pytest.fixture
def connection(campaign):
    return campaign.__parent__.__parent__["brokers"]["fake"]


def test_the_pace_of_the_contract_tells_it(campaign, connection):
    connection.pace = 40
    assert speeds.estimate(campaign, 40_000) == LeavingTime(1_000, 40.0, "contract")


def test_without_one_the_last_larger_campaign_does(campaign, connection):
    assert campaign.connection == FAKE
    campaign.check = (("recipients", 500),)
    campaign.sent_at, campaign.ended_at = NOW, NOW + 50
    assert speeds.estimate(campaign, 2_000) == LeavingTime(200, 10.0, "measured")
    campaign.connection = "/gone"
    assert speeds.estimate(campaign, 2_000).source == "measured"


def test_else_it_is_as_usual(campaign):
    found = speeds.estimate(campaign, 1)
    assert (found.seconds, found.source) == (1, "usual")
