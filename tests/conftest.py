"""Fixtures for tests of the whole application in memory."""

import pytest
from scenes import House


@pytest.fixture
def house(tmp_path):
    """A fresh application, furnished as the demonstration is."""
    house = House(tmp_path)
    yield house
    house.close()
