"""A named container of resources, and the paths by which tasks find them again."""

import secrets
import time
from collections.abc import Container, Iterable, Iterator
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

from BTrees.Length import Length
from BTrees.OOBTree import OOBTree
from persistent import Persistent

if TYPE_CHECKING:
    from BTrees.Interfaces import IReadSequence

    from unisms.model.root import Root

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # no i, l, o, 0, 1: a name may be read aloud


class Resource(Protocol):
    """A record that has a place in the tree: its name there, and what it stands in."""

    __name__: str
    __parent__: Any
    _p_jar: Any


Child = TypeVar("Child", bound=Resource)


class NameTaken(ValueError):
    """The folder already holds something of that name, or a page of it is called so."""


class FolderFull(ValueError):
    """The folder holds as much as one may hold; ``most`` says how much."""

    def __init__(self, most: int) -> None:
        super().__init__(most)
        self.most = most


#: folder of an institution -> how much it may hold: pages and nights must stay quick for everybody
BOUNDS = {
    "people": 1_000_000,
    "groups": 5_000,
    "templates": 2_000,
    "accounts": 2_000,
    "roles": 300,
    "brokers": 200,
    "directories": 20,
    "themes": 500,
    "audiences": 5_000,
    "alerts": 100,
}
#: the pages of folders: a child that is called like one would take its place in the address
PAGES = frozenset(
    (
        *(
            "about",
            "administrator-password",
            "answers",
            "compose",
            "compose-found",
            "compose-preview",
            "compose-save",
            "discard-draft",
        ),
        *(
            "directory-groups",
            "directory-people",
            "erase",
            "new",
            "new-folder",
            "preview",
            "remove",
            "settings",
            "try",
        ),
    )
)
_reserved = set(PAGES)


def reserve(names: Iterable[str]) -> None:
    """Let no child of a folder be called so from now on: an add-on has pages of these names."""
    _reserved.update(names)


def is_reserved(name: str) -> bool:
    """Whether a page of some folder is called ``name``."""
    return name in _reserved


# ``Folder[Group]()`` would store that type in the record: the type stands in annotations alone.
class Folder(Persistent, Generic[Child]):
    """A container that holds a BTree.

    It is the only kind of record with ``__getitem__``, which means *traversal*.
    """

    __name__ = ""
    __parent__: Any = None
    most = 0  # children, of a folder that has no bound by its name; 0: as many as come

    @property
    def bound(self) -> int:
        """How many children it may have; 0: as many as come."""
        return BOUNDS.get(self.__name__, self.most)

    def __init__(self, title: str = "") -> None:
        self.title = title
        self._children: OOBTree[str, Child] = OOBTree()
        self._count = Length()

    def __getitem__(self, name: str) -> Child:
        return self._children[name]

    def __contains__(self, name: object) -> bool:
        return name in self._children

    def __iter__(self) -> Iterator[str]:
        return iter(self._children)

    def __len__(self) -> int:
        return self._count()

    def __bool__(self) -> bool:
        return True

    def get(self, name: str, default: Child | None = None) -> Child | None:
        return self._children.get(name, default)

    def keys(self, *bounds: Any, **options: Any) -> "IReadSequence[str]":
        return self._children.keys(*bounds, **options)

    def values(self, *bounds: Any, **options: Any) -> "IReadSequence[Child]":
        return self._children.values(*bounds, **options)

    def items(self, *bounds: Any, **options: Any) -> "IReadSequence[tuple[str, Child]]":
        return self._children.items(*bounds, **options)

    def add(self, name: str, child: Child) -> Child:
        """Put ``child`` in under ``name`` and return it.

        :raises NameTaken: the name is in use, or a page's.
        :raises FolderFull: there is no room for another one.
        """
        if self.bound and len(self) >= self.bound:
            raise FolderFull(self.bound)
        self.refuse_name(name)
        child.__name__, child.__parent__ = name, self
        self._children[name] = child
        self._count.change(1)
        return child

    def refuse_name(self, name: str) -> None:
        """Raise an error if no child can be called ``name``.

        :raises NameTaken: the name is in use, or a page's.
        """
        if name in self._children or is_reserved(name):
            raise NameTaken(name)

    def remove(self, name: str) -> Child:
        """Take the child called ``name`` out and return it."""
        child = self._children.pop(name)
        child.__parent__ = None
        self._count.change(-1)
        return child


def path_of(resource: Resource) -> str:
    """Return ``/institutions/paris1/campaigns/20270112-k7qf``: tasks are given no objects."""
    names = []
    while resource.__parent__ is not None:
        names.append(resource.__name__)
        resource = resource.__parent__
    return "/" + "/".join(reversed(names))


def root_of(resource: Resource) -> "Root":
    """The root of the tree that a resource is in."""
    above: Any = resource
    while above.__parent__ is not None:
        above = above.__parent__
    return above


def find(root: Folder[Any], path: str) -> Any:
    """The resource at ``path``.

    :raises KeyError: there is none (any more).
    """
    for name in path.strip("/").split("/"):
        root = root[name]
    return root


def look_up(root: Folder[Any], path: str) -> Any:
    """The resource at ``path``, or ``None``: there is none (any more)."""
    found: Any = root
    for name in path.strip("/").split("/"):
        found = found.get(name)
        if found is None:
            return None
    return found


def dated_name(folder: Container[str], now: int, others: Iterable[Container[str]] = ()) -> str:
    """Return a name that sorts by date and reveals no volume: ``20270112-k7qf``.

    Neither ``folder`` nor one of the ``others`` has it. ``now`` is in epoch seconds.
    """
    day = time.strftime("%Y%m%d", time.gmtime(now))
    while True:
        name = f"{day}-{''.join(secrets.choice(LETTERS) for _ in range(4))}"
        if not any(name in taken for taken in (folder, *others)):
            return name
