"""Repetitions: each made of the one before, checked by itself, within what somebody has read."""

import pytest
from factories import NOW
from planned import TEN, arrive, checked, house, join, mails, scheduled, settle, shown, zoe

from unisms.model.folder import look_up
from unisms.model.timings import Series
from unisms.services.campaigns import guards
from unisms.services.delivery import steering
from unisms.services.schedules import arrivals, departures, series
from unisms.sms import states

WEEK = 7 * 86400


@pytest.fixture
def institution(root):
    return house(root)


def weekly(institution, **fields):
    return scheduled(institution, each="week", times="4", **fields)


def next_of(campaign):
    name = Series(*campaign.series).following
    return campaign.__parent__[name] if name else None


def left(campaign, now=TEN):
    assert arrive(campaign, now), campaign.scheduled
    return campaign


def test_the_next_one_is_made_when_one_leaves_and_is_checked_by_itself(institution, root):
    campaign = left(weekly(institution))
    following = next_of(campaign)
    assert following.state == states.PREPARING
    assert [*arrivals.to_leave(root, TEN + WEEK)] == []
    settle(following, TEN)
    assert (following.state, following.scheduled.at) == (states.SCHEDULED, TEN + WEEK)
    assert (following.text, following.audience, following.author) == (
        campaign.text,
        campaign.audience,
        "zoe",
    )
    assert Series(*following.series)[:3] == (campaign.__name__, 2, campaign.__name__)
    assert following.counted("recipients") == 40
    assert list(campaign.__parent__.due()) == [(TEN + WEEK, following.__name__)]


def test_one_that_leaves_at_once_has_the_same_hour_the_next_time(institution):
    campaign = checked(institution, each="day", times="2")
    departures.depart(zoe(institution), campaign, NOW)
    following = next_of(campaign)
    settle(following)
    assert following.scheduled.at == NOW + 86400
    left(following, NOW + 86400)
    assert next_of(following) is None


def test_a_series_ends_after_its_last_time(institution):
    campaign, found = weekly(institution), []
    while campaign is not None:
        found.append(campaign.scheduled.at)
        left(campaign, campaign.scheduled.at)
        campaign = next_of(campaign)
        if campaign is not None:
            settle(campaign, found[-1])
    assert found == [TEN + week * WEEK for week in range(4)]


def test_its_limit_moves_along(institution):
    campaign = left(weekly(institution, until=shown(TEN + 1800)))
    assert next_of(campaign).wanted.until == shown(TEN + WEEK + 1800)


def test_a_group_that_grows_a_little_each_week_does_not_grow_without_end(institution):
    campaign = weekly(institution)
    for week in range(3):
        at = TEN + week * WEEK
        join(institution, 5, since=1_000 + 10 * week)
        if week == 2:
            break
        left(campaign, at)
        campaign = next_of(campaign)
        settle(campaign, at)
    assert arrive(campaign, at) == ""
    assert campaign.scheduled.refused == ("schedule", "grown", (55, 40))


def test_one_that_somebody_has_read_and_sent_is_the_new_measure(institution):
    campaign = left(weekly(institution))
    following = next_of(campaign)
    settle(following, TEN)
    join(institution, 20)
    assert arrive(following, TEN + WEEK) == ""
    departures.let_be_now(following)
    departures.depart(zoe(institution), following, TEN + WEEK + 7200)
    assert following.state == states.SENDING
    third = next_of(following)
    settle(third, TEN + WEEK + 7200)
    assert (third.scheduled.at, third.scheduled.recipients) == (TEN + 2 * WEEK, 60)
    left(third, TEN + 2 * WEEK)


def test_nobody_clicks_and_the_series_goes_no_further(institution):
    campaign = left(weekly(institution))
    following = next_of(campaign)
    settle(following, TEN)
    join(institution, 20)
    arrive(following, TEN + WEEK)
    assert list(campaign.__parent__.due()) == []
    assert (following.state, next_of(following)) == (states.CHECKED, None)


def test_missed_times_are_not_made_up_for(institution):
    campaign = left(weekly(institution))
    following = next_of(campaign)
    settle(following, TEN)
    arrive(following, TEN + WEEK + 7200)
    departures.let_be_now(following)
    departures.depart(zoe(institution), following, TEN + 2 * WEEK + 60)
    assert (next_of(following).series[1], next_of(following).scheduled.at) == (4, TEN + 3 * WEEK)


def test_one_that_was_stopped_stops_those_that_follow(institution):
    campaign = left(weekly(institution))
    following = next_of(campaign)
    settle(following, TEN)
    steering.stop(zoe(institution), campaign, institution["brokers"]["fake"], TEN + 60)
    assert arrive(following, TEN + WEEK) == ""
    assert following.scheduled.refused[:2] == ("schedule", "stopped_before")


def test_one_whose_audience_is_gone_ends_the_series_and_tells_so(institution):
    following = next_of(left(weekly(institution)))
    institution["groups"].remove("l2")
    settle(following, TEN)
    assert (following.state, following.scheduled.refused[:2]) == (
        states.DRAFT,
        ("schedule", "unprepared"),
    )
    assert len(mails(institution)) == 1


def test_one_that_cannot_be_written_any_more_ends_the_series(institution):
    second = next_of(left(weekly(institution)))
    settle(second, TEN)
    second.audience = ()  # as an administrator may leave it
    assert series.follow(second, "zoe", TEN) is None
    assert mails(institution)[-1].kind == "schedule.not_left"
    assert second.events()[-1].verb == "series_ended"


def test_changed_by_its_author_a_repetition_waits_for_a_click(institution, root):
    campaign = left(weekly(institution))
    following = next_of(campaign)
    settle(following, TEN)
    departures.cancel(zoe(institution), following, TEN + 60)
    assert list(campaign.__parent__.due()) == []
    series.settle(root, following.path, TEN + 61)
    assert following.state == states.CHECKED


def test_the_sweep_finds_a_repetition_that_was_prepared_and_not_settled(institution, root):
    campaign = left(weekly(institution))
    following = next_of(campaign)
    assert [*series.to_settle(root, TEN)] == []
    guards.prepare(root, following.path, TEN)
    assert [*series.to_settle(root, TEN)] == [("settle_schedule", following.path, "zoe")]
    series.settle(root, following.path, TEN)
    assert [*series.to_settle(root, TEN)] == []
    series.settle(root, "/institutions/paris1/campaigns/gone", TEN)
    assert look_up(root, "/institutions/paris1/campaigns/gone") is None
