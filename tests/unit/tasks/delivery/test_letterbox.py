"""From what a broker told to the store: one item that cannot be stored is in nobody's way."""

import pytest
from factories import NOW, eventually, mobile
from turns import PATH, released, rows

from unisms.model.folder import find
from unisms.ports import Receipt, Reply
from unisms.services.delivery import inbox, news, receipts, unread
from unisms.sms import states
from unisms.tasks.delivery import lease as module
from unisms.tasks.second_look import read_again

pytestmark = pytest.mark.usefixtures("house")


@pytest.fixture
def campaign(worker):
    path = released(worker)
    worker.enqueue("deliver", PATH)
    worker.drain()
    return path


def kept(worker):
    return [one[1:4] for _, one in worker.run(lambda root: unread.waiting(find(root, PATH)))]


@pytest.fixture
def poison(monkeypatch):
    """Of the items that look well, the receipt with the id ``bad`` and the reply ``bad`` cannot be
    stored."""

    def apply(root, path, matched, replies, now, keys=(), apply=receipts.apply):
        if any(one.receipt.id == "bad" for one in matched) or any(
            one.text == "bad" for one in replies
        ):
            raise AttributeError("an item is in the way")
        return apply(root, path, matched, replies, now, keys)

    monkeypatch.setattr(receipts, "apply", apply)


@pytest.mark.parametrize(
    "unfit", [Receipt(1, states.DELIVERED), Receipt("a", "DELIVRD"), None, "news"]
)
def test_what_is_not_as_promised_is_set_aside_and_told_once(
    worker, broker, campaign, unfit, caplog
):
    acknowledged = []
    broker.inbox.put([unfit, *broker.receipts(), unfit], lambda: acknowledged.append(1))
    eventually(lambda: acknowledged)
    assert set(rows(worker, campaign).values()) == {states.DELIVERED}
    assert len(kept(worker)) == 2
    assert caplog.text.count("not as promised") == 1


def test_an_item_that_cannot_be_stored_blocks_nothing_that_comes_after_it(
    worker, broker, campaign, poison, caplog
):
    acknowledged = []
    bad = [
        Receipt("bad", states.DELIVERED, msisdn=mobile(9)),
        Reply(mobile(1), "bad", "38000", NOW),
    ]
    broker.inbox.put([bad[0], *broker.receipts(), bad[1]], lambda: acknowledged.append(1))
    eventually(lambda: acknowledged)
    assert set(rows(worker, campaign).values()) == {states.DELIVERED}
    assert sorted(kept(worker)) == [("receipt", "store", 0), ("reply", "store", 0)]
    assert "2 news cannot be stored and are set aside" in caplog.text
    assert worker.run(lambda root: list(find(root, PATH).parked)) == []


def test_nor_does_one_that_came_over_http(worker, broker, campaign, poison, monkeypatch):
    monkeypatch.setattr(module, "LOOK", 0.01)
    news = [Receipt("bad", states.DELIVERED), *broker.receipts()]
    worker.run(lambda root: inbox.put(find(root, PATH), news))
    eventually(lambda: not worker.run(lambda root: len(find(root, PATH).inboxes)))
    assert set(rows(worker, campaign).values()) == {states.DELIVERED}
    assert kept(worker) == [("receipt", "store", 0)]


def test_what_can_be_stored_alone_is_not_set_aside(worker, broker, campaign, monkeypatch):
    def apply(root, path, matched, replies, now, keys=(), apply=receipts.apply):
        if len(matched) > 1:
            raise AttributeError("too many")
        return apply(root, path, matched, replies, now, keys)

    monkeypatch.setattr(receipts, "apply", apply)
    acknowledged = []
    broker.inbox.put(broker.receipts(), lambda: acknowledged.append(1))
    eventually(lambda: acknowledged)
    assert set(rows(worker, campaign).values()) == {states.DELIVERED}
    assert kept(worker) == []


def test_while_the_store_is_away_nothing_is_set_aside(worker, broker, campaign, monkeypatch):
    lease, run, tries = worker.lease(PATH), worker.run, []

    def away(func, *args):
        if func.__module__ == "unisms.tasks.delivery.letterbox" and len(tries) < 5:
            tries.append(1)
            raise OSError("no route") if len(tries) % 2 else AttributeError("no connection")
        return run(func, *args)

    monkeypatch.setattr(worker, "run", away)
    acknowledged = []
    lease.news.put(broker.receipts(), lambda: acknowledged.append(1))
    eventually(lambda: acknowledged)
    assert set(rows(worker, campaign).values()) == {states.DELIVERED}
    assert kept(worker) == []


def test_an_adapter_that_fails_to_acknowledge_keeps_nobody_else_from_it(
    worker, broker, campaign, caplog
):
    acknowledged = []

    def fails():
        raise RuntimeError("the loop has ended")

    lease = worker.lease(PATH)
    lease.news.put(broker.receipts(), fails)
    lease.news.put([Receipt("z", states.DELIVERED)], lambda: acknowledged.append(1))
    eventually(lambda: acknowledged)
    assert "failed to acknowledge" in caplog.text


def test_of_a_long_message_one_receipt_is_believed_after_a_while(worker, broker, monkeypatch):
    monkeypatch.setattr("unisms.tasks.delivery.halves.LONGEST", -60)
    monkeypatch.setattr(module, "LOOK", 0)
    monkeypatch.setattr(broker, "segments_of", lambda _: 2)
    path = released(worker, text="x" * 200)
    worker.enqueue("deliver", PATH)
    worker.drain()
    first = [ids[0] for ids in broker.ids.values()]
    broker.inbox.put([Receipt(id, states.DELIVERED) for id in first], lambda: None)
    eventually(lambda: set(rows(worker, path).values()) == {states.DELIVERED})
    assert worker.run(lambda root: find(root, PATH).receipts_cover[0]) == "message"


def test_a_receipt_of_no_message_that_is_known_is_kept_sealed_and_can_be_read_again(
    worker, broker, campaign
):
    reply = Reply(mobile(7), "id:x stat:DELIVRD", "36111", NOW)
    lone = Receipt("x", states.DELIVERED, "", mobile(7), otherwise=reply, of_form=True)
    broker.inbox.put([lone], lambda: None)
    eventually(lambda: kept(worker) == [("receipt", "message", 0)])
    read_again(worker, PATH)
    assert kept(worker) == []
    eventually(lambda: kept(worker) == [("receipt", "message", 0)])
    assert worker.run(lambda root: list(root["institutions"]["paris1"].replies.months())) == []
    [(_, one)] = worker.run(lambda root: unread.waiting(find(root, PATH)))
    opened = unread.opened(one, unread.box_of(worker.registry.settings["unisms.secret"]))
    assert news.read_again("receipt", opened) == [lone]
