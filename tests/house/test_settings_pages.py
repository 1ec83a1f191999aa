"""Every page that changes a setting shows who changed it last, from the day on when somebody made
it."""

import re

import browser_pages
import people_scenes
import pytest
import scenes
import settings_pages

from unisms.web.forms.form import Form

PARIS = scenes.PARIS
#: page: where it is, a field of it, what is typed there; those of an institution are found
CHANGED = {
    "AccountRules": (f"{PARIS}/accounts/scd/approval", "recipients", "12"),
    "AccountSettings": (f"{PARIS}/accounts/scd/settings", "title", "Autre"),
    "AlertSettings": (f"{PARIS}/alerts/fermeture/settings", "title", "Autre"),
    "BrokerSettings": (f"{PARIS}/brokers/simulateur/settings", "title", "Autre"),
    "DirectorySettings": (f"{PARIS}/directories/ldap/settings", "title", "Autre"),
    "FolderSettings": (f"{PARIS}/templates/scd/settings", "title", "Autre"),
    "GroupSettings": (f"{PARIS}/groups/l2-histoire/settings", "title", "Autre"),
    "PersonSettings": (f"{PARIS}/people/hmarchand/settings", "name", "Autre"),
    "QuerySettings": (f"{PARIS}/directories/ldap/l3/settings", "title", "Autre"),
    "RoleSettings": (f"{PARIS}/roles/guichet-bu/", "title", "Autre"),
    "ThemeSettings": (f"{PARIS}/themes/sport/settings", "title", "Autre"),
    "TemplateSettings": (f"{PARIS}/templates/cours-deplace/settings", "title", "Autre"),
}
MADE = {  # page: where it is, what is typed, where its settings are
    "NewAccount": (f"{PARIS}/accounts/new", {"title": "Un"}, f"{PARIS}/accounts/un/settings"),
    "NewAlert": (
        f"{PARIS}/alerts/new",
        {"title": "Un", "text": "Un", "audience": ["group:l2-histoire"]},
        f"{PARIS}/alerts/un/settings",
    ),
    "NewBroker": (
        f"{PARIS}/brokers/new?adapter=simulator",
        {"title": "Un"},
        f"{PARIS}/brokers/un/settings",
    ),
    "NewDirectory": (
        f"{PARIS}/directories/new",
        {"title": "Un", "setting-servers": "ldap://127.0.0.1:1", "setting-base": "dc=un"},
        f"{PARIS}/directories/un/settings",
    ),
    "NewFolder": (
        f"{PARIS}/templates/new-folder",
        {"title": "Un"},
        f"{PARIS}/templates/un/settings",
    ),
    "NewGroup": (f"{PARIS}/groups/new", {"title": "Un"}, f"{PARIS}/groups/un/settings"),
    "NewPerson": (
        f"{PARIS}/people/new",
        {"uid": "un", "name": "Un"},
        f"{PARIS}/people/un/settings",
    ),
    "NewQuery": (
        f"{PARIS}/directories/ldap/new",
        {"title": "Un", "chosen": "(uid=un)"},
        f"{PARIS}/directories/ldap/un/settings",
    ),
    "NewRole": (f"{PARIS}/roles/new?copy=sender", {"title": "Un"}, f"{PARIS}/roles/un/"),
    "NewTheme": (f"{PARIS}/themes/new", {"title": "Un"}, f"{PARIS}/themes/un/settings"),
    "NewTemplate": (
        f"{PARIS}/templates/new",
        {"title": "Un", "text": "Un"},
        f"{PARIS}/templates/un/settings",
    ),
}
OTHERWISE = {
    "AbsencePage": "of oneself alone",
    "MaintenancePage": "tells who closed, as long as the pages are closed",
    "NewInstitution": "above the institutions: the operators' journal tells",
}


def pages(registry):
    """The names of the classes of all pages with a form of ours, as the application has them."""
    views = [each["introspectable"] for each in registry.introspector.get_category("views")]
    classes = {one["callable"] for one in views if isinstance(one["callable"], type)}
    return {one.__name__ for one in classes if issubclass(one, Form)}


def sent(house, admin, path, typed):
    form = next(one for one in admin.get(path).forms.values() if next(iter(typed)) in one.fields)
    for name, value in typed.items():
        form[name] = value
    answer = form.submit(status=303)
    if "proposal=" in answer.location:
        house.worker.drain()
        answer.follow().forms[1].submit("action", status=303)


def told(admin, path):
    return [" ".join(line.text.split()) for line in admin.get(path).html.select("main p.small")]


def test_every_page_is_looked_at(house):
    found, announced = pages(house.registry), settings_pages.announced().values()
    assert len(found) >= 20
    assert found == {*CHANGED, *MADE, *OTHERWISE, *(page.__name__ for page in announced)}


@pytest.mark.parametrize("name", settings_pages.announced())
def test_who_changed_a_page_of_settings_last_is_shown(house, name):
    admin, path = house.person("admin"), f"{PARIS}/{name}"
    form = next(one for one in admin.get(path).forms.values() if "seen" in one.fields)
    field = settings_pages.announced()[name].fields[0].name
    type_another(form, field)
    form.submit(status=303)
    assert any(line.startswith("Changé par Jeanne Fontaine, ") for line in told(admin, path))
    journal = admin.get(f"{PARIS}/audit").html.select_one("main table").text
    assert not re.search(rf"\b{field}\s*:", journal), "a field without words"


def type_another(form, name):
    """Give the fields of this name other values than they have."""
    for place, field in enumerate(form.fields[name]):
        if hasattr(field, "options"):
            field.value = next(value for value, *_ in field.options if value != field.value)
        elif hasattr(field, "checked"):
            field.checked = not field.checked
        else:
            kind = field.attrs.get("type")
            number = str(min(61, int(field.attrs.get("max", 61))))
            field.value = {"number": number, "time": f"{7 + place:02}:30"}.get(kind, "Autre")


def test_a_browser_looks_at_every_page_of_settings_that_is_announced(house):
    looked_at = {path.partition("?")[0] for path in browser_pages.OWN.values()}
    announced = {f"{PARIS}/{name}" for name in house.registry.settings_pages}
    assert len(announced) >= 14
    assert announced - looked_at == set()


@pytest.mark.parametrize("page", CHANGED)
def test_who_changed_it_last_is_shown(house, page):
    path, field, value = CHANGED[page]
    house.run(scenes.shelf)
    house.run(scenes.themes)
    house.run(people_scenes.directory)
    admin = house.person("admin")
    sent(house, admin, path, {field: value})
    assert any(line.startswith("Changé par Jeanne Fontaine, ") for line in told(admin, path))


@pytest.mark.parametrize("page", MADE)
def test_who_made_it_is_shown(house, page):
    path, typed, settings = MADE[page]
    house.run(people_scenes.directory)
    admin = house.person("admin")
    sent(house, admin, path, typed)
    assert any(line.startswith("Changé par Jeanne Fontaine, ") for line in told(admin, settings))
