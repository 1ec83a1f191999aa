"""The news of a connection: its lease stores receipts and replies, then acknowledges them, to the
last one."""

import logging
import threading
import time

import pytest
from factories import NOW, eventually, make_release, mobile, tasks_here
from turns import PATH, seen

from unisms.model.folder import find
from unisms.ports import Part, Receipt, Reply, Unread
from unisms.services.delivery import inbox, unread
from unisms.services.replies.parts import PATIENCE
from unisms.sms import states
from unisms.tasks.delivery import lease as module
from unisms.tasks.delivery import letterbox
from unisms.tasks.delivery.record import look
from unisms.testing.store import SECRET

pytestmark = pytest.mark.usefixtures("house")


def delivered(worker, broker, recipients=3):
    """A campaign that the broker has taken; its path."""
    path = worker.run(lambda root: make_release(root["institutions"]["paris1"], recipients).path)
    worker.enqueue("deliver", PATH)
    worker.drain()
    return path


def test_what_the_session_tells_is_stored_then_acknowledged(worker, broker):
    path = delivered(worker, broker)
    acknowledged = broker.delivers()
    eventually(lambda: len(acknowledged) == 3)
    assert seen(worker, path) == {states.DELIVERED}


def test_a_reply_is_stored(worker, broker):
    worker.lease(PATH)
    broker.inbox.put([Reply(mobile(1), "Oui", "38000", NOW)], lambda: None)
    replies = eventually(
        lambda: worker.run(lambda root: root["institutions"]["paris1"].replies.of("2027-01"))
    )
    assert replies == [(NOW, mobile(1), "38000", "Oui")]


def test_parts_of_a_reply_are_joined_or_given_after_a_minute(worker, broker):
    lease = worker.lease(PATH)
    first, second, other = (
        Reply(mobile(1), text, "38000", NOW, part=Part(reference, 2, number))
        for text, reference, number in (("O", 7, 1), ("ui", 7, 2), ("N", 8, 1))
    )
    acknowledged = []
    for part in (first, second, other):
        broker.inbox.put([part], lambda: acknowledged.append(1))
    eventually(lambda: len(acknowledged) == 3)
    now = int(time.time())
    lease._look(now)
    assert texts(worker) == ["Oui"]
    lease._look(now + PATIENCE + 5)
    assert texts(worker) == ["N", "Oui"]
    lease._look(now + PATIENCE + 5)  # nothing waits any more


def texts(worker):
    return sorted(
        one[3]
        for one in worker.run(lambda root: root["institutions"]["paris1"].replies.of("2027-01"))
    )


def test_what_the_session_cannot_read_is_kept_sealed_then_acknowledged(worker, broker):
    lease, acknowledged = worker.lease(PATH), []
    broker.inbox.put([Unread("deliver_sm", "receipt", 3, b"id:?")], lambda: acknowledged.append(1))
    eventually(lambda: acknowledged)
    [(_, kept)] = worker.run(lambda root: unread.waiting(find(root, PATH)))
    assert (kept.command, kept.what, kept.octet) == ("deliver_sm", "receipt", 3)
    assert unread.opened(kept, unread.box_of(SECRET)) == b"id:?"
    lease.release()


def test_a_receipt_before_the_answer_is_kept(worker, broker):
    def meanwhile(message):
        [id] = broker.ids[message.reference]
        broker.inbox.put([Receipt(id, states.DELIVERED, msisdn=message.msisdn)], lambda: None)

    broker.meanwhile = meanwhile
    path = delivered(worker, broker)
    eventually(lambda: seen(worker, path) == {states.DELIVERED})


