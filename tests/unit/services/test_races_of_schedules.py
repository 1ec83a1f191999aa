"""Pairs of acts on a scheduled message at one moment: it leaves once, or not at all."""

import pytest
from factories import NOW
from planned import TEN, checked, house, scheduled, zoe
from races import AGAIN, TOGETHER, faults, race

from unisms.model.campaigns import WrongState
from unisms.model.folder import find
from unisms.model.rows import STATE
from unisms.services.campaigns import drafts
from unisms.services.delivery import claims, steering
from unisms.services.rights import rights
from unisms.services.rights.reaches import DraftFields
from unisms.services.rules import timetables
from unisms.services.schedules import arrivals, departures
from unisms.sms import states

PARIS, LINE = "/institutions/paris1", "/institutions/paris1/brokers/fake"
UNDONE = NOW + departures.UNDO


def campaign_of(root):
    return next(iter(find(root, PARIS)["campaigns"].values()))


def sender(root):
    return zoe(find(root, PARIS))


def depart(root):
    departures.depart(sender(root), campaign_of(root), NOW)


def renew(root):
    arrivals.renew(root, campaign_of(root).path, TEN)


def leave(root):
    arrivals.leave(root, campaign_of(root).path, TEN)


def cancel(root):
    departures.cancel(sender(root), campaign_of(root), TEN)


def hasten(root):
    departures.hasten(sender(root), campaign_of(root), TEN)


def change(root):
    campaign = campaign_of(root)
    fields = {name: getattr(campaign, name) for name in DraftFields.__annotations__}
    drafts.change(sender(root), campaign, now=TEN, **fields)


def close_account(root):
    find(root, PARIS)["accounts"]["scd"].closed = True


def withdraw(root):
    institution = find(root, PARIS)
    institution.grants.withdraw("person:zoe", "sender")


def raise_price(root):
    find(root, LINE).prices = (("", 990_000),)


def outcome(root):
    """The state of the campaign, whether it stands in the line, and whether it is paid for."""
    campaign = campaign_of(root)
    waits = campaign.path in find(root, LINE).in_turn()
    return campaign.state, waits, find(root, PARIS)["accounts"]["scd"].available < 1_000


LEFT, BACK = (states.SENDING, True, True), (states.CHECKED, False, False)
DRAFT = (states.DRAFT, False, False)


@pytest.mark.parametrize(
    ("first", "second", "told", "ends"),
    [
        (leave, cancel, WrongState, LEFT),
        (cancel, leave, AGAIN, BACK),
        (leave, leave, AGAIN, LEFT),
        (leave, change, WrongState, LEFT),
        (change, leave, AGAIN, DRAFT),
        (leave, hasten, WrongState, LEFT),
        (cancel, cancel, WrongState, BACK),
        (close_account, leave, AGAIN, BACK),
        (withdraw, leave, AGAIN, BACK),
        (raise_price, leave, AGAIN, BACK),
        (leave, close_account, TOGETHER, LEFT),
    ],
)
def test_two_acts_on_a_message_whose_hour_has_come(store, first, second, told, ends):
    scheduled(house(store.root))
    renew(store.root)
    store.commit()
    assert race(store, first, second) == told
    assert outcome(store.root) == ends
    assert faults(store.root) == []


@pytest.mark.parametrize(("first", "second"), [(cancel, renew), (renew, cancel)])
def test_called_back_while_its_audience_is_looked_at_it_stays_back(store, first, second):
    scheduled(house(store.root))
    store.commit()
    assert race(store, first, second) == AGAIN
    leave(store.root)
    assert outcome(store.root) == BACK


@pytest.mark.parametrize(
    ("first", "second", "told"), [(depart, depart, WrongState), (depart, change, AGAIN)]
)
def test_two_clicks_on_the_button_send_once(store, first, second, told):
    institution = house(store.root)
    timetables.choose(institution, timetables.UNDO, 1)
    checked(institution)
    store.commit()
    assert race(store, first, second) == told
    assert campaign_of(store.root).state in {states.SCHEDULED, states.DRAFT}


def test_stopped_at_any_moment_the_counts_agree_to_the_unit(store):
    """A claim and a stop at the same moment: what left and what was spared are all there are."""
    institution = house(store.root, people=40)
    timetables.choose(institution, timetables.UNDO, 1)
    campaign = checked(institution)
    departures.depart(zoe(institution), campaign, NOW)
    arrivals.leave(store.root, campaign.path, UNDONE)
    store.commit()
    spared, taken = [], []

    def stop(root):
        actor = rights.person(find(root, PARIS), "zoe")
        spared.append(steering.stop(actor, campaign_of(root), find(root, LINE), UNDONE))

    def claim(root):
        batch = claims.claim_batch(root, LINE, 7, "here", UNDONE)
        taken.append(len(batch.numbers) if batch else 0)

    assert race(store, claim, stop) == AGAIN
    found = [row[STATE] for _, row in campaign_of(store.root).stored_rows()]
    assert (spared[-1], taken[-1]) == (33, 7)
    assert (found.count(states.STOPPED), found.count(states.QUEUED)) == (33, 7)
