"""A university with a directory that obeys."""

import pytest
import scenes
from factories import mobile

from unisms.model.directories import DirectoryConnection, DirectoryQuery
from unisms.model.folder import find
from unisms.testing.directories import FakeDirectory

PLACE = f"{scenes.PARIS}/directories"
OTHER = "ldap.alumni.example"  # where a second directory is


@pytest.fixture
def directory(house, monkeypatch):
    directory = FakeDirectory()
    known = {"found_in": "mobile", "confidence": "sure", "password": "the password of Nour"}
    directory.has("nbenali", "Nour Benali", mobile(7), **known)
    directory.has("lle", "Linh Lê")
    directory.has_group("cn=tutors", "Tuteurs d'été", "nbenali", "lle")

    def make(settings):
        return directory if settings.get("server") != OTHER else house.registry.other_directory

    make.settings_fields = FakeDirectory.settings_fields
    monkeypatch.setitem(house.registry.factories, ("directory", "fake"), make)
    house.registry.directory_pauses.clear()
    return directory


@pytest.fixture
def connected(house, directory):
    """Yield the path of the directory of an institution, which has one saved query."""

    def connect(root):
        folder = find(root, PLACE)
        connection = DirectoryConnection("Annuaire", "fake", {"server": "ldap.example"})
        folder.add("annuaire", connection)
        connection.add("tuteurs", DirectoryQuery("Tuteurs", group="cn=tutors"))

    house.run(connect)
    return f"{PLACE}/annuaire"


@pytest.fixture
def alumni(house, connected):
    """Yield a second directory; the passwords of both let people in."""
    house.registry.other_directory = FakeDirectory()

    def connect(root):
        find(root, connected).signs_in = True
        other = DirectoryConnection("Anciens", "fake", {"server": OTHER})
        find(root, PLACE).add("anciens", other).signs_in = True

    house.run(connect)
    return house.registry.other_directory


@pytest.fixture
def admin(house):
    return house.person("admin")
