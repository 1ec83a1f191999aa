"""The application as a server starts it, and the add-ons that the settings switch on."""

from functools import partial
from importlib.metadata import EntryPoint

import pytest
from pyramid.interfaces import IDefaultPermission
from webtest import TestApp

import unisms
from unisms.model.acl import Permission
from unisms.testing.factories import make_root
from unisms.testing.fixtures import in_database

SECRET = "a secret for tests that is long enough to be taken"


@pytest.fixture
def settings(tmp_path):
    return {
        "unisms.var": str(tmp_path),
        "unisms.secret": SECRET,
        "unisms.queue": "memory",
        "zodbconn.uri": "memory://",
        "unisms.addons": "console simulator",
    }


@pytest.fixture
def application(settings):
    application = unisms.main({}, **settings)
    yield application
    application.registry.worker.close()
    application.registry.worker.db.close()


def test_the_service_answers(application):
    registry = application.registry
    in_database(registry.worker, partial(make_root, steps=registry.evolution_steps))
    assert TestApp(application).get("/", status="*").status_int in (200, 302, 303)


def test_a_page_without_a_permission_is_closed(application):
    assert application.registry.queryUtility(IDefaultPermission) == Permission.OPERATE


def test_the_add_ons_that_are_named_are_switched_on_and_no_other(application):
    brokers = {name for kind, name in application.registry.factories if kind == "broker"}
    assert brokers == {"console", "simulator"}


def test_its_tasks_are_announced(application):
    assert {
        "deliver",
        "sweep",
        "night",
        "read_import",
        "prepare_campaign",
    } <= application.registry.tasks.keys()


@pytest.mark.parametrize("named", ["", "console", "simulator console"])
def test_add_ons_come_in_the_order_of_the_setting(named):
    modules = unisms.addon_modules({"unisms.addons": named})
    assert modules == [f"unisms.addons.brokers.{name}" for name in named.split()]


def test_our_own_add_ons_need_no_entry_point_and_nobody_takes_their_place(monkeypatch):
    points = [EntryPoint("smpp", "carrier.smpp", ""), EntryPoint("carrier", "carrier", "")]
    monkeypatch.setattr(unisms, "entry_points", lambda group: points)
    modules = unisms.addon_modules({"unisms.addons": "smpp carrier"})
    assert modules == ["unisms.addons.brokers.smpp", "carrier"]


def test_without_the_setting_no_add_on_is_switched_on():
    assert unisms.addon_modules({}) == []


def test_an_add_on_that_is_not_installed_stops_the_start(settings):
    with pytest.raises(LookupError, match="carrier-pigeon, smoke"):
        unisms.main({}, **{**settings, "unisms.addons": "console carrier-pigeon smoke"})
