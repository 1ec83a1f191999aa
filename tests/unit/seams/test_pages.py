"""Pages of settings and slots, as they are announced: what is unknown stops the start-up."""

import pytest
from pyramid.exceptions import ConfigurationConflictError, ConfigurationError

from unisms.model.root import Institution
from unisms.testing.audiences import FakeLists

WORDS = {"fr": "Salles", "en": "Rooms"}


def page(config, name="rooms", **changed):
    told = {
        "title": WORDS,
        "sentence": WORDS,
        "heading": "texts",
        "permission": "institution:manage",
        "verb": "room.added",
    }
    config.add_settings_page(name, **(told | changed))


def rooms(config):
    config.add_verbs("settings", {"room.added": WORDS})
    page(config)


def more_rooms(config):
    page(config, title={"fr": "Autres salles"})


def mistyped_permission(config):
    page(config, "other", permission="institution:mange")


def mistyped_verb(config):
    page(config, "other", verb="room.aded")


def slot_for_nobody(config):
    config.add_slot("home", "rooms:line.jinja2", "room:view")


def archive_for_nobody(config):
    config.add_archive_part("rooms", iter, permissions=["room:view"])


def blank(request):
    """Nothing."""


def view_for_nobody(config):
    config.add_view(blank, context=Institution, name="rooms", permission="room:view")


def kind_for_nobody(config):
    kind = FakeLists()
    kind.permission = "room:view"
    config.add_audience_kind("room", kind)


def page_of_two_addresses(config):
    page(config, "other", also=("more", "rooms"))


@pytest.fixture
def checked(config):
    config.include(rooms)
    config.check_pages()
    return config


def test_a_page_is_kept_under_its_address(checked):
    checked.commit()
    line = checked.registry.settings_pages["rooms"]
    assert (line.title, line.permission, line.own_rubric) == (WORDS, "institution:manage", False)


def test_what_is_announced_twice_stops_the_start_and_both_places_are_named(checked):
    checked.include(more_rooms)
    with pytest.raises(ConfigurationConflictError) as conflict:
        checked.commit()
    assert str(conflict.value).count("config.add_settings_page(name") == 2


@pytest.mark.parametrize(
    ("addon", "says", "nearest"),
    [
        (
            mistyped_permission,
            "other asks for the permission institution:mange, which nothing announces:",
            "The nearest that is announced is institution:manage:",
        ),
        (
            mistyped_verb,
            "other names the verb room.aded, which nothing announces:",
            "The nearest that is announced is room.added:",
        ),
        (
            slot_for_nobody,
            "home rooms:line.jinja2 asks for the permission room:view, which nothing announces:",
            "The nearest that is announced is ",
        ),
        (
            archive_for_nobody,
            "The archive's rooms ask for the permission room:view, which nothing announces:",
            "The nearest that is announced is ",
        ),
        (
            kind_for_nobody,
            "The kind of audience room asks for the permission room:view, which nothing announces:",
            "The nearest that is announced is ",
        ),
        (
            view_for_nobody,
            "A view states the permission room:view, which nothing announces:",
            "The nearest that is announced is ",
        ),
    ],
)
def test_what_nothing_announces_stops_the_start_and_both_places_are_named(
    checked, addon, says, nearest
):
    checked.include(addon)
    with pytest.raises(ConfigurationError) as stopped:
        checked.commit()
    told = str(stopped.value)
    assert says in told
    assert nearest in told
    assert told.count("\nLine ") == 2
    assert "tests/unit/seams/test_pages.py" in told


def test_an_address_of_two_pages_of_settings_stops_the_start_and_both_are_named(checked):
    checked.include(page_of_two_addresses)
    with pytest.raises(ConfigurationError, match="address rooms is of two pages") as stopped:
        checked.commit()
    assert str(stopped.value).count("config.add_settings_page(name") >= 2


def test_a_kind_of_audience_that_asks_for_a_permission_which_there_is_may_start(checked):
    kind = FakeLists()
    kind.permission = "person:view"
    checked.add_audience_kind("room", kind)
    checked.commit()
    assert checked.registry.audience_kinds["room"] is kind


def test_a_host_has_views_and_permissions_of_its_own(checked):
    checked.add_view(blank, name="rooms", permission="room:view")
    checked.add_view(blank, context=Exception, permission="room:view")
    checked.commit()
    assert "room:view" not in checked.registry.permissions


def test_without_any_verb_the_place_of_the_page_is_named_alone(config):
    page(config)
    config.check_pages()
    with pytest.raises(ConfigurationError, match=r"room\.added, which nothing announces") as told:
        config.commit()
    assert "nearest" not in str(told.value)


def test_a_service_without_pages_takes_every_announcement_and_checks_none(config):
    config.include(mistyped_verb)
    config.include(slot_for_nobody)
    config.commit()
    assert [*config.registry.settings_pages] == ["other"]


def test_a_page_without_a_verb_is_no_page_of_settings(config):
    with pytest.raises(TypeError, match="'verb'"):
        config.add_settings_page(
            "rooms", title=WORDS, sentence=WORDS, heading="texts", permission=""
        )


def test_only_headings_and_slots_that_there_are_can_be_filled(config):
    with pytest.raises(ConfigurationError, match="rooms: cellar is none of the headings"):
        page(config, heading="cellar")
    with pytest.raises(ConfigurationError, match="cellar is none of the slots"):
        config.add_slot("cellar", "rooms:line.jinja2")


def test_a_slot_is_for_everybody_who_sees_the_page_unless_it_asks_for_more(checked):
    checked.add_slot("home", "rooms:line.jinja2")
    checked.commit()
    [filling] = checked.registry.fillings.values()
    assert filling == ("home", "rooms:line.jinja2", None)
