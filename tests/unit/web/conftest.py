"""Fixtures for tests of the pages: who asks for them, and what is there or typed already."""

import pytest
import scenes
from broker_pages import BROKERS
from compose_page import COMPOSE
from import_page import SMALL, upload

from unisms.addons.brokers.smpp import SmppBroker
from unisms.model.connections import BrokerConnection
from unisms.model.folder import find
from unisms.model.roles import PERSON, Role
from unisms.testing.outsiders import FakeBroker


@pytest.fixture
def admin(house):
    return house.person("admin")


@pytest.fixture
def secretary(house):
    return house.person("zlefevre")


@pytest.fixture
def librarian(house):
    return house.person("abenali")


@pytest.fixture
def register(house):
    """Somebody who manages people, and neither sees numbers nor gives roles."""

    def give(root):
        paris = find(root, scenes.PARIS)
        paris["roles"].add(
            "register", Role("Register", ["institution:view", "person:view", "person:manage"])
        )
        paris.grants.give(f"{PERSON}mcomptes", "register")
        paris.grants.withdraw(f"{PERSON}mcomptes", "account_manager")

    house.run(give)
    return house.person("mcomptes")


@pytest.fixture
def smpp(house, monkeypatch):
    """The add-on of the example is switched on."""
    monkeypatch.setitem(house.registry.factories, ("broker", "smpp"), SmppBroker)


@pytest.fixture
def fake(house, monkeypatch):
    """A broker without declared settings, behind a connection called ``fake``."""
    broker = FakeBroker()
    monkeypatch.setitem(house.registry.factories, ("broker", "fake"), lambda settings: broker)
    house.run(
        lambda root: (
            find(root, BROKERS).add("fake", BrokerConnection("Fake", "fake", {"key": "secret"}))
            and None
        )
    )
    return broker


@pytest.fixture
def form(secretary):
    form = secretary.get(f"{COMPOSE}?group=l2-histoire").forms["compose"]
    form["text"] = "Votre cours est déplacé."
    return form


@pytest.fixture
def small(house, librarian):
    """The page of the small file, read by the worker."""
    answer = upload(librarian, SMALL)
    house.worker.drain()
    return answer.follow()
