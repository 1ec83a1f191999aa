"""A folder of things that people make day after day: campaigns, uploaded files."""

from collections.abc import Iterator, Sequence
from typing import Any, Protocol, TypeVar

from BTrees.OOBTree import OOBTree, OOTreeSet

from unisms.model.folder import Folder, Resource

EVER = "~"  # comes after every name
MONTH = 6  # characters of a name that tell the month
LAST = "\uffff"


class Made(Resource, Protocol):
    """A record that somebody made."""

    author: str


Child = TypeVar("Child", bound=Made)


class Authored(Folder[Child]):
    """A folder of which each author finds their own children without looking at everybody's.

    The names begin with their date (``dated_name``), and are read from the latest back, a few at
    a time. Each child has an ``author``.
    """

    # added 2026-12: name -> what lists tell of the child; made at the first
    _listed: "OOBTree[str, tuple] | None" = None
    # added 2026-12: names of the children that a worker must see to, made at the first
    _waiting: "OOTreeSet[str] | None" = None

    # added 2027-01: name -> when a worker must let the child leave, made at the first
    _due: "OOBTree[str, int] | None" = None
    # added 2026-12: the latest, as (epoch seconds, uid, bytes) (services.uploads)
    uploads: tuple = ()

    def __init__(self, title: str = "") -> None:
        super().__init__(title)
        self._authors: OOTreeSet[str] = OOTreeSet()  # "author\nname"

    def add(self, name: str, child: Child) -> Child:
        super().add(name, child)
        self._authors.add(f"{child.author}\n{name}")
        return child

    def remove(self, name: str) -> Child:
        child = super().remove(name)
        self._authors.discard(f"{child.author}\n{name}")
        self.let_wait(name, False)
        self.let_leave(name, 0)
        if self._listed is not None:
            self._listed.pop(name, None)
        return child

    def list(self, name: str, told: tuple) -> None:
        """Write down what lists tell of the child of this name, where that is news."""
        if self._listed is None:
            self._listed = OOBTree()
        if self._listed.get(name) != tuple(told):
            self._listed[name] = tuple(told)

    def listed(self, name: str) -> tuple:
        """Return what ``list`` was last told of the child of this name, as a bare tuple.

        It is empty if ``list`` was told nothing.
        """
        return () if self._listed is None else self._listed.get(name, ())

    def let_wait(self, name: str, waits: bool) -> None:
        """Remember whether a worker must see to the child of this name."""
        if waits:
            if self._waiting is None:
                self._waiting = OOTreeSet()
            self._waiting.add(name)
        elif self._waiting is not None:
            self._waiting.discard(name)

    def waiting(self) -> Sequence[str]:
        """The names of the children that a worker must see to."""
        return list(self._waiting or ())

    def let_leave(self, name: str, at: int) -> None:
        """Remember when a worker must let the child of this name leave; 0: never."""
        if at:
            if self._due is None:
                self._due = OOBTree()
            self._due[name] = at
        elif self._due is not None:
            self._due.pop(name, None)

    def due(self) -> Sequence[tuple[int, str]]:
        """Return pairs of moment and name of the children that are to leave, in order."""
        return sorted((at, name) for name, at in (self._due or {}).items())

    def latest(self, before: str = EVER) -> Iterator[str]:
        """Return the names before ``before``, latest first; each is sought only when asked for."""
        return _backwards(self._children, "", before)

    def latest_of(self, author: str, before: str = EVER) -> Iterator[str]:
        """Return the names of what ``author`` has made, before ``before``, latest first."""
        return _backwards(self._authors, f"{author}\n", before)


def _backwards(
    tree: "OOBTree[str, Any] | OOTreeSet[str]", prefix: str, before: str
) -> Iterator[str]:
    """Yield the keys of ``tree`` that begin with ``prefix``, without it, the last first.

    They are read a month at a time; ``before`` is not included.
    """
    bound = prefix + before
    while True:
        try:
            found = tree.maxKey(_below(bound))
        except ValueError:  # there is none
            return
        if not found.startswith(prefix):
            return
        first = found[: len(prefix) + MONTH]
        for key in reversed(list(tree.keys(first, bound, excludemax=True))):
            yield key[len(prefix) :]
        bound = first


def _below(text: str) -> str:
    """The last text that comes before ``text``, as far as a name may tell."""
    return f"{text[:-1]}{chr(ord(text[-1]) - 1)}{LAST}" if text[-1:] > "\0" else text[:-1]
