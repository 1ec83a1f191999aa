"""Fixtures for a session with an SMSC: the loop that it lives on, its inbox, its journal."""

import asyncio
import threading

import pytest

from tests.peers.esme import Inbox, Journal
from tests.peers.smsc import Smsc
from unisms.addons.brokers.smpp import SmppBroker


@pytest.fixture
def loop():
    loop = asyncio.new_event_loop()
    problems = []
    loop.set_exception_handler(lambda _, context: problems.append(context))
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    yield loop
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    loop.close()
    assert problems == []


@pytest.fixture
def inbox(loop):
    return Inbox(loop)


@pytest.fixture
def journal():
    return Journal()


@pytest.fixture
def start_smsc():
    started = []

    def start(kind=Smsc, **options):
        started.append(kind(**options))
        return started[-1]

    yield start
    for smsc in started:
        smsc.stop()


@pytest.fixture
def connect(inbox, start_smsc):  # closed before the SMSC is stopped
    opened = []

    def connect(smsc, **settings):
        account = {"system_id": "unisms", "password": "secret", "reconnect_patience": "0.2"}
        broker = SmppBroker({"port": str(smsc.port), **account, **settings})
        broker.open(inbox)
        opened.append(broker)
        return broker

    yield connect
    for broker in opened:
        broker.close()
