"""A name that people give never takes the place of a page in the address."""

import pytest
import scenes

from unisms.model import folder
from unisms.model.folder import Folder, NameTaken, is_reserved
from unisms.model.root import Institution, Root
from unisms.services.ground.records import free_name


def names_of_views(registry):
    """The names of the views of folders whose children people name, as the application has them."""
    views = [each["introspectable"] for each in registry.introspector.get_category("views")]
    assert len(views) > 180
    return {
        one["name"]
        for one in views
        if isinstance(one["context"], type)
        and issubclass(one["context"], Folder)
        and not issubclass(one["context"], Root | Institution)
        and one["name"]
    }


def test_commands_know_every_page_of_ours_without_the_application(house, monkeypatch):
    names = names_of_views(house.registry)
    assert {"new", "new-folder", "preview", "compose"} <= names
    assert names <= folder.PAGES


def test_nothing_is_called_like_a_page(house):
    for name in names_of_views(house.registry):
        assert is_reserved(name)
        with pytest.raises(NameTaken):
            Folder().add(name, Folder())
        assert free_name({}, name.replace("-", " ")) == f"{name}-2"


def test_the_pages_of_an_add_on_are_known_too(monkeypatch):
    monkeypatch.setattr(folder, "_reserved", set(folder.PAGES))
    assert not is_reserved("timetable")
    folder.reserve(["timetable"])
    assert is_reserved("timetable")


def test_a_template_called_preview_leaves_the_counter_where_it_is(house):
    admin = house.person("admin")
    page = admin.get(f"{scenes.PARIS}/templates/new").forms[1]
    page["title"], page["text"] = "Preview", "Bonjour."
    made = page.submit(status=303)
    assert made.location.endswith("/templates/preview-2/")
    form = admin.get(f"{scenes.PARIS}/templates/new").forms[1]
    token = form["csrf_token"].value
    asked = {"csrf_token": token, "text": "Bonjour"}
    assert admin.post(f"{scenes.PARIS}/templates/preview", asked).status_int == 200
