"""A worker takes up what the release before has left:
it is handed over, told, closed and paid as it was agreed."""

import nights
import pytest
from upgraded import MOMENT

from unisms.model.folder import find
from unisms.ports import Receipt
from unisms.services.campaigns import releases
from unisms.services.delivery import closing
from unisms.services.money import ledgers
from unisms.sms import states
from unisms.tasks import night
from unisms.testing.factories import someone
from unisms.testing.fixtures import eventually
from unisms.testing.outsiders import FakeBroker

OWN, SHARED = "/institutions/paris1/brokers/simulateur", "/brokers/commun"
LATE = MOMENT + 30 * 86400


@pytest.fixture
def broker(upgraded_house, monkeypatch):
    """A broker that obeys stands in for the simulated one of before."""
    broker = FakeBroker()
    monkeypatch.setitem(
        upgraded_house.registry.factories, ("broker", "simulator"), lambda settings: broker
    )
    return broker


@pytest.fixture
def house(upgraded_house, broker):
    for path in (OWN, SHARED):
        upgraded_house.run(lambda root, path=path: setattr(find(root, path), "pace", 0))
    return upgraded_house


def counted(house, name):
    def count(root):
        found = [row[1] for _, row in find(root, house.campaigns()[name]).stored_rows()]
        return {state: found.count(state) for state in found}

    return house.run(count)


def deliver(house):
    for path in (OWN, SHARED):
        house.worker.enqueue("deliver", path)
    house.worker.drain()


def test_what_was_in_the_line_leaves_and_an_open_claim_of_before_is_in_doubt(house, broker):
    waited = {name: counted(house, name) for name in ("sending", "shared", "dearer", "paused")}
    deliver(house)
    assert counted(house, "sending")[states.UNCERTAIN] == 3
    for name in ("sending", "shared", "dearer"):
        assert waited[name][states.QUEUED] > 0
        assert states.QUEUED not in counted(house, name)
    assert counted(house, "paused") == waited["paused"]
    assert len(broker.written) == len({message.reference for message in broker.written})


def test_what_left_before_the_upgrade_does_not_say_how_and_what_leaves_after_it_does(house):
    def look(root):
        rows = {}
        for name in ("sending", "shared", "closed", "uncertain"):
            campaign = find(root, house.campaigns()[name])
            found = [campaign.row(number) for number, _ in campaign.stored_rows()]
            rows[name] = [(campaign.carried_by(row), row.accepted_at, row.network) for row in found]
        return rows

    before = house.run(look)
    assert {told for rows in before.values() for told in rows} == {("", 0, "")}
    deliver(house)
    after = house.run(look)
    taken = {path for path, at, _ in after["sending"] + after["shared"] if at}
    assert taken == {OWN, SHARED}
    assert (after["closed"], after["uncertain"]) == (before["closed"], before["uncertain"])


def test_news_of_what_left_before_the_upgrade_are_applied(house):
    deliver(house)
    news = [Receipt(f"c5-{part}", states.DELIVERED) for part in range(2)]
    done = []
    lease = next(one for one in house.worker.leases() if one.path == SHARED)
    lease.news.put([*news, Receipt("c7-0", states.FAILED)], lambda: done.append(True))
    eventually(lambda: done)

    def look(root):
        assert "late-0" in find(root, SHARED).parked
        return {row[2]: row[1] for _, row in find(root, house.campaigns()["shared"]).stored_rows()}

    found = house.run(look)
    assert found["+c5-0 +c5-1"] == states.DELIVERED
    assert found["c7-0 c7-1"] == states.FAILED


def test_what_came_over_http_before_the_upgrade_reaches_whom_it_is_for(house):
    deliver(house)

    def look(root):
        nice = root["institutions"]["nice"].replies
        texts = [text for month in nice.months() for *_, text in nice.of(month)]
        rows = [row[2] for _, row in find(root, house.campaigns()["shared"]).stored_rows()]
        told = "+c1-0 c1-1 c1-2 c1-3 c1-4" in rows
        return told and "merci" in texts and not len(find(root, SHARED).inboxes)

    assert eventually(lambda: house.run(look))


def _stop(campaign, connection):
    closing.stop(someone(campaign, "abenali"), campaign, connection, MOMENT)


def test_what_is_open_closes_and_pays_what_was_agreed(house):
    deliver(house)
    house.run(lambda root: _stop(*_steered(root, house, "paused")))
    open_ = [name for name in house.campaigns() if is_open(house, name)]
    assert {"sending", "uncertain", "stopped", "resent", "shared", "dearer"} <= set(open_)
    for name in open_:
        assert house.run(closing.close_if_due, house.campaigns()[name], LATE)
    for name in ("paris1", "nice"):
        assert house.run(ledgers.look, name).faults == []
    dearer = house.run(entries, house.campaigns()["dearer"])
    assert sum(entry.amount for entry in dearer) == 50 * sum(entry.segments for entry in dearer) < 0


def test_what_was_checked_at_another_price_is_checked_again(house):
    path = house.campaigns()["checked-dearer"]
    with pytest.raises(releases.Outdated, match="price"):
        house.run(
            lambda root: releases.release(
                someone(find(root, path), "zlefevre"), find(root, path), MOMENT
            )
        )


def test_a_night_forgets_what_is_old_and_leaves_the_money_right(house):
    deliver(house)
    for name in ("", "paris1", "nice"):
        house.run(nights.forget_of, name, LATE)
    for name in ("paris1", "nice"):
        night.erase_texts(house.worker, name, LATE + 90 * 86400)
        assert house.run(ledgers.look, name).faults == []
    assert (
        house.run(lambda root: list(find(root, OWN).parked) + list(find(root, SHARED).parked)) == []
    )
    assert house.run(lambda root: find(root, house.campaigns()["closed"]).erased_at) > LATE


def is_open(house, name):
    path = house.campaigns()[name]
    return house.run(lambda root: find(root, path).state in (states.SENT, states.STOPPED))


def _steered(root, house, name):
    campaign = find(root, house.campaigns()[name])
    return campaign, find(root, campaign.connection)


def entries(root, path):
    campaign = find(root, path)
    account = find(root, path.partition("/campaigns/")[0])["accounts"][campaign.account]
    return account.entries_of(campaign.__name__)
