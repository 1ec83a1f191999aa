"""Folders of exports that nobody changes, made once."""

from datetime import date

import invented
import pytest

from dashboards.exports.engine import Engine
from dashboards.exports.selection import Selection


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    return invented.write(tmp_path_factory.mktemp("exports"))


@pytest.fixture(scope="session")
def engine(folder):
    opened = Engine(folder)
    yield opened
    opened.close()


@pytest.fixture
def year():
    return Selection(("pantheon",), None, date(2026, 1, 1), date(2026, 11, 29))
