"""Fixtures for tests of the pages: who asks for them, and what stands behind a broker connection."""

import pytest
from broker_pages import BROKERS
from compose_page import COMPOSE

from unisms.addons.brokers.smpp import SmppBroker
from unisms.model.connections import BrokerConnection
from unisms.model.folder import find
from unisms.testing.outsiders import FakeBroker


@pytest.fixture
def smpp(house, monkeypatch):
    """The add-on of the example is switched on."""
    monkeypatch.setitem(house.registry.factories, ("broker", "smpp"), SmppBroker)


@pytest.fixture
def admin(house):
    return house.person("admin")


@pytest.fixture
def fake(house, monkeypatch):
    """A broker without declared settings, behind a connection called ``fake``."""
    broker = FakeBroker()
    monkeypatch.setitem(house.registry.factories, ("broker", "fake"), lambda settings: broker)
    house.run(
        lambda root: find(root, BROKERS).add("fake", BrokerConnection("Fake", "fake", {"key": "secret"})) and None
    )
    return broker


@pytest.fixture
def secretary(house):
    return house.person("zlefevre")


@pytest.fixture
def form(secretary):
    form = secretary.get(f"{COMPOSE}?group=l2-histoire").forms["compose"]
    form["text"] = "Votre cours est déplacé."
    return form
