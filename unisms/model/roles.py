"""The roles that people have and where, and the roles that an institution defines itself."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from BTrees.OOBTree import OOBTree
from persistent import Persistent

from unisms.model.acl import GIVEN, ROLES, Permission
from unisms.model.folder import Folder

if TYPE_CHECKING:
    from BTrees.Interfaces import IReadSequence


DAY = 24 * 60  # minutes
PERSON, GROUP, OPERATOR = "person:", "group:", "operator:"  # the beginnings of holders' names


class Limits(NamedTuple):
    """How far a role reaches. Nothing, zero or an empty tuple sets no limit."""

    audience: int = 0  #: people in one message
    daily: int = 0  #: segments a day, in the institution's time zone
    free_text: bool = True  #: or only the text of a template, its blanks filled
    typed_numbers: bool = True  #: or only people whom the directory or a file knows
    sender_ids: tuple = ()  #: those allowed
    accounts: tuple = ()  #: names of those that may be charged
    hours: tuple = ()  #: (from, to) in minutes of the institution's day: the only hours of sending


def beyond(wanted: Limits, mine: Iterable[Limits]) -> tuple[str, ...]:
    """Return the names of the limits in which ``wanted`` goes further than ``mine`` together.

    ``mine`` are those of the roles by which one may charge an account. Of several, the most
    generous counts, each limit for itself.
    """
    mine = list(mine)
    if not mine:
        return ("accounts",)
    return tuple(name for name, further in _FURTHER.items() if further(*_each(name, wanted, mine)))


def _each(name: str, wanted: Limits, mine: list[Limits]) -> tuple[Any, list[Any]]:
    return getattr(wanted, name), [getattr(one, name) for one in mine]


def _more(wanted: int, mine: list[int]) -> bool:
    return not any(one == 0 or 0 < wanted <= one for one in mine)


def _others(wanted: tuple, mine: list[tuple]) -> bool:
    return () not in mine and not (wanted and set(wanted) <= {item for one in mine for item in one})


def _later(wanted: tuple, mine: list[tuple]) -> bool:
    return not minutes(wanted) <= {minute for one in mine for minute in minutes(one)}


def minutes(hours: tuple) -> set[int]:
    """Return the minutes of the day between ``hours``, which may pass midnight; without, all."""
    start, end = hours or (0, DAY)
    return {minute % DAY for minute in range(start, end if start <= end else end + DAY)}


_FURTHER = {
    "audience": _more,
    "daily": _more,
    "free_text": lambda wanted, mine: wanted and not any(mine),
    "typed_numbers": lambda wanted, mine: wanted and not any(mine),
    "sender_ids": _others,
    "hours": _later,
}


class Role(Persistent):
    """A set of permissions with limits, defined by an institution beside the built-in ones."""

    __name__ = ""
    __parent__: Any = None
    limits: tuple = tuple(Limits())
    about = ""  # added 2026-12: what it is for, in a sentence
    last_change: tuple = ()  # (epoch seconds, uid)

    def __init__(self, title: str, permissions: Iterable[str], limits: Iterable[Any] = ()) -> None:
        self.title = title
        self.permissions = tuple(map(str, permissions))
        self.limits = tuple(limits) or tuple(Limits())


class Grant(NamedTuple):
    """A role given to a holder at a place."""

    holder: (
        str  #: ``person:zlefevre``, ``group:l3-histoire`` (of the directory) or ``operator:root``
    )
    scope: str  #: ``""`` for the whole institution, else a path in it: ``accounts/scd``
    role: str


class Grants(Persistent):
    """The roles given, by holder and place."""

    changes = (
        0  # added 2026-12: how often anybody's rights have changed, by a grant, a role or a group
    )

    def __init__(self) -> None:
        self._held: OOBTree[str, tuple[str, ...]] = (
            OOBTree()
        )  # "holder\nscope" -> tuple of role names

    def give(self, holder: str, role: str, scope: str = "") -> None:
        """Give a role; a second time, nothing happens."""
        roles = self._held.get(_key(holder, scope), ())
        if role not in roles:
            self.note_change()
            self._held[_key(holder, scope)] = (*roles, role)

    def withdraw(self, holder: str, role: str, scope: str = "") -> None:
        """Take a role back, if it was given."""
        self.note_change()
        rest = tuple(other for other in self._held.get(_key(holder, scope), ()) if other != role)
        if rest:
            self._held[_key(holder, scope)] = rest
        else:
            self._held.pop(_key(holder, scope), None)

    def note_change(self) -> None:
        """Note that somebody's rights change, so that two changes at once conflict.

        Otherwise the last two administrators could both go. Every act that relies on the rights of
        its actor conflicts with a change too.
        """
        self.changes += 1

    def of(self, holder: str) -> list[Grant]:
        """The grants of one holder."""
        return [*_read(self._held.items(_key(holder, ""), _key(holder, "\uffff")))]

    def keys(self, *bounds: Any, **options: Any) -> "IReadSequence[str]":
        """Return the keys, one a holder and place, by holder; ``at`` returns the grants of one."""
        return self._held.keys(*bounds, **options)

    def at(self, key: str) -> list[Grant]:
        """The grants of a key."""
        return [*_read([(key, self._held.get(key, ()))])]

    def __iter__(self) -> Iterator[Grant]:
        """Every grant, by holder."""
        return _read(self._held.items())

    def groups(self) -> set[str]:
        """The names of the directory's groups that hold something."""
        keys = self._held.keys(GROUP, GROUP + "\uffff")
        return {key.removeprefix(GROUP).partition("\n")[0] for key in keys}


def _key(holder: str, scope: str) -> str:
    return f"{holder}\n{scope}"


def _read(items: Iterable[tuple[str, tuple[str, ...]]]) -> Iterator[Grant]:
    for key, roles in items:
        holder, _, scope = key.partition("\n")
        for role in roles:
            yield Grant(holder, scope, role)


def permissions_of(roles: Folder[Role]) -> dict[str, frozenset[str]]:
    """Return ``{role: permissions}`` of the built-in roles and of those in the folder ``roles``.

    The latter go before: a built-in role that a later release brings changes nobody's rights.
    Everybody with a role enters, whatever it is.
    """
    return ROLES | {name: _permits(role) for name, role in roles.items()}


def _permits(role: Role) -> frozenset[str]:
    stated = frozenset(role.permissions)
    known = not stated.isdisjoint(Permission) or not stated.isdisjoint(GIVEN)
    return stated | {Permission.INSTITUTION_VIEW} if known else stated
