"""Fixtures for tests of the tasks: what a worker finds in its store."""

import pytest
from factories import make_house


@pytest.fixture
def house(worker):
    worker.run(lambda root: make_house(root).__name__)
