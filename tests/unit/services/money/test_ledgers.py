"""The proof that money agrees, tried on stores in which it does not."""

import pytest
from factories import (
    NOW,
    make_account,
    make_campaign,
    make_connection,
    make_draft,
    make_house,
    make_release,
    reread,
)

from unisms.model.accounts import LedgerEntry
from unisms.services.delivery import closing
from unisms.services.money import ledgers
from unisms.sms import states


@pytest.fixture
def house(root):
    """An institution with a draft, a checked, an open, a closed campaign, and one on a shared
    connection."""
    institution = make_house(root)
    make_connection(root, "consortium")
    make_draft(institution)
    make_campaign(institution)
    make_release(institution, title="open")
    make_release(institution, connection="/brokers/consortium")
    closed = make_release(institution, title="closed")
    closed.state, closed.ended_at = states.STOPPED, NOW
    closing.close(closed, institution["brokers"]["fake"], NOW)
    return reread(institution)


def named(house, title):
    return next(one for one in house["campaigns"].values() if one.title == title)


def in_state(house, state):
    return next(one for one in house["campaigns"].values() if one.state == state)


def look(house):
    return ledgers.look(house.__parent__.__parent__, "paris1")


def test_where_all_agrees_it_says_how_much_it_looked_at(house):
    assert look(house) == ledgers.Looked(accounts=1, entries=5, campaigns=5, faults=[])


def test_looking_changes_nothing(store, house):
    store.commit()
    look(house)
    assert store.connection._registered_objects == []


def account(house):
    return house["accounts"]["scd"]


def entry(kind, campaign, segments):
    return LedgerEntry(NOW, kind, campaign.__name__, segments, 0)


def record(house, kind, campaign, segments):
    account(house).record(f"{campaign.__name__}:{kind}", entry(kind, campaign, segments))


def without(house, campaign, kind):
    scd, key = account(house), f"{campaign.__name__}:{kind}"
    scd.balance.available -= scd.entry(key).segments
    del scd._ledger[key]
    scd.index_ledger()


def settled_at(house, segments):
    without(house, named(house, "closed"), "settle")
    record(house, "settle", named(house, "closed"), segments)


def more_rows(house):
    campaign = named(house, "open")
    campaign.write(1, campaign.row(1)._replace(segments=3))


def taken_more(house):
    campaign = named(house, "open")
    campaign.write(1, campaign.row(1)._replace(segments=9, state=states.DELIVERED))


def empty_order(house):
    account(house)._order.clear()


def of_two_accounts(house):
    other, campaign = make_account(house, "ufr"), named(house, "open")
    other.record(f"{campaign.__name__}:resend-9", entry("resend-9", campaign, -1))


BROKEN = [
    (lambda paris: setattr(account(paris).balance, "available", 990), "ledger adds up to"),
    (
        lambda paris: setattr(account(paris).balance, "available", -1),
        "more is spent than was ever given",
    ),
    (empty_order, "latest entries"),
    (
        lambda paris: record(paris, "reserve", in_state(paris, states.CHECKED), -2),
        "checked, and credit is reserved",
    ),
    (
        lambda paris: record(paris, "reserve", in_state(paris, states.DRAFT), -2),
        "draft, and credit is reserved",
    ),
    (lambda paris: without(paris, named(paris, "open"), "reserve"), "nothing was ever reserved"),
    (lambda paris: without(paris, named(paris, "closed"), "settle"), "never settled"),
    (lambda paris: record(paris, "settle", named(paris, "open"), 1), "settled already"),
    (more_rows, "are reserved"),
    (taken_more, "more has left"),
    (of_two_accounts, "another account"),
    (lambda paris: settled_at(paris, 9), "was charged"),
    (lambda paris: settled_at(paris, -9), "was charged"),
    (lambda paris: paris["campaigns"].remove(named(paris, "open").__name__), "and it is gone"),
    (lambda paris: paris["brokers"]["fake"].open.clear(), "on no connection"),
    (lambda paris: paris["brokers"].remove("fake"), "on no connection"),
    (
        lambda paris: paris["brokers"]["fake"].open.add(named(paris, "closed").path),
        "which is closed",
    ),
    (
        lambda paris: paris["brokers"]["fake"].join_line("/institutions/paris1/campaigns/x", 0),
        "which is gone",
    ),
    (
        lambda paris: setattr(in_state(paris, states.CHECKED), "state", states.SENDING),
        "nothing was ever reserved",
    ),
]


@pytest.mark.parametrize(("damage", "told"), BROKEN)
def test_what_does_not_agree_is_named(house, damage, told):
    damage(house)
    faults = look(house).faults
    assert any(told in fault.sentence for fault in faults), faults


def test_a_campaign_that_is_gone_and_was_settled_is_no_fault(house):
    house["campaigns"].remove(named(house, "closed").__name__)
    assert look(house).faults == []
