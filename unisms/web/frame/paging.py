"""Pages of a long list: numbered, or each after the last name of the page before."""

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
    return first(tree.keys(after, excludemin=True), after)


def first(names, after):
    """The page of those that come first among ``names``, which begin behind ``after``."""
    some = [*islice(names, SIZE + 1)]
    return Page(some[:SIZE], not after, len(some) > SIZE)


def asked(request):
    """The page that ``?page=`` asks for, from 1; the first one where it asks for none."""
    return whole(request.GET.get("page"), least=1)


def part(found, page, size=SIZE):
    """Return the part of ``found`` that stands on that page, from 1."""
    return found[(page - 1) * size : page * size]


def whole(text, least):
    """The whole number that is typed, or ``least``."""
    text = (text or "").strip()
    return max(least, int(text)) if text.isdecimal() and len(text) < 7 else least
