"""A name means one thing: no two classes of the package share it, and no two of the dashboards."""

import ast
from collections import Counter

import places
import pytest

#: name -> how many classes have it today; the list may only shrink
DOUBLES = {
    "Batch": 2,
    "Clock": 2,
    "Doubt": 2,
    "Fault": 2,
    "Found": 2,
    "Grant": 2,
    "Kept": 3,
    "Line": 3,
    "Link": 2,
    "Pace": 2,
    "Piece": 3,
    "Proof": 2,
    "Reader": 2,
    "Refused": 2,
    "Replies": 3,
    "Selection": 2,
    "TooLarge": 2,
    "Turns": 2,
    "Unreadable": 2,
    "Verdict": 2,
    "Wanted": 2,
    "Wish": 2,
    "Wrong": 2,
}


@pytest.mark.parametrize(
    ("files", "at_least", "doubles"),
    [(places.modules, 370, DOUBLES), (places.of_dashboards, 60, {})],
    ids=["unisms", "dashboards"],
)
def test_a_name_of_a_class_stands_once_in_its_program(files, at_least, doubles):
    nodes = [node for file in files() for node in places.statements(file)]
    found = Counter(node.name for node in nodes if isinstance(node, ast.ClassDef))
    assert len(found) >= at_least
    assert {name: count for name, count in found.items() if count > 1} == doubles
