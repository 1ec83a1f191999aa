"""A house with a directory and two saved queries."""

import pytest
from factories import make_house

from unisms.model.directories import DirectoryConnection, DirectoryQuery
from unisms.testing.directories import FakeDirectory


@pytest.fixture
def institution(root):
    institution = make_house(root)
    directories = institution["directories"]
    connection = DirectoryConnection("Annuaire", "fake", {"server": "a", "password": "s"})
    directories.add("ldap", connection)
    connection.add("tutors", DirectoryQuery("Tuteurs", group="tutors"))
    connection.add("all", DirectoryQuery("Tout le monde", "*"))
    return institution


@pytest.fixture
def connection(institution):
    return institution["directories"]["ldap"]


@pytest.fixture
def query(connection):
    return connection["tutors"]


@pytest.fixture
def directory():
    return FakeDirectory()