def test_a_receipt_parked_before_the_answer_finds_its_message_without_further_news(
    worker, broker, monkeypatch
):
    monkeypatch.setattr("unisms.tasks.delivery.news.PATIENCE", 0)

    def meanwhile(message):
        [id] = broker.ids[message.reference]
        broker.inbox.put([Receipt(id, states.DELIVERED, msisdn=message.msisdn)], lambda: None)
        eventually(lambda: worker.run(lambda root: len(find(root, PATH).parked)))

    broker.meanwhile = meanwhile
    path = delivered(worker, broker, 1)
    eventually(lambda: seen(worker, path) == {states.DELIVERED})
    eventually(lambda: worker.run(lambda root: not len(find(root, PATH).parked)))


def test_news_that_came_over_http_are_taken_from_the_inbox(worker, broker, monkeypatch):
    path = delivered(worker, broker)

    def came(root):
        inbox.put(find(root, PATH), [*broker.receipts(), Reply(mobile(0), "Oui", "38000", NOW)])

    worker.run(came)
    lease = worker.lease(PATH)
    lease._look(NOW)
    assert seen(worker, path) == {states.DELIVERED}
    assert worker.run(lambda root: len(find(root, PATH).inboxes)) == 0
    assert worker.run(lambda root: root["institutions"]["paris1"].replies.months()) == ["2027-01"]
    lease._look(NOW)  # nothing came since


def test_news_are_not_acknowledged_while_the_store_does_not_take_them(
    worker, broker, monkeypatch, caplog
):
    path = delivered(worker, broker)
    run, fails = worker.run, [True, True]

    def away(func, *args):
        if func is letterbox.store and fails:
            fails.pop()
            raise ConnectionError("the store is away")
        return run(func, *args)

    monkeypatch.setattr(worker, "run", away)
    acknowledged = broker.delivers()
    eventually(lambda: len(acknowledged) == 3)
    assert fails == []
    assert "cannot store what came" in caplog.text
    assert seen(worker, path) == {states.DELIVERED}


def test_a_store_that_is_away_for_long_is_told_once(worker, broker, monkeypatch, caplog):
    monkeypatch.setattr(module, "LOOK", 0.01)
    lease, run, tries = worker.lease(PATH), worker.run, []

    def away(func, *args):
        if func is look and len(tries) < 4:
            tries.append(func)
            raise ConnectionError("the store is away")
        return run(func, *args)

    monkeypatch.setattr(worker, "run", away)
    eventually(lambda: "what came is stored again" in caplog.text)
    assert [record.levelname for record in caplog.records] == ["ERROR", "WARNING"]
    assert lease.alive


def test_a_campaign_whose_last_news_came_is_closed(worker, broker):
    path = delivered(worker, broker)
    broker.delivers()
    eventually(lambda: [task for _, task in tasks_here(worker) if task.name == "close_campaign"])
    worker.drain()
    assert worker.run(lambda root: find(root, path).state) == states.CLOSED


def test_what_came_before_the_end_is_stored_before_it(worker, broker, monkeypatch):
    path = delivered(worker, broker)
    monkeypatch.setattr(module, "TICK", 3_600)
    acknowledged = broker.delivers()
    broker.inbox.put(
        [Receipt("unheard of", states.DELIVERED)], lambda: None
    )  # and does not delay it
    ending = threading.Thread(target=worker.lease(PATH).release, daemon=True)
    ending.start()
    ending.join(60)
    assert not ending.is_alive()
    assert len(acknowledged) == 3
    assert seen(worker, path) == {states.DELIVERED}


def test_with_the_store_away_for_good_a_lease_ends_all_the_same(
    worker, broker, monkeypatch, caplog
):
    caplog.set_level(logging.CRITICAL)
    delivered(worker, broker)
    lease = worker.lease(PATH)
    run = worker.run

    def away(func, *args):
        if func is letterbox.store:
            raise ConnectionError("the store is away")
        return run(func, *args)

    monkeypatch.setattr(worker, "run", away)
    monkeypatch.setattr(module, "min", lambda *_: 2, raising=False)
    acknowledged = broker.delivers()
    lease.release()
    assert acknowledged == []
