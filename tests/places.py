"""Where things stand: found in every folder below, wherever they are moved, and never too few of
them."""

import ast
import importlib
import re
from collections import Counter
from functools import cache
from pathlib import Path

from jinja2 import Environment

from unisms.tasks.jobs import uncollected

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "unisms"
DASHBOARDS = ROOT / "dashboards"
DATA = ROOT / "tests/data"
LOANS = DATA / "overdue-loans.csv"
WORKBOOKS = DATA / "workbooks"
INSTALLED = "node_modules"


def modules(under="", at_least=295):
    """Every module of the package, or of a folder of it."""
    return enough((PACKAGE / under).rglob("*.py"), at_least)


def of_dashboards(under="", at_least=80):
    """Every module of the dashboards, or of a folder of them."""
    return enough((DASHBOARDS / under).rglob("*.py"), at_least)


def everywhere():
    """Every module of the package and of the dashboards."""
    return [*modules(), *of_dashboards()]


def of_tests(at_least=390):
    """Every module of the tests, with what helps them."""
    return enough(
        (file for file in (ROOT / "tests").rglob("*.py") if INSTALLED not in file.parts), at_least
    )


def templates(at_least=95):
    return enough(PACKAGE.rglob("*.jinja2"), at_least)


def catalogues(at_least=13):
    return enough(PACKAGE.rglob("*.po"), at_least)


def statics(at_least=4):
    """Every file that browsers get as it is."""
    return enough((file for file in PACKAGE.rglob("static/**/*") if file.is_file()), at_least)


def assets(at_least=5):
    """Every file that browsers get from the dashboards as it is."""
    return enough((file for file in (DASHBOARDS / "assets").rglob("*") if file.is_file()), at_least)


def pages(at_least=10):
    """Every page of the documentation."""
    return [
        ROOT / "README.md",
        ROOT / "CHANGES.md",
        ROOT / "scaffolds/README.md",
        *enough((ROOT / "docs").rglob("*.md"), at_least - 3),
    ]


def pictures(at_least=7):
    """Every picture of the documentation."""
    return enough((ROOT / "docs").rglob("*.png"), at_least)


def enough(found, at_least):
    """Return all that was found, in order.

    Fail where that is too little: what was looked for has moved elsewhere.
    """
    found = sorted(found)
    assert len(found) >= at_least, f"only {len(found)} were looked at, there were {at_least}"
    return found


def imported(under="", at_least=280):
    """Return every module of the package, or of a folder of it, imported.

    Modules for tests are left out, and those that begin a program.

    It asks the folders rather than ``pkgutil``, which passes over a folder without ``__init__.py``.
    """
    names = (dotted(file) for file in modules(under, at_least) if file.name != "__main__.py")
    return [
        importlib.import_module(name) for name in names if not name.startswith("unisms.testing")
    ]


def dotted(file):
    """The name by which a module of the package is imported."""
    return ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


@cache
def template(file):
    """Return a template as a tree; its sentences are calls of ``_``, ``gettext``, ``ngettext``."""
    words = Environment(extensions=["jinja2.ext.i18n"], trim_blocks=True, lstrip_blocks=True)
    return words.parse(file.read_text())


@cache
def parsed(file):
    with uncollected():
        return ast.parse(file.read_text())


@cache
def statements(file):
    """Every statement of a module, in whatever depth."""
    return list(_statements(parsed(file)))


def _statements(node):
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.stmt | ast.excepthandler | ast.match_case):
            yield child
            yield from _statements(child)


@cache
def words(file):
    """How often each word stands in a file."""
    return Counter(re.findall(r"\w+", file.read_text()))
