"""No text, number or name is stored without an age, or a reason to stay."""

import ast
import importlib
import inspect
from collections import Counter
from pathlib import Path

import pytest

from tests.house.ages import ERASED, listed

STORED_CLASSES = Path(__file__).with_name("stored_classes.txt").read_text().split()


def attributes(name):
    """Return the attributes of a stored class: its defaults, and what its methods set."""
    module, _, klass = name.rpartition(".")
    source = inspect.getsource(importlib.import_module(module))
    [defined] = [
        node
        for node in ast.parse(source).body
        if isinstance(node, ast.ClassDef) and node.name == klass
    ]
    assigned = (node for node in defined.body if isinstance(node, ast.Assign | ast.AnnAssign))
    defaults = (
        target for node in assigned for target in getattr(node, "targets", None) or [node.target]
    )
    found = {
        node.id for target in defaults for node in ast.walk(target) if isinstance(node, ast.Name)
    }
    for node in ast.walk(defined):
        if (
            isinstance(node, ast.Attribute)
            and isinstance(node.ctx, ast.Store)
            and ast.unparse(node.value) == "self"
        ):
            found.add(node.attr)
    return {one for one in found if not one.startswith("_v_")}  # which are never stored


@pytest.mark.parametrize("name", STORED_CLASSES)
def test_each_attribute_of_a_stored_class_has_an_age_or_a_reason_to_stay(name):
    known = {attribute for klass, attribute in listed() if klass == name.rpartition(".")[2]}
    assert attributes(name) - known == set(), "tests/house/ages.py does not know it"


def test_many_attributes_were_looked_at():
    assert sum(len(attributes(name)) for name in STORED_CLASSES) >= 250


def test_nothing_is_on_the_list_twice():
    assert [pair for pair, count in Counter(listed()).items() if count > 1] == []


@pytest.mark.parametrize("path", ERASED)
def test_there_is_what_erases(path):
    module, _, function = path.rpartition(".")
    assert callable(getattr(importlib.import_module(module), function))
