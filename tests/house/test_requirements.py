"""Nothing is installed that nothing needs."""

import ast
import re
from functools import cache
from importlib.metadata import distribution, packages_distributions

import places
import pytest
from places import PACKAGE, ROOT

#: package -> why it is required, where neither an import nor a name of it tells
REASONS = {
    "cookiecutter": "the tests of the scaffolds run it as people do",
    "psycopg": "Huey asks for it where the queue is in PostgreSQL",
    "psycopg2-binary": "RelStorage asks for it where the store is in PostgreSQL",
    "pytest-cov": "the option --cov of make test",
    "pytest-xdist": "the option -n of make test",
    "redis": "Huey asks for it where the queue is in Redis",
}
LISTS = ("REQUIRES", "TESTING", "POSTGRESQL", "REDIS", "DASHBOARDS")


def required():
    """``(list, package)`` of everything that ``setup.py`` asks for."""
    for node in ast.parse((ROOT / "setup.py").read_text()).body:
        if isinstance(node, ast.Assign) and node.targets[0].id in LISTS:
            for line in ast.literal_eval(node.value):
                yield node.targets[0].id, re.match(r"[\w.-]+", line)[0]


@cache
def imports(tests):
    """The first names of everything imported by the package, or by the tests as well."""
    files = [ROOT / "setup.py", *places.everywhere(), *(places.of_tests() if tests else ())]
    nodes = [node for file in files for node in places.statements(file)]
    named = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    named |= {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}
    return {name.partition(".")[0] for name in named}


@cache
def included():
    """The words of the settings, and the names that the application is given to include."""
    told = "".join(file.read_text() for file in [*ROOT.glob("*.ini"), *PACKAGE.rglob("*.conf")])
    files = [file.read_text() for file in places.modules()]
    named = [name for text in files for name in re.findall(r'include\("([\w.]+)"\)', text)]
    return {*re.findall(r"\w+", told), *(name.partition(".")[0] for name in named)}


def modules_of(package):
    return {module for module, owner in installed() if owner == plain(package)}


@cache
def installed():
    """``(module, package)`` of everything that is installed."""
    return [
        (module, plain(owner))
        for module, owners in packages_distributions().items()
        for owner in owners
    ]


def plain(package):
    return package.lower().replace("_", "-")


def is_run(package):
    """Whether the Makefile runs a command of the package."""
    makefile = (ROOT / "Makefile").read_text()
    commands = [
        point.name
        for point in distribution(package).entry_points
        if point.group == "console_scripts"
    ]
    return any(f"$(BIN)/{command}" in makefile for command in [package, *commands])


def is_needed(kind, package):
    tests = kind == "TESTING"
    modules = modules_of(package)
    return bool(modules & (imports(tests) | included())) or (tests and is_run(package))


def test_whatever_is_required_is_looked_at():
    assert {kind for kind, _ in required()} == {*LISTS}
    assert len([*required()]) >= 40


@pytest.mark.parametrize(("kind", "package"), [*required()])
def test_a_package_is_imported_included_or_run_or_has_its_reason(kind, package):
    assert is_needed(kind, package) != (package in REASONS)
