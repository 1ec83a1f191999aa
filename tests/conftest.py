"""Fixtures for tests of the whole application in memory."""

import pytest
from hypothesis import settings
from scenes import House

pytest_plugins = ["unisms.testing.fixtures"]
settings.register_profile("house", deadline=None, max_examples=60, database=None)
settings.load_profile("house")


@pytest.fixture
def house(tmp_path):
    """A fresh application, furnished as the demonstration is."""
    house = House(tmp_path)
    yield house
    house.close()
