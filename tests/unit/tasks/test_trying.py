"""Trying the settings of a connection, beside the session that a lease has open."""

import time
from threading import Event

import pytest
from factories import make_connection, make_house

from unisms.model.connections import BrokerConnection
from unisms.model.folder import find
from unisms.model.proposals import Proposal
from unisms.ports import BrokerRefused, BrokerUnavailable
from unisms.services.brokers import connections, proposals
from unisms.tasks import trying

PATH = "/institutions/paris1/brokers/fake"


@pytest.fixture(autouse=True)
def house(worker):
    worker.run(lambda root: make_house(root).__name__)


def ask(root, path=PATH):
    """As somebody does who presses the button, some time after the last try."""
    found = find(root, path)
    connections.ask_for_try(
        found, max(int(time.time()), found.tested[0] + 1 if found.tested else 0)
    )


def tried(worker, path=PATH):
    worker.run(ask, path)
    worker.enqueue("try_connection", path)
    worker.drain()
    return worker.run(lambda root: find(root, path).tested)


def test_what_works_is_written_down_with_the_words_of_the_adapter(worker, broker):
    at, *told = tried(worker)
    assert at == pytest.approx(time.time(), abs=5)
    assert told == [True, "ok", "fake"]


@pytest.mark.parametrize(
    ("trouble", "told"),
    [
        (BrokerUnavailable("nobody listens"), ["away", "nobody listens"]),
        (BrokerRefused("wrong password"), ["refused", "wrong password"]),
        (ConnectionResetError(), ["away", "ConnectionResetError"]),
        (TypeError("a secret"), ["fault", "the adapter failed: TypeError"]),
    ],
)
def test_what_does_not_is_written_down_with_why(worker, broker, monkeypatch, trouble, told):
    def fail():
        raise trouble

    monkeypatch.setattr(broker, "check", fail)
    assert list(tried(worker)[1:]) == [False, *told]


def test_an_adapter_that_nobody_brings_is_a_fault(worker):
    worker.run(lambda root: make_connection(root, adapter="gone").__name__)
    assert list(tried(worker, "/brokers/fake")[1:3]) == [False, "fault"]


def test_what_somebody_proposes_is_tried_and_the_connection_left_as_it_is(worker, broker):
    def propose(root):
        draft = BrokerConnection("Fake", "fake", {"key": "another"})
        return proposals.start(
            find(root, "/institutions/paris1"), Proposal(PATH, "admin", int(time.time()), draft)
        )

    name = worker.run(propose)
    worker.enqueue("try_proposal", "/institutions/paris1", name)
    worker.enqueue("try_proposal", "/institutions/paris1", "gone")
    worker.drain()
    tested = worker.run(lambda root: proposals.look(root, "/institutions/paris1", name).tested)
    assert tested[1:] == (True, "ok", "fake")
    assert worker.run(lambda root: find(root, PATH).tested) == ()


def test_an_adapter_without_a_check_is_told(worker, monkeypatch):
    monkeypatch.setitem(worker.registry.factories, ("broker", "fake"), lambda settings: object())
    assert list(tried(worker)[1:]) == [True, "untried", ""]


def test_a_session_that_a_lease_has_open_is_left_alone(worker, broker):
    lease = worker.lease(PATH)
    tried(worker)
    assert (broker.sessions, broker.closed) == (1, 0)
    assert worker.lease(PATH) is lease


def test_no_transaction_is_open_while_the_broker_is_asked(worker, broker, monkeypatch):
    seen = []

    def check():
        seen.append(worker.run(lambda root: find(root, PATH).title))
        worker.run(lambda root: setattr(find(root, PATH), "title", "Meanwhile"))

    monkeypatch.setattr(broker, "check", check)
    assert tried(worker)[1:] == (True, "ok", "")
    assert worker.run(lambda root: find(root, PATH).title) == "Meanwhile"
    assert seen == ["Fake"]


def test_a_connection_that_is_gone_is_not_tried(worker, broker):
    worker.enqueue("try_connection", "/brokers/gone")
    worker.drain()


def test_a_broker_that_never_answers_is_not_waited_for(worker, broker, monkeypatch):
    monkeypatch.setattr(trying, "PATIENCE", 0.01)
    over = Event()
    monkeypatch.setattr(broker, "check", over.wait)
    try:
        assert list(tried(worker)[1:]) == [False, "away", "no answer within 0.01 seconds"]
    finally:
        over.set()


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"smsc": "Kannel", "milliseconds": 12}, "smsc Kannel, milliseconds 12"),
        (None, ""),
        (3, "3"),
    ],
)
def test_facts_are_told_in_words(facts, words):
    assert trying.told(facts) == words


def test_asked_for_many_times_it_is_tried_once(worker, broker, monkeypatch):
    checks = []
    monkeypatch.setattr(broker, "check", lambda: checks.append(1))
    worker.run(ask)
    for _ in range(24):
        worker.enqueue("try_connection", PATH)
    worker.drain()
    assert checks == [1]


def test_what_a_try_said_is_not_told_of_settings_that_were_saved_meanwhile(
    worker, broker, monkeypatch
):
    def check():
        worker.run(lambda root: find(root, PATH).settings.update(host="another.example"))

    monkeypatch.setattr(broker, "check", check)
    assert tried(worker) == ()


def test_the_sweep_finds_the_tries_that_somebody_waits_for(worker, broker):
    worker.run(ask)
    proposal = Proposal(PATH, "admin", int(time.time()), BrokerConnection("Fake", "fake", {}))
    name = worker.run(lambda root: proposals.start(find(root, "/institutions/paris1"), proposal))
    worker.enqueue("sweep")
    worker.drain()
    assert worker.run(lambda root: find(root, PATH).tested)[1]
    assert worker.run(lambda root: proposals.look(root, "/institutions/paris1", name).tested)[1]
