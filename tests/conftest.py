"""Fixtures for tests of the whole application in memory."""

import gc
import os
import time

import pytest
import scenes
import upgraded
from argon2 import PasswordHasher
from hypothesis import settings
from jinja2 import FileSystemBytecodeCache
from tiers import tries

from unisms.model import acl
from unisms.services.door import passwords

pytest_plugins = ["unisms.testing.fixtures"]
settings.register_profile("house", deadline=None, max_examples=tries(60), database=None)
settings.load_profile("house")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Keep a module together in one process, because its tests share a server; see ``spread``."""
    for item in items:
        if not (item.get_closest_marker("spread") or item.get_closest_marker("xdist_group")):
            item.add_marker(pytest.mark.xdist_group(item.path.relative_to(item.config.rootpath)))


def pytest_collection_finish():
    """Tell the collector that objects made before the first test are no garbage."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def _permissions_are_announced_to_one_test():
    """Whatever a test announces in this process, no other test has."""
    given, roles = [*acl.GIVEN], {**acl.ROLES}
    yield
    acl.GIVEN[:] = given
    acl.ROLES.update(roles)


@pytest.fixture(scope="session", autouse=True)
def _priority():
    """No command that runs in this process takes its priority from the tests that follow."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "nice", lambda increment: increment)
        yield


@pytest.fixture(scope="session", autouse=True)
def costly():
    """Give tests a hasher that costs nothing; yield the one that people have.

    Tests of the cost itself use that one.
    """
    with pytest.MonkeyPatch.context() as patch:
        costly, nobodys = passwords.HASHER, passwords.NOBODYS
        cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
        patch.setattr(passwords, "HASHER", cheap)
        patch.setattr(passwords, "NOBODYS", cheap.hash("nobody has this password"))
        yield costly, nobodys


@pytest.fixture(scope="session", autouse=True)
def _templates_are_compiled_once(tmp_path_factory):
    """All houses of a run, in all of its processes, share what was compiled."""
    folder = tmp_path_factory.getbasetemp()
    with pytest.MonkeyPatch.context() as patch:
        shared = folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder
        patch.setattr(scenes, "COMPILED", FileSystemBytecodeCache(str(shared)))
        yield


@pytest.fixture(scope="session")
def application(tmp_path_factory):
    house = scenes.House(tmp_path_factory.mktemp("application"))
    yield house
    house.close()


@pytest.fixture
def still(monkeypatch):
    """Time stands still: what must wait two seconds waits, however slow the machine is."""
    moment = time.time()
    monkeypatch.setattr(time, "time", lambda: moment)


@pytest.fixture
def house(application, tmp_path):
    """The application in memory, with two universities.

    What a test changes, the next one does not see.
    """
    application.begin_again(tmp_path)
    return application


@pytest.fixture(scope="session")
def brought_up_to_date(tmp_path_factory):
    house = upgraded.Upgraded(tmp_path_factory.mktemp("upgraded"))
    yield house
    house.close()


@pytest.fixture
def upgraded_house(brought_up_to_date, tmp_path):
    """The application on a store of the release before, brought up to date.

    Each test has its own.
    """
    brought_up_to_date.begin_again(tmp_path)
    return brought_up_to_date
