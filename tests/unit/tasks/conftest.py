"""Fixtures for tests of the tasks:
the house that a worker finds in its store, and a line without its threads."""

import pytest
from factories import make_house
from lines import Line


@pytest.fixture
def house(worker):
    worker.run(lambda root: make_house(root).__name__)


@pytest.fixture
def line(root):
    return Line(root)
