"""Fixtures for tests of the whole application in memory."""

import time

import pytest
from hypothesis import settings
from scenes import House

pytest_plugins = ["unisms.testing.fixtures"]
settings.register_profile("house", deadline=None, max_examples=60, database=None)
settings.load_profile("house")


@pytest.fixture(scope="session")
def application(tmp_path_factory):
    house = House(tmp_path_factory.mktemp("application"))
    yield house
    house.close()


@pytest.fixture
def still(monkeypatch):
    """Time stands still: what must wait two seconds waits, however slow the machine is."""
    moment = time.time()
    monkeypatch.setattr(time, "time", lambda: moment)


@pytest.fixture
def house(application, tmp_path):
    """The application in memory, furnished as the demonstration is; what a test changes, the next one does not see."""
    application.begin_again(tmp_path)
    return application
