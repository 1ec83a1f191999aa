"""The contract of every directory, kept by {{ cookiecutter.title }}."""

from importlib.metadata import entry_points

import pytest
from server import KEY
from unisms.ports import DirectoryError
from unisms.testing.directories import DirectoryContract

from {{ cookiecutter.package }} import Directory


class TestDirectory(DirectoryContract):
    @pytest.fixture(autouse=True)
    def started(self, server):
        self.server = server

    def make_directory(self, **settings):
        return Directory({"url": self.server.url, "key": KEY, "patience": "1", **settings})

    def test_all_people_are_told_page_by_page(self):
        assert len([*self.make_directory().people("", "")]) == 251

    def test_a_part_is_never_taken_for_the_whole(self):
        self.server.told = 120
        with pytest.raises(DirectoryError) as raised:
            [*self.make_directory().people("", "")]
        assert raised.value.code == DirectoryError.CUT

    def test_a_wrong_key_is_told_to_a_person(self):
        with pytest.raises(DirectoryError) as raised:
            self.make_directory(key="wrong").check()
        assert raised.value.code == DirectoryError.REFUSED

    def test_a_server_that_is_not_there_is_away(self):
        with pytest.raises(DirectoryError) as raised:
            self.make_directory(url="http://127.0.0.1:1").check()
        assert raised.value.code == DirectoryError.AWAY

    def test_a_group_that_is_gone_is_told(self):
        with pytest.raises(KeyError):
            self.make_directory().members("gone")

    def test_an_address_that_is_none_is_refused_before_it_is_saved(self):
        with pytest.raises(ValueError, match="begins with http"):
            self.make_directory(url="directory.example")


def test_the_settings_may_name_it():
    [point] = entry_points(group="unisms.addons", name="{{ cookiecutter.name }}")
    assert callable(point.load().includeme)
