"""Pages of a long list that is kept by name: each begins after the last name of the one before."""

from itertools import islice
from typing import NamedTuple

SIZE = 50


class Page(NamedTuple):
    """Some names of a tree, in order."""

    names: list
    begins: bool  #: nothing comes before them
    more: bool  #: something comes after them


def page_of(tree, after):
    """The names that follow ``after``, which may be empty; ``tree`` is a folder or a set."""
    names = [*islice(tree.keys(after, excludemin=True), SIZE + 1)]
    return Page(names[:SIZE], not after, len(names) > SIZE)
