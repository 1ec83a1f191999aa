"""Unread news are read again: if the adapter understands them by now, they are news like any
other."""

import pytest
from factories import NOW
from turns import PATH, deliver, released, rows

from unisms.model.folder import find
from unisms.ports import HttpRequest, Receipt, Unread
from unisms.services.delivery import news, unread
from unisms.services.delivery.inbox import peek
from unisms.sms import states
from unisms.tasks.second_look import read_again
from unisms.testing.fixtures import eventually

pytestmark = pytest.mark.usefixtures("house")
ODD = Unread("deliver_sm", "receipt", 12, b"odd")


def keep(worker, *items):
    """Keep these; return their keys."""
    box = unread.box_of(worker.registry.settings["unisms.secret"])

    def put(root):
        connection = find(root, PATH)
        unread.keep(connection, items, box, NOW)
        return [key for key, _ in unread.waiting(connection)]

    return worker.run(put)


def kept(worker):
    return [
        (one.what, bool(one.tried))
        for _, one in worker.run(lambda root: unread.waiting(find(root, PATH)))
    ]


def inbox(worker):
    return worker.run(lambda root: peek(root, PATH)[1])


def test_what_is_read_by_now_reaches_its_message(worker, broker):
    path = released(worker, 3)
    deliver(worker)
    broker.readable[b"odd"] = broker.receipts()
    keep(worker, ODD)
    worker.enqueue("read_again", PATH)
    worker.drain()
    eventually(lambda: set(rows(worker, path).values()) == {states.DELIVERED})
    assert kept(worker) == []


def test_what_still_cannot_be_read_stays_and_says_so(worker, caplog):
    caplog.set_level("INFO")
    keep(worker, ODD)
    read_again(worker, PATH)
    assert kept(worker) == [("receipt", True)]
    assert "1 news read again, 1 of them in vain" in caplog.text


def test_one_alone_may_be_asked_for(worker, broker):
    first, _ = keep(worker, ODD, ODD._replace(what="text"))
    broker.readable[b"odd"] = [Receipt("a", states.DELIVERED)]
    read_again(worker, PATH, first)
    assert len(kept(worker)) == 1
    assert len(inbox(worker)) == 1
    read_again(worker, PATH, first)
    assert len(inbox(worker)) == 1


@pytest.mark.parametrize("news", [[Receipt(7, "x")], [ODD], ["news"], 7])
def test_an_adapter_that_reads_what_is_no_news_has_read_nothing(worker, broker, news):
    keep(worker, ODD)
    broker.readable[b"odd"] = news
    read_again(worker, PATH)
    assert kept(worker) == [("receipt", True)]
    assert inbox(worker) == []


def test_an_adapter_that_fails_or_is_gone_has_read_nothing(worker, broker, monkeypatch, caplog):
    keep(worker, ODD, news.aside(Receipt("a", states.DELIVERED), "store"))
    monkeypatch.setattr(broker, "read_again", lambda command, raw: raw.decode("ascii")[99])
    read_again(worker, PATH)
    assert "an adapter failed on what it reads again: IndexError" in caplog.text
    worker.run(lambda root: setattr(find(root, PATH), "adapter", "unheard-of"))
    keep(worker, ODD)
    read_again(worker, PATH)
    assert "no adapter to read with" in caplog.text
    assert kept(worker) == [("receipt", True)] * 2
    assert len(inbox(worker)) == 1  # news that we set aside ourselves need no adapter


def test_under_another_secret_nothing_is_read(worker, broker):
    keep(worker, ODD)
    broker.readable[b"odd"] = [Receipt("a", states.DELIVERED)]
    worker.registry.settings["unisms.secret"] = "another secret, as long as it must be"
    read_again(worker, PATH)
    assert kept(worker) == [("receipt", True)]


def test_what_came_over_http_is_read_by_the_adapter_as_it_came(worker, broker):
    request = HttpRequest(
        "POST", {"id": "é"}, b"\xff{}", "application/json", {"authorization": "secret"}
    )
    broker.read_receipts = lambda asked: [Receipt(asked.fields["id"], states.DELIVERED)]
    broker.read_replies = lambda asked: [] if asked == request._replace(headers={}) else 1 // 0
    item = unread.of_request(request)
    assert b"secret" not in item.raw
    keep(worker, item, item._replace(raw=item.raw[:20]))
    read_again(worker, PATH)
    assert [receipt.id for receipt in inbox(worker)] == ["é"]
    assert kept(worker) == [("request", True)]


def test_of_a_connection_that_is_gone_nothing_is_read(worker):
    read_again(worker, "/institutions/paris1/brokers/nowhere")


def test_one_that_goes_meanwhile_takes_its_news_along(worker, broker):
    keep(worker, ODD)

    def gone(_command, _raw):
        worker.run(lambda root: find(root, "/institutions/paris1/brokers").remove("fake"))
        return [Receipt("a", states.DELIVERED)]

    broker.read_again = gone
    read_again(worker, PATH)
