"""A university with a directory that obeys."""

import pytest
import scenes
from factories import mobile

from unisms.model.directories import DirectoryConnection, DirectoryQuery
from unisms.model.folder import find
from unisms.testing.directories import FakeDirectory

PLACE = f"{scenes.PARIS}/directories"


@pytest.fixture
def directory(house, monkeypatch):
    directory = FakeDirectory()
    known = {"found_in": "mobile", "confidence": "sure", "password": "the password of Nour"}
    directory.has("nbenali", "Nour Benali", mobile(7), **known)
    directory.has("lle", "Linh Lê")
    directory.has_group("cn=tutors", "Tuteurs d'été", "nbenali", "lle")

    def make(settings):
        return directory

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
def admin(house):
    return house.person("admin")
