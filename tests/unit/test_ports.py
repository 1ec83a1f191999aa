"""The promises: what keeps them, and the values exchanged."""

import inspect

import pytest

from unisms import ports
from unisms.addons.brokers.console import ConsoleBroker
from unisms.addons.brokers.simulator import SimulatedBroker
from unisms.addons.brokers.smpp import SmppBroker
from unisms.tasks.journal import FileJournal
from unisms.tasks.news import News
from unisms.testing.outsiders import FakeBroker, MemoryInbox, MemoryJournal


def promised(protocol):
    return {name: func for name, func in vars(protocol).items() if inspect.isfunction(func) and name[0] != "_"}


@pytest.mark.parametrize(
    ("protocol", "kept_by"),
    [
        (ports.Broker, ConsoleBroker),
        (ports.Broker, SimulatedBroker),
        (ports.Broker, SmppBroker),
        (ports.Broker, FakeBroker),
        (ports.Journal, FileJournal),
        (ports.Journal, MemoryJournal),
        (ports.Inbox, News),
        (ports.Inbox, MemoryInbox),
    ],
)
def test_a_promise_is_kept_by_name_and_by_arguments(protocol, kept_by):
    for name, func in promised(protocol).items():
        assert list(inspect.signature(getattr(kept_by, name)).parameters) == list(inspect.signature(func).parameters)


@pytest.mark.parametrize("broker", [ConsoleBroker, SimulatedBroker, SmppBroker, FakeBroker])
def test_a_broker_says_what_it_can_do(broker):
    assert isinstance(broker.echoes_reference, bool)


def test_to_be_refused_is_to_be_unavailable():
    assert issubclass(ports.BrokerRefused, ports.BrokerUnavailable)
    assert issubclass(ports.BrokerUnavailable, ports.BrokerError)


def test_an_answer_without_a_cause_is_a_message_taken():
    assert ports.Acceptance("c.1") == ("c.1", (), None, "")
