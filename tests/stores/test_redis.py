"""Redis as a queue: a queue that goes away, forgets all it held, and comes back."""

import time

import pytest

from tests.chaos.sending import Sending
from tests.chaos.visitor import PARIS, UID
from tests.peers.service import CONNECTION
from tests.stores.people import Staffed
from unisms.model.folder import find
from unisms.services.campaigns import drafts
from unisms.services.rights import rights
from unisms.sms import states
from unisms.testing.fixtures import eventually

pytestmark = pytest.mark.servers
FIELDS = {
    "title": "Salle déplacée",
    "text": "Votre cours est en salle B 204.",
    "audience": (("number", "0639980001"),),
    "account": "scd",
    "connection": CONNECTION,
    "sender_id": "",
    "urgent": False,
    "on_doubt": "hold",
}


@pytest.fixture
def service(smsc, redis, monkeypatch):
    monkeypatch.setenv("UNISMS_QUEUE", redis.queue)
    with Staffed(smsc, {"unisms.queue": "env:UNISMS_QUEUE"}) as service:
        service.start("web")
        yield service


def test_a_queue_that_goes_away_stops_nothing_that_leaves_and_loses_nothing(smsc, service, redis):
    service.start("worker")
    empty = (
        "ok    queue        0 tasks wait."  # but for a moment the sweep that a worker begins with
    )
    eventually(lambda: empty in service.command("check", "--no-brokers"))
    sending = Sending(smsc, service, size=800)
    sending.wait_for_half()
    redis.stop()
    other = service.run(submitted)  # and nobody can be asked to prepare it
    told = service.command("check", "--no-brokers", code=2)
    assert "fail  queue        does not answer" in told
    assert sending.has_arrived()
    redis.start()
    service.wait(other, states.CHECKED)
    assert "ok    queue" in service.command("check", "--no-brokers")
    assert service.lines("worker") < 15


def test_a_service_starts_while_its_queue_is_away(smsc, service, redis):
    redis.stop()
    service.start("worker")
    assert Sending(smsc, service, size=100).has_arrived()
    assert service.lines("worker") < 15
    assert service.lines("web") < 15


def submitted(root):
    campaign = drafts.draft(rights.person(find(root, PARIS), UID), now=int(time.time()), **FIELDS)
    drafts.submit(campaign)
    return campaign.path
