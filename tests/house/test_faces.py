"""The face of a wing of the services: the modules that are open to others, and no more of them than
are used.

A wing of the pages, and a folder of tasks, know all of the services of their own name.
"""

import ast
import configparser
import importlib
import inspect
import re
from functools import cache

import places
import pytest

from unisms import ports

SERVICES = "unisms.services"
WINGS = sorted(file.parent.name for file in (places.PACKAGE / "services").glob("*/__init__.py"))
#: floors on which the folder of a wing has its name
OWN_FLOORS = {"services", "web", "tasks"}
LINE = re.compile(r"^- ``(\w+)``: \w.*[^.]$", re.MULTILINE)
CALLED = re.compile(r"^It may call ([^.]+)\. Open to others:$", re.MULTILINE)
#: the code that scaffolds make is a template, which Python cannot read
IMPORT = re.compile(r"^from (unisms\.[\w.]+) import ([\w, ]+)$", re.MULTILINE)

#: Add-ons import these: a name may come, none may go.
PROMISES = {
    *("LONGEST_UNREAD", "Acceptance", "Broker", "BrokerBusy", "BrokerError", "BrokerRefused"),
    *("BrokerUnavailable", "Directory", "HttpAnswer", "HttpNews", "HttpRequest", "Inbox"),
    *("Journal", "Outgoing", "Part", "Person", "ReadsAgain", "Receipt", "Reply"),
    *("SettingField", "SignIn", "Unread", "AudienceAway", "AudienceGone", "Checked"),
    *("DirectoryError", "LIKELY", "RemoteDirectory", "SURE"),
}


def face(wing):
    return importlib.import_module(f"{SERVICES}.{wing}")


@cache
def known():
    """The dotted name of every module of the package."""
    return {places.dotted(file) for file in places.modules()}


@cache
def uses():
    """Return pairs: the module that imports, and the module that it imports."""
    found = {
        (places.dotted(file), _module(name))
        for file in places.modules()
        for name in imported_by(places.parsed(file))
    }
    scaffolds = places.enough((places.ROOT / "scaffolds").rglob("*.py"), at_least=9)
    found |= {
        (str(file.relative_to(places.ROOT)), _module(f"{module}.{name}"))
        for file in scaffolds
        for module, names in IMPORT.findall(file.read_text())
        for name in names.split(", ")
    }
    assert len(found) > 2_000
    return {(user, module) for user, module in found if module}


def imported_by(tree):
    """Yield the dotted name of each thing that a module imports, but from beside itself."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (one.name for one in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield from (f"{node.module}.{one.name}" for one in node.names)


def _module(name):
    """Return the module of ours in which the thing of this dotted name is, or an empty name."""
    while name and name not in known():
        name = name.rpartition(".")[0]
    return name


def uses_from_outside(wing):
    """Return pairs: a module outside the wing, and the name in it of the module that it imports."""
    begin = f"{SERVICES}.{wing}."
    return {
        (user, f"{module}.".removeprefix(begin).rstrip("."))
        for user, module in uses()
        if f"{module}.".startswith(begin) and not _is_of(wing, user)
    }


def _is_of(wing, user):
    parts = user.split(".")
    return len(parts) > 2 and parts[1] in OWN_FLOORS and parts[2] == wing


def test_every_wing_is_looked_at_and_most_are_used_by_many():
    assert len(WINGS) >= 17
    assert sum(len(uses_from_outside(wing)) for wing in WINGS) > 400
    assert sum(len(face(wing).__all__) for wing in WINGS) > 80


@pytest.mark.parametrize("wing", WINGS)
def test_nobody_outside_a_wing_imports_a_module_that_is_closed(wing):
    opened = {*face(wing).__all__}
    assert {(user, name) for user, name in uses_from_outside(wing) if name not in opened} == set()


@pytest.mark.parametrize("wing", WINGS)
def test_a_module_is_open_because_somebody_outside_uses_it(wing):
    assert {*face(wing).__all__} - {name for _, name in uses_from_outside(wing)} == set()


@pytest.mark.parametrize("wing", WINGS)
def test_a_wing_says_in_a_sentence_what_it_knows_and_in_a_line_what_each_open_module_offers(wing):
    first, blank, *rest = inspect.getdoc(face(wing)).splitlines()
    assert (first[-1], blank) == (".", "")
    assert LINE.findall("\n".join(rest)) == face(wing).__all__ == sorted(face(wing).__all__)


def layers():
    """The rooms of the services as import-linter holds them, the lowest last."""
    contracts = configparser.ConfigParser()
    contracts.read(places.ROOT / ".importlinter")
    return contracts["importlinter:contract:services"]["layers"].split()


def test_a_wing_says_whom_it_may_call():
    rooms = layers()
    assert sorted(rooms) == WINGS
    below = [f"``{room}`` and every room below it" for room in rooms[1:]]
    said = [CALLED.findall(face(wing).__doc__) for wing in rooms]
    assert said == [[one] for one in (*below, "no other room")]


def test_the_face_of_the_promises_is_what_add_ons_import():
    assert {*ports.__all__} == PROMISES
    assert {*ports.__all__} == {
        name
        for name, value in vars(ports).items()
        if name[0] != "_" and not inspect.ismodule(value)
    }


def test_everybody_imports_the_promises_from_their_face():
    found = {(user, module) for user, module in uses() if module.startswith("unisms.ports")}
    assert len(found) > 40
    assert {
        (user, module)
        for user, module in found
        if module != "unisms.ports" and not user.startswith("unisms.ports")
    } == set()
