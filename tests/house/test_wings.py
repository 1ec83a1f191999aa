"""The wings of the house: the same names on every floor, each room small, each template at home."""

import importlib
import re

import places
import pytest

from unisms.testing.store import our_kinds

#: every wing, the lowest first; one may be absent from a floor, and never means two things
WINGS = [
    "ground",
    "mail",
    "rules",
    "directory",
    "money",
    "files",
    "tables",
    "imports",
    "rights",
    "door",
    "brokers",
    "errands",
    "people",
    "register",
    "links",
    "replies",
    "exclusions",
    "delivery",
    "health",
    "histories",
    "copies",
    "texts",
    "audience",
    "campaigns",
    "discretion",
    "schedules",
    "approvals",
    "alerts",
    "subscribers",
    "institution",
    "dossiers",
    "exports",
    "dashboards",
    "operators",
    "edge",
    "frame",
    "forms",
    "home",
    "compose",
    "audiences",
]
FLOORS = ("services", "web")
MODULES, LINES = 12, 2_000  # of a room, its __init__ not counted
RAISED = {"frame", "forms", "door"}  # every wing of the pages may use their templates
ABOVE = {"home", "operators"}  # and these those of every wing


def rooms(floor):
    found = [file.parent for file in (places.PACKAGE / floor).glob("*/__init__.py")]
    assert len(found) >= {"services": 17, "web": 16}[floor]
    return found


@pytest.mark.parametrize("floor", FLOORS)
def test_every_room_is_a_wing_and_says_what_it_knows(floor):
    assert {room.name for room in rooms(floor)} - {*WINGS} == set()
    undocumented = [
        room.name
        for room in rooms(floor)
        if not importlib.import_module(f"unisms.{floor}.{room.name}").__doc__
    ]
    assert undocumented == []


@pytest.mark.parametrize("floor", FLOORS)
def test_no_module_stands_beside_the_rooms(floor):
    beside = [file.name for file in (places.PACKAGE / floor).glob("*.py")]
    assert beside == ["__init__.py"]


@pytest.mark.parametrize("floor", FLOORS)
def test_the_tests_of_a_room_stand_in_a_folder_of_its_name(floor):
    tests = places.ROOT / "tests/unit" / floor
    found = {file.relative_to(tests).parts for file in tests.rglob("*.py")}
    folders = {first for first, *rest in found if rest}  # an emptied one keeps what Python compiled
    assert len(folders) >= {"services": 17, "web": 14}[floor]
    assert folders - {room.name for room in rooms(floor)} == set()


@pytest.mark.parametrize("floor", FLOORS)
def test_a_room_holds_a_dozen_modules_and_two_thousand_lines(floor):
    for room in rooms(floor):
        modules = [file for file in room.rglob("*.py") if file.name != "__init__.py"]
        beside = [file for file in modules if file.parent == room]
        assert len(beside) <= MODULES, room.name
        assert sum(len(file.read_text().splitlines()) for file in modules) <= LINES, room.name


def test_every_wing_of_the_pages_includes_itself():
    for room in rooms("web"):
        assert hasattr(importlib.import_module(f"unisms.web.{room.name}"), "includeme"), room.name


def test_a_wing_of_the_pages_says_in_one_or_two_sentences_which_pages_it_has():
    for room in rooms("web"):
        said = importlib.import_module(f"unisms.web.{room.name}").__doc__.strip()
        assert 1 <= len(re.findall(r"[.](?=\s|$)", said)) <= 2, room.name
        assert "page" in said.lower(), room.name


def test_no_two_templates_have_one_name():
    names = [file.name for file in places.templates()]
    assert sorted({name for name in names if names.count(name) > 1}) == []


def test_a_template_is_used_by_its_own_wing():
    """Or by those above it. A partial that several wings share stands in the frame."""
    wings = {file.name: file.parents[1].name for file in places.templates()}
    uses = [
        (file.relative_to(places.PACKAGE / "web").parts[0], name)
        for file in (places.PACKAGE / "web").rglob("*.*")
        if file.suffix in {".py", ".jinja2"}
        for name in re.findall(r"\w+\.jinja2", file.read_text())
        if name in wings and name != file.name
    ]
    pickers = [kind.picker for kind in our_kinds().values() if kind.picker]
    assert len(pickers) >= 5
    uses += [("compose", name) for name in pickers]
    assert len(uses) > 250
    assert {name for _, name in uses} == {*wings}, "a template that nothing names"
    strangers = {
        (wing, name)
        for wing, name in uses
        if wing not in {wings[name], *ABOVE} and wings[name] not in RAISED
    }
    assert strangers == set()
    alone = {(name, wings[name]) for _, name in uses if wings[name] not in RAISED}
    assert {(name, wing) for name, wing in alone if (wing, name) not in uses} == set()
