"""A broker that posts its news:
the contract, and from the page that draws its address to the row that moves."""

import pytest
import scenes
from factories import eventually
from served import behind_a_port

from tests.peers.posting import PostingBroker, Provider
from unisms.model.connections import BrokerConnection
from unisms.model.folder import find
from unisms.ports import HttpRequest
from unisms.services.campaigns import releases
from unisms.sms import states
from unisms.testing.contracts import HttpNewsContract
from unisms.testing.factories import someone

PATH = f"{scenes.PARIS}/brokers/postier"


class TestPosting(HttpNewsContract):
    def make_broker(self):
        return PostingBroker({"url": "http://127.0.0.1:1"})

    def recorded(self):
        return [
            HttpRequest("POST", {"ref": "20270115-abcd.1", "id": "a", "status": "ok"}),
            HttpRequest("GET", {"ref": "20270115-abcd.2", "id": "b", "status": "ko"}),
            HttpRequest(
                "POST", {"from": "+33639980001", "text": "STOP", "to": "38000", "at": "1800000000"}
            ),
        ]


@pytest.fixture
def provider():
    provider = Provider()
    yield provider
    provider.stop()


@pytest.fixture
def address(house, monkeypatch):
    """Where our pages are served, on a port of this machine."""
    monkeypatch.setitem(house.registry.factories, ("broker", "posting"), PostingBroker)
    with behind_a_port(house.wsgi) as address:
        yield address


def draw(house, address):
    """The address for news, as an administrator is told it."""
    admin = house.person("admin")
    form = next(
        form
        for form in admin.get(f"{PATH}/").forms.values()
        if form.action.endswith("/news-address")
    )
    return form.submit().html.select_one("code").text.replace("http://localhost", address)


@pytest.mark.servers
def test_news_that_a_provider_posts_reach_their_rows_and_are_acknowledged(house, address, provider):
    def send(root):
        find(root, f"{scenes.PARIS}/brokers").add(
            "postier", BrokerConnection("Postier", "posting", {"url": provider.url})
        )
        path = scenes.checked(root, connection=PATH)
        releases.release(someone(find(root, path), "zlefevre"), find(root, path), 1_800_000_000)
        return path

    path = house.run(send)
    house.worker.enqueue("deliver", PATH)
    house.worker.drain()
    assert len(provider.taken) > 40
    assert set(provider.tell_all(draw(house, address))) == {(200, b"ACK")}
    house.worker.drain()

    def arrived(root):
        rows = [row[1] for _, row in find(root, path).stored_rows() if row[1] != states.SET_ASIDE]
        return set(rows) == {states.DELIVERED} and find(root, scenes.PARIS).replies.months()

    eventually(lambda: house.run(arrived))
    assert house.run(lambda root: len(find(root, PATH).inboxes)) == 0


@pytest.mark.servers
def test_a_provider_is_told_when_its_news_are_not_taken(house, address, provider):
    house.run(
        lambda root: (
            find(root, f"{scenes.PARIS}/brokers").add(
                "postier", BrokerConnection("Postier", "posting")
            )
            and None
        )
    )
    told = draw(house, address)
    assert provider.tell(told, status="what?")[0] == 400
    assert provider.tell(f"{told}x", status="ok")[0] == 404
    assert house.run(lambda root: len(find(root, PATH).inboxes)) == 0


@pytest.mark.servers
@pytest.mark.parametrize("text", ["Arrêt", "STOP\u00a0SMS", "stop svp 🙏"])
def test_a_stop_that_a_provider_posts_counts(house, address, provider, text):
    def connect(root):
        connection = BrokerConnection("Postier", "posting", {"url": provider.url})
        find(root, f"{scenes.PARIS}/brokers").add("postier", connection)

    house.run(connect)
    number = "+33639980001"
    posted = {"from": number, "text": text, "to": "38000", "at": 1_800_000_000}
    assert provider.tell(draw(house, address), **posted)[0] == 200
    house.worker.drain()
    eventually(
        lambda: house.run(lambda root: find(root, scenes.PARIS)["people"].said(number)) == {"no"}
    )
