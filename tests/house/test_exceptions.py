"""The exceptions of the package stand in one drawing, each under what it extends, with its room."""

import inspect
from collections import defaultdict

import places

import unisms

OURS = "unisms."
INDENT = "  "


def exceptions():
    """Return every exception class that the package defines, and the classes above them."""
    kinds = {kind for module in places.imported() for kind in vars(module).values() if ours(kind)}
    assert len(kinds) >= 60
    return kinds


def ours(thing):
    return (
        inspect.isclass(thing)
        and issubclass(thing, BaseException)
        and thing.__module__.startswith(OURS)
    )


def drawing(kinds):
    """Return the lines of the drawing: each class below its first base, in order of room."""
    below = defaultdict(list)
    for kind in sorted(kinds, key=lambda kind: (kind.__module__, kind.__name__)):
        below[kind.__base__].append(kind)
    roots = sorted(below.keys() - kinds, key=lambda kind: kind.__name__)
    return [line for root in roots for line in [root.__name__, *_branches(below, root, INDENT)]]


def _branches(below, kind, indent):
    for child in below.get(kind, ()):
        yield f"{indent}{child.__name__:{34 - len(indent)}}{child.__module__.removeprefix(OURS)}"
        yield from _branches(below, child, indent + INDENT)


def test_every_exception_stands_in_the_drawing():
    _, _, drawn = inspect.getdoc(unisms).partition("::\n\n")
    assert [line[4:] for line in drawn.splitlines()] == drawing(exceptions())
