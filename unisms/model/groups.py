"""Saved audiences."""

from collections.abc import Iterable, Iterator
from typing import Any

from BTrees.OOBTree import OOTreeSet
from persistent import Persistent

from unisms.model.acl import Ace, granted
from unisms.model.folder import Folder


class Group(Persistent):
    """People who are written to together, by uid."""

    __name__ = ""
    __parent__: Any = None
    # added 2026-12: names of groups whose people are in it, too; before, none was
    groups: tuple = ()
    last_change: tuple = ()  # (epoch seconds, uid)

    def __init__(self, title: str, uids: Iterable[str] = ()) -> None:
        self.title = title
        self.uids = OOTreeSet(uids)

    @property
    def __acl__(self) -> list[Ace]:
        return granted(self.__parent__.__parent__, f"groups/{self.__name__}")


def within(groups: Folder[Group], name: str) -> Iterator[str]:
    """Yield the names of the group ``name`` and of those in it, however deep, each once.

    ``groups`` is the folder.
    """
    waiting, seen = [name], {name}
    while waiting:
        outer = waiting.pop(0)
        yield outer
        inner = [
            other
            for other in dict.fromkeys(groups[outer].groups)
            if other in groups and other not in seen
        ]
        waiting += inner
        seen.update(inner)


def members(groups: Folder[Group], name: str) -> Iterator[str]:
    """Yield the uid of everybody in the group ``name``, lazily, each once, its own first."""
    seen = set()
    for one in within(groups, name):
        for uid in groups[one].uids:
            if uid not in seen:
                seen.add(uid)
                yield uid


def size(groups: Folder[Group], name: str) -> int:
    """How many people are in the group called ``name``."""
    group = groups[name]
    return sum(1 for _ in members(groups, name)) if group.groups else len(group.uids)


def of_person(groups: Folder[Group], uid: str) -> list[Group]:
    """The groups that the person called ``uid`` is in directly, by title."""
    return sorted(
        (group for group in groups.values() if uid in group.uids),
        key=lambda group: group.title.casefold(),
    )


def holding(groups: Folder[Group], name: str) -> list[str]:
    """The names of the groups that contain the group called ``name`` directly."""
    return [outer for outer, group in groups.items() if name in group.groups]
