"""Fixtures for tests of the services: an institution of the house, and its connection."""

import pytest
from factories import make_house


@pytest.fixture
def institution(root):
    return make_house(root)


@pytest.fixture
def connection(institution):
    return institution["brokers"]["fake"]
