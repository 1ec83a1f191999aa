"""A checked campaign leaves now or at its hour, can be called back, or leaves earlier after all."""

import pytest
from factories import NOW
from planned import TEN, arrive, checked, house, join, scheduled, shown, zoe

from unisms.model.accounts import AccountClosed, NotEnoughCredit
from unisms.model.campaigns import WrongState
from unisms.model.roles import Limits, Role
from unisms.services.campaigns import drafts
from unisms.services.campaigns.guards import BeyondLimit
from unisms.services.ground import lives
from unisms.services.rights.reaches import DraftFields
from unisms.services.rules import timetables
from unisms.services.rules.timings import Untimely
from unisms.services.schedules import departures
from unisms.sms import states


@pytest.fixture
def institution(root):
    return house(root)


def depart(campaign, now=NOW, **options):
    departures.depart(zoe(campaign.__parent__.__parent__), campaign, now, **options)


def due(campaign):
    return list(campaign.__parent__.due())


def test_without_an_hour_it_leaves_at_once(institution):
    campaign = checked(institution)
    depart(campaign)
    assert (campaign.state, campaign.schedule, due(campaign)) == (states.SENDING, (), [])


def test_with_an_hour_it_waits_and_its_folder_knows_until_when(institution):
    campaign = scheduled(institution)
    assert due(campaign) == [(TEN, campaign.__name__)]
    assert institution["brokers"]["fake"].in_turn() == []
    assert institution["accounts"]["scd"].available == 1_000  # nothing is reserved yet
    entry = institution.audit.waiting()[-1]
    assert (entry.verb, entry.by) == ("campaign.scheduled", "zoe")


def test_a_second_click_changes_nothing(institution):
    campaign = scheduled(institution)
    with pytest.raises(WrongState):
        depart(campaign)
    assert campaign.scheduled.at == TEN


def test_called_back_it_is_checked_and_its_folder_lets_nothing_leave(institution):
    campaign = scheduled(institution)
    departures.cancel(zoe(institution), campaign, NOW + 60)
    assert (campaign.state, campaign.schedule, due(campaign)) == (states.CHECKED, (), [])
    assert arrive(campaign) == ""
    with pytest.raises(WrongState):
        departures.cancel(zoe(institution), campaign, NOW + 61)


def test_changed_while_it_waits_it_is_a_draft_that_leaves_no_more(institution):
    campaign = scheduled(institution)
    fields = {name: getattr(campaign, name) for name in DraftFields.__annotations__}
    drafts.change(zoe(institution), campaign, now=NOW, **fields)
    assert (campaign.state, campaign.schedule, due(campaign)) == (states.DRAFT, (), [])


def test_hastened_it_leaves_now_once_its_audience_was_looked_at_again(institution):
    campaign = scheduled(institution)
    join(institution, 3)
    departures.hasten(zoe(institution), campaign, NOW + 60)
    assert due(campaign) == [(NOW + 60, campaign.__name__)]
    assert arrive(campaign, NOW + 61) == campaign.connection
    assert (campaign.state, campaign.counted("recipients")) == (states.SENDING, 43)


@pytest.mark.parametrize(
    ("fields", "now", "code"),
    [
        ({"at": shown(TEN)}, TEN + departures.GRACE + 1, "past"),
        ({"until": shown(TEN)}, TEN, "late"),
        ({"at": shown(TEN), "until": shown(TEN)}, NOW, "never"),
    ],
)
def test_what_cannot_leave_in_time_is_refused(institution, fields, now, code):
    campaign = checked(institution, **fields)
    with pytest.raises(Untimely) as refusal:
        depart(campaign, now)
    assert (refusal.value.code, campaign.state) == (code, states.CHECKED)


def test_an_hour_that_passed_while_one_read_the_check_is_now(institution):
    campaign = checked(institution, at=shown(TEN))
    depart(campaign, TEN + departures.GRACE)
    assert campaign.state == states.SENDING


def test_an_hour_long_past_can_be_now_if_one_says_so(institution):
    campaign = checked(institution, at=shown(TEN))
    departures.let_be_now(campaign)
    depart(campaign, TEN + 7200)
    assert campaign.state == states.SENDING


def test_quiet_hours_that_last_beyond_its_use_let_it_never_leave(institution):
    institution.quiet_hours = (9 * 60, 12 * 60)
    campaign = checked(institution, until=shown(TEN))
    with pytest.raises(Untimely, match="never"):
        depart(campaign)


def test_a_large_one_can_be_called_back_for_a_minute(institution):
    timetables.choose(institution, timetables.UNDO, 40)
    campaign = checked(institution)
    depart(campaign)
    assert campaign.state == states.SCHEDULED
    assert campaign.scheduled[:4] == (NOW + departures.UNDO, "zoe", NOW, True)
    assert arrive(campaign, NOW + departures.UNDO - 1) == ""
    assert arrive(campaign, NOW + departures.UNDO) == campaign.connection
    assert campaign.state == states.SENDING


def test_called_back_within_the_minute_nothing_of_it_has_left(institution):
    timetables.choose(institution, timetables.UNDO, 1)
    campaign = checked(institution)
    depart(campaign)
    departures.cancel(zoe(institution), campaign, NOW + departures.UNDO - 1)
    assert arrive(campaign, NOW + departures.UNDO) == ""
    assert (campaign.state, campaign.has_begun) == (states.CHECKED, False)
    assert institution["accounts"]["scd"].available == 1_000


@pytest.mark.parametrize(
    ("least", "options", "fields"),
    [
        (41, {}, {}),
        (0, {}, {}),
        (1, {"origin": "command"}, {}),
        (1, {}, {"purpose": ("emergency",), "reason": "gaz", "urgent": True}),
    ],
)
def test_small_ones_commands_and_alerts_leave_without_that_minute(
    institution, least, options, fields
):
    institution.grants.give("person:zoe", "administrator")
    timetables.choose(institution, timetables.UNDO, least)
    campaign = checked(institution, **fields)
    for name, value in options.items():
        setattr(campaign, name, value)
    depart(campaign)
    assert campaign.state == states.SENDING


def test_the_hours_of_a_role_are_those_at_which_it_leaves(institution):
    institution["roles"].add(
        "late", Role("Soir", ("campaign:compose", "campaign:send"), Limits(hours=(600, 720)))
    )
    institution.grants.withdraw("person:zoe", "sender")
    institution.grants.give("person:zoe", "late")
    campaign = checked(institution, at=shown(TEN))
    depart(campaign)
    assert campaign.state == states.SCHEDULED
    now = checked(institution)
    with pytest.raises(BeyondLimit, match="hours"):
        depart(now)


def test_credit_that_lacks_already_is_told_at_once(institution):
    campaign = checked(institution, at=shown(TEN))
    campaign.check = tuple(
        (name, 2_000) if name == "segments" else (name, value) for name, value in campaign.check
    )
    with pytest.raises(NotEnoughCredit):
        depart(campaign)
    assert campaign.state == states.CHECKED


def test_a_closed_account_and_a_held_store_schedule_nothing(institution, root):
    campaign = checked(institution, at=shown(TEN))
    institution["accounts"]["scd"].closed = True
    with pytest.raises(AccountClosed):
        depart(campaign)
    institution["accounts"]["scd"].closed = False
    lives.life_of(root).restored = tuple(lives.Restore(NOW - 10, NOW - 20, NOW - 10, ()))
    with pytest.raises(lives.StoreHeld):
        depart(campaign)
    assert campaign.state == states.CHECKED
