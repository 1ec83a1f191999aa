"""The actor, whom a service takes that judges what somebody may do, or writes down who did it."""

from collections.abc import Iterator
from typing import NamedTuple

from unisms.model.acl import COMMON, Permission
from unisms.model.roles import OPERATOR
from unisms.model.root import Institution


class OutsideInstitutions(LookupError):
    """An operator, or the service itself, asks for what only somebody of an institution can."""


class Held(NamedTuple):
    """A role that a person has, and how."""

    role: str
    scope: str  #: ``""`` for the whole institution, else a path in it
    via: str  #: the directory's group that brings it, or empty


class Actor(NamedTuple):
    """Somebody who acts, with the roles that they had when they were looked up.

    ``rights.person`` makes one of an institution's person, or of an operator whom it has invited;
    ``operator`` and ``service`` below make those who act outside every institution.
    """

    acts_in: Institution | None  #: ``None`` for an operator and for the service: outside of all
    uid: str  #: as records keep them; empty for the service
    held: tuple[Held, ...] = ()

    @property
    def institution(self) -> Institution:
        """Return the institution in which they act.

        :raises OutsideInstitutions: they act in none, and so may ask for nothing of one.
        """
        if self.acts_in is None:
            raise OutsideInstitutions
        return self.acts_in

    @property
    def name(self) -> str:
        """Return their name in the journals: a uid, ``operator:uid``, empty for the service."""
        return self.uid if self.acts_in is not None or not self.uid else f"{OPERATOR}{self.uid}"

    def may(self, permission: Permission, place: str | None = None) -> bool:
        """Whether their roles permit this everywhere or, with a ``place``, in that place."""
        return permission in self.permissions(place)

    def may_somewhere(self, permission: Permission) -> bool:
        """Whether one of their roles permits this, wherever it is given.

        That is enough in the common rooms of the institution (``model.acl.COMMON``).
        """
        return any(permission in permitted for _, permitted in self._roles())

    def may_here(self, permission: Permission) -> bool:
        """Whether the common rooms of their institution permit this to them, as its pages do."""
        common = permission in COMMON and self.may_somewhere(permission)
        return common or self.may(permission)

    def permissions(self, place: str | None = None) -> frozenset[str]:
        """Return all that their roles permit everywhere and, with a ``place``, there."""
        there = (permitted for scope, permitted in self._roles() if scope in ("", place))
        return frozenset[str]().union(*there)

    def _roles(self) -> Iterator[tuple[str, frozenset[str]]]:
        """Yield the scope of each of their roles, and what it permits."""
        known = self.institution.permissions_of_roles() if self.held else {}
        return ((one.scope, known.get(one.role, frozenset())) for one in self.held)


def operator(uid: str) -> Actor:
    """Return ``uid``, who runs the installation, as who acts outside every institution."""
    return Actor(None, uid)


def service() -> Actor:
    """Return the service itself, and its commands, as who acts: it has no role anywhere."""
    return Actor(None, "")
