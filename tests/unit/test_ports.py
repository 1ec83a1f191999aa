"""The promises: what keeps them, and the values exchanged."""

import inspect

import pytest

from unisms import ports
from unisms.addons.brokers.console import ConsoleBroker
from unisms.addons.brokers.simulator import SimulatedBroker
from unisms.addons.brokers.smpp import SmppBroker
from unisms.addons.brokers.smpp.settings import Settings
from unisms.tasks.delivery.journal import FileJournal
from unisms.tasks.delivery.news import News
from unisms.testing.outsiders import FakeBroker, MemoryInbox, MemoryJournal


def promised(protocol):
    return {
        name: func
        for name, func in vars(protocol).items()
        if inspect.isfunction(func) and name[0] != "_"
    }


@pytest.mark.parametrize(
    ("protocol", "kept_by"),
    [
        (ports.Broker, ConsoleBroker),
        (ports.Broker, SimulatedBroker),
        (ports.Broker, SmppBroker),
        (ports.Broker, FakeBroker),
        (ports.Journal, FileJournal),
        (ports.Journal, MemoryJournal),
        (ports.ReadsAgain, FakeBroker),
        (ports.Inbox, News),
        (ports.Inbox, MemoryInbox),
    ],
)
def test_a_promise_is_kept_by_name_and_by_arguments(protocol, kept_by):
    for name, func in promised(protocol).items():
        assert list(inspect.signature(getattr(kept_by, name)).parameters) == list(
            inspect.signature(func).parameters
        )


@pytest.mark.parametrize("broker", [ConsoleBroker, SimulatedBroker, SmppBroker, FakeBroker])
def test_a_broker_says_what_it_can_do(broker):
    assert isinstance(broker.echoes_reference, bool)


def test_to_be_refused_is_to_be_unavailable():
    assert issubclass(ports.BrokerRefused, ports.BrokerUnavailable)
    assert issubclass(ports.BrokerUnavailable, ports.BrokerError)


def test_an_answer_without_a_cause_is_a_message_taken():
    assert ports.Acceptance("c.1") == ("c.1", (), None, "")


@pytest.mark.parametrize("broker", [ConsoleBroker, SimulatedBroker, SmppBroker])
def test_a_setting_says_what_it_is_in_both_languages_and_its_default_is_one_of_its_values(broker):
    for field in broker.settings_fields:
        assert "" not in (field.help["fr"], field.help["en"])
        assert field.help["fr"] != field.help["en"]
        assert set(field.label) == {"fr", "en"}
        assert "" not in field.label.values()
        assert field.kind in ("text", "number", "secret", "choice", "yes")
        assert bool(field.choices) == (field.kind == "choice")
        if field.kind == "number":
            float(field.default)
        if field.kind in ("choice", "yes"):
            assert field.default in (field.choices or ("yes", "no"))


@pytest.mark.parametrize(
    ("label", "language", "called"),
    [
        ({"fr": "Port", "en": "Door"}, "fr", "Port"),
        ({"en": "Door"}, "fr", "Door"),
        ({}, "fr", "port"),
    ],
)
def test_a_setting_is_called_by_its_label_or_else_its_name(label, language, called):
    assert ports.SettingField("port", label=label).called(language) == called


@pytest.mark.parametrize("broker", [ConsoleBroker, SimulatedBroker, SmppBroker])
def test_the_defaults_make_an_adapter(broker):
    broker({field.name: field.default for field in broker.settings_fields})


def test_every_setting_of_an_smsc_is_asked_for_but_those_of_any_connection():
    told = {field.name: field.default for field in SmppBroker.settings_fields}
    defaults = {name: str(default) for name, default in Settings._field_defaults.items()}
    assert told | {"alphabet": "gsm", "own_numbers": ""} == defaults
    assert [field.name for field in SmppBroker.settings_fields if field.kind == "secret"] == [
        "password"
    ]
