"""When a message leaves, when its last one will have left, and why not before."""

import pytest
from factories import NOW, make_campaign, make_recipient
from planned import TEN, checked, house, scheduled, shown

from unisms.model.timings import Timing
from unisms.services.brokers import quiet
from unisms.services.campaigns import releases
from unisms.services.schedules import forecasts
from unisms.sms import states
from unisms.testing.factories import someone


@pytest.fixture
def institution(root):
    return house(root)


def test_a_message_without_an_hour_leaves_now_and_is_soon_through(institution):
    found = forecasts.of(checked(institution), NOW)
    assert found == forecasts.Forecast(NOW, NOW, "", NOW + 1, 0)
    assert not found.is_short


def test_the_pace_of_a_connection_and_a_period_tell_the_end(institution):
    institution["brokers"]["fake"].pace = 1
    assert forecasts.of(checked(institution), NOW).ends == NOW + 40
    assert forecasts.of(checked(institution, spread="90"), NOW).ends == NOW + 5400


def test_quiet_hours_are_told_with_their_reason(institution):
    institution.quiet_hours = (9 * 60, 10 * 60)
    found = forecasts.of(checked(institution), NOW)
    assert (found.asked, found.begins, found.why) == (NOW, TEN, "hours")


def test_what_would_leave_too_late_is_told(institution):
    campaign = checked(institution, spread="90", until=shown(TEN))
    assert forecasts.of(campaign, NOW).is_short
    assert not forecasts.of(checked(institution, spread="30", until=shown(TEN)), NOW).is_short


def test_the_hours_of_a_repetition_begin_with_the_day_it_was_written_on(institution):
    found = forecasts.hours_of(checked(institution, each="day", times="2"))
    assert found == [shown(NOW), shown(NOW + 86400)]


def zoned(institution, at="2027-01-15T12:00", **told):
    people = [
        make_recipient(place)._replace(msisdn=number, values=())
        for place, number in enumerate(("+33639980001", "+262692000001", "+262692000002"))
    ]
    timing = Timing(at=at, own_zone=True, **told)
    return make_campaign(institution, people, columns=(), text="Bonjour", timing=tuple(timing))


def test_each_zone_has_its_hour_and_its_people(institution):
    campaign = zoned(institution, until="2027-01-15T14:00")
    asked = forecasts.asked_for(campaign, NOW)
    reunion, paris = NOW, NOW + 3 * 3600
    assert asked == reunion
    found = forecasts.of(campaign, asked)
    assert found.zones == (("Indian/Reunion", reunion, 2), ("Europe/Paris", paris, 1))
    assert (found.begins, found.ends, found.until) == (reunion, paris + 1, paris + 7200)


@pytest.mark.parametrize(
    ("now", "asked"),
    [
        (NOW - 3600, NOW),
        (NOW + 3600, NOW + 3600),  # it has passed for some, and comes for others
        (NOW + 3 * 3600 + 1, NOW),  # it has passed for all
    ],
)
def test_an_hour_that_has_passed_for_some_is_now(institution, now, asked):
    assert forecasts.asked_for(zoned(institution), now) == asked


def test_an_unchecked_message_has_no_pace(institution):
    campaign = checked(institution)
    campaign.check = ()
    assert forecasts.of(campaign, NOW).ends == NOW


def test_lists_show_it_as_scheduled_until_its_hour(institution):
    campaign = scheduled(institution)
    assert quiet.leaves_at(campaign, NOW) == TEN
    assert quiet.shown_state(campaign, NOW) == states.SCHEDULED


def test_the_page_of_one_under_way_says_for_which_hour_it_waits(institution):
    campaign = zoned(institution)
    releases.release(someone(campaign), campaign, NOW)
    assert quiet.why(campaign, NOW) == "zones"
    assert quiet.leaves_at(campaign, NOW) == 0
    institution.quiet_hours = (8 * 60, 10 * 60)
    other = checked(institution)
    releases.release(someone(other), other, NOW)
    assert (quiet.why(other, NOW), quiet.leaves_at(other, NOW)) == ("hours", TEN)
