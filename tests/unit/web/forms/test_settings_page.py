"""A page of settings is announced whole by its decorator."""

import sys

import pytest
from pyramid.config import Configurator
from pyramid.exceptions import ConfigurationConflictError

from unisms.model.root import Institution
from unisms.web.forms.fields import Field
from unisms.web.forms.readers import text
from unisms.web.forms.settings_page import SettingsPage, settings_page

WORDS = {"fr": "Salles", "en": "Rooms"}
DONE = {"fr": "a changé les salles", "en": "changed the rooms"}
LINE = {
    "title": WORDS,
    "sentence": WORDS,
    "heading": "texts",
    "permission": "institution:manage",
    "verb": "rooms.changed",
}
FIELDS = {"title": WORDS}
PAGE = {"renderer": "rooms.jinja2", "done": DONE, "called": FIELDS, **LINE}


@settings_page("rooms", **PAGE)
class RoomsPage(SettingsPage):
    fields = (Field("title", text(80)),)


class MoreRooms(RoomsPage):
    """A page that is announced nowhere, though the one that it extends is."""


@pytest.fixture
def config():
    config = Configurator()
    config.include("unisms.seams")
    config.include(ours)
    config.check_pages()
    return config


def ours(config):
    config.scan(sys.modules[__name__])


def of_another(config):
    config.add_settings_page("rooms", **LINE)


def views(config):
    found = [one["introspectable"] for one in config.introspector.get_category("views")]
    return [one for one in found if one["context"] is Institution and one["name"] == "rooms"]


def test_its_line_its_verb_and_its_two_views_are_there(config):
    config.commit()
    line = config.registry.settings_pages["rooms"]
    assert (line.title, line.permission, line.verb) == (
        WORDS,
        "institution:manage",
        "rooms.changed",
    )
    assert config.registry.verbs["rooms.changed"] == ("settings", DONE, FIELDS)
    asked = {(one["request_methods"], one["attr"]) for one in views(config)}
    assert asked == {("GET", "show"), ("POST", "save")}


def test_it_is_announced_once_whatever_extends_it(config):
    config.commit()
    assert {one["callable"] for one in views(config)} == {RoomsPage}


def test_a_page_of_another_stops_the_start_and_the_class_is_named(config):
    config.include(of_another)
    with pytest.raises(ConfigurationConflictError, match=r'@settings_page\("rooms"'):
        config.commit()


@pytest.mark.parametrize("left_out", ["permission", "renderer", "verb", "done"])
def test_what_is_left_out_is_told_before_anything_starts(left_out):
    told = {name: one for name, one in PAGE.items() if name != left_out}
    with pytest.raises(TypeError, match=left_out):
        settings_page("rooms", **told)
