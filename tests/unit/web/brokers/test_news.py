"""The address that takes a broker's news."""

import gc

import pytest
import scenes

from tests.peers.posting import PostingBroker
from unisms.model.connections import BrokerConnection
from unisms.model.folder import find
from unisms.ports import Receipt, Reply
from unisms.services.brokers import connections
from unisms.services.delivery import inbox, unread
from unisms.services.ground.actor import service
from unisms.sms import states

PATH = f"{scenes.PARIS}/brokers/postier"


@pytest.fixture
def address(house, monkeypatch):
    monkeypatch.setitem(house.registry.factories, ("broker", "posting"), PostingBroker)

    def draw(root):
        connection = BrokerConnection("Postier", "posting")
        return connections.draw_key(
            service(), find(root, f"{scenes.PARIS}/brokers").add("postier", connection), 1
        )

    return f"{PATH}/receipts/{house.run(draw)}"


def waiting(house):
    return house.run(lambda root: inbox.peek(root, PATH)[1:])


def test_what_came_waits_in_the_inbox_and_is_acknowledged(house, address):
    stranger = house.visitor()
    answer = stranger.post(address, {"ref": "c.1", "id": "a", "status": "ok"})
    assert (answer.body, answer.content_type) == (b"ACK", "text/plain")
    assert "Set-Cookie" not in answer.headers
    stranger.get(
        address, {"from": "+33639980001", "text": "Oui", "to": "38000", "at": "1800000000"}
    )
    [receipt], [reply] = waiting(house)
    assert (receipt.id, receipt.state) == ("a", states.DELIVERED)
    assert reply == Reply("+33639980001", "Oui", "38000", 1_800_000_000)


def test_the_first_news_nudge_a_worker_and_the_others_find_it_under_way(house, address):
    for _ in range(3):
        house.visitor().post(address, {"ref": "c.1", "id": "a", "status": "ok"})
    assert house.worker.huey.pending_count() == 1


def test_a_wrong_secret_meets_what_a_wrong_address_meets(house, address):
    stranger = house.visitor()
    wrong = [
        f"{PATH}/receipts",
        f"{PATH}/receipts/",
        f"{PATH}/receipts/x",
        f"{address}x",
        f"{address}/x",
        f"{PATH.rpartition('/')[0]}/nowhere/receipts/x",
    ]
    pages = {stranger.post(path, {"status": "ok"}, status=404).text for path in wrong}
    assert len(pages) == 1
    assert waiting(house) == ([], [])


def test_before_an_address_is_drawn_none_is_known(house, address):
    house.run(lambda root: setattr(find(root, PATH), "receipts_key", ""))
    house.visitor().post(f"{PATH}/receipts/", {"status": "ok"}, status=404)
    house.visitor().post(address, {"status": "ok"}, status=404)


def test_what_cannot_be_read_is_refused_and_logged_without_a_word_of_it(house, address, caplog):
    house.visitor().post(address, {"status": "a secret"}, status=400)
    assert "15 bytes of news cannot be read" in caplog.text
    assert "secret" not in caplog.text
    assert waiting(house) == ([], [])


def test_what_cannot_be_read_is_kept_sealed_to_be_read_again(house, address):
    house.visitor().post(address, {"status": "a secret"}, status=400)
    [(_, kept)] = house.run(lambda root: unread.waiting(find(root, PATH)))
    assert (kept.command, kept.what) == ("http", "request")
    box = unread.box_of(house.registry.settings["unisms.secret"])
    request = unread.request_of(unread.opened(kept, box))
    assert (request.method, request.fields["status"]) == ("POST", "a secret")


@pytest.mark.parametrize(
    "unfit", [Receipt(42, states.DELIVERED), Reply("+33639980001", None, "38000", 1)]
)
def test_what_is_not_as_promised_is_not_kept_for_it_would_stop_all_that_come_after_it(
    house, address, caplog, monkeypatch, unfit
):
    good = Receipt("a", states.DELIVERED)
    monkeypatch.setattr(PostingBroker, "read_receipts", lambda self, asked: [good, unfit])
    house.visitor().post(address, {"ref": "c.1"}, status=500)
    assert "TypeError" in caplog.text
    assert waiting(house) == ([], [])


def test_what_an_adapter_stumbles_over_may_be_told_again_and_is_not_logged(
    house, address, caplog, monkeypatch
):
    monkeypatch.setattr(
        PostingBroker, "read_receipts", lambda self, asked: {}[asked.fields["from"]]
    )
    house.visitor().post(address, {"from": "+33639980001"}, status=500)
    assert "the adapter failed on its news: KeyError" in caplog.text
    assert "test_news.py" in caplog.text
    assert "+33639980001" not in caplog.text
    assert waiting(house) == ([], [])


@pytest.mark.filterwarnings(
    "ignore::pytest.PytestUnraisableExceptionWarning"
)  # webob's copy of a large body
def test_a_body_has_a_limit(house, address):
    house.visitor().post(address, {"status": "ok", "more": "x" * (1 << 20)}, status=413)
    assert waiting(house) == ([], [])
    gc.collect()  # that copy, in this test and not in the next


def test_an_adapter_that_is_switched_off_lets_the_broker_tell_it_again_later(house, address):
    house.registry.factories.pop(("broker", "posting"))
    house.visitor().post(address, {"ref": "c.1", "status": "ok"}, status=503)


def test_an_adapter_that_takes_no_news_over_http_has_no_such_address(house, address):
    house.run(lambda root: setattr(find(root, PATH), "adapter", "simulator"))
    house.visitor().post(address, {"status": "ok"}, status=404)
    assert "Accusés de réception" not in house.person("admin").get(f"{PATH}/")


def test_an_address_is_shown_once_and_another_one_replaces_it(house, address):
    admin = house.person("admin")
    form = next(
        form
        for form in admin.get(f"{PATH}/").forms.values()
        if form.action.endswith("/news-address")
    )
    drawn = form.submit().html.select_one("code").text.removeprefix("http://localhost")
    assert drawn not in admin.get(f"{PATH}/")
    house.visitor().post(address, {"ref": "c.1", "status": "ok"}, status=404)
    house.visitor().post(drawn, {"ref": "c.1", "status": "ok"}, status=200)
    entries = house.run(
        lambda root: [tuple(entry) for entry in find(root, scenes.PARIS).audit.waiting()]
    )
    assert {entry[2] for entry in entries} == {"connection.address_drawn"}
    assert entries[-1][1] == "admin"
    assert drawn.rpartition("/")[2] not in str(entries)
