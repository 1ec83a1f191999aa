"""The report of an alert: the time until a share of its messages had come so far."""

import pytest
from factories import NOW, make_house, make_release

from unisms.services.alerts import reports
from unisms.sms import causes, states
from unisms.sms.purposes import EMERGENCY


@pytest.fixture
def alert(root):
    return make_release(make_house(root), 10, purpose=(EMERGENCY,))


def hand_over(campaign, number, after, shown=None):
    row = campaign.row(number).moved(states.ACCEPTED, NOW + after)
    campaign.write(number, row._replace(accepted_at=NOW + after))
    if shown is not None:
        campaign.write(number, campaign.row(number).moved(states.DELIVERED, NOW + shown))


def test_nothing_is_reached_before_anything_leaves(alert):
    assert reports.reached(alert) == [(50, None, None), (90, None, None), (99, None, None)]


def test_each_share_tells_how_long_it_took(alert):
    for number in range(1, 11):
        hand_over(alert, number, after=number, shown=2 * number if number < 10 else None)
    assert reports.reached(alert) == [(50, 5, 10), (90, 9, 18), (99, 10, None)]


def test_whoever_was_set_aside_is_in_no_share_and_a_refusal_was_handed_over(alert):
    row = alert.row(1)
    alert.write(1, row._replace(state=states.SET_ASIDE, cause=causes.OPT_OUT))
    alert.write(2, alert.row(2).moved(states.FAILED, NOW + 3, causes.NUMBER_INVALID))
    for number in range(3, 11):
        hand_over(alert, number, after=4)
    assert reports.reached(alert)[2] == (99, 4, None)


def test_a_clock_that_was_set_back_makes_no_time_negative(alert):
    for number in range(1, 11):
        hand_over(alert, number, after=-5)
    assert reports.reached(alert)[0].handed == 0


def test_an_alert_that_was_released_has_a_report(root, alert):
    assert reports.is_told(alert)
    other = make_release(alert.__parent__.__parent__, 1)
    assert not reports.is_told(other)
    other.purpose, other.state = (EMERGENCY,), states.CHECKED
    assert not reports.is_told(other)
