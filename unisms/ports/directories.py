"""Directories: they tell us about people and the groups that these belong to."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple, Protocol


class Person(NamedTuple):
    """Someone a directory knows."""

    uid: str
    name: str
    msisdns: tuple[str, ...] = ()
    email: str = ""
    attributes: Mapping[str, str] = {}


class Directory(Protocol):
    """A source of people and of the groups that they belong to."""

    def search(self, text: str) -> Iterable[Person]:
        """Return the people whose name or uid contains ``text``."""

    def person(self, uid: str) -> Person | None:
        """Return the person called ``uid``, or ``None``."""

    def groups(self, text: str) -> Iterable[tuple[str, str]]:
        """Return ``(name, title)`` of the groups whose title contains ``text``."""

    def members(self, group: str) -> Iterable[Person]:
        """Return the people of a group.

        :raises KeyError: there is no such group.
        """

    def memberships(self, uid: str, among: Iterable[str]) -> Iterable[str]:
        """Return those of the groups ``among`` that the person called ``uid`` is in.

        Being in another group that is in one of them counts. The service asks at every request,
        within a transaction: answer from the store or from memory, never over the network. Memory
        is at most a minute old.
        """
