"""The actor: a service takes one first if it judges what somebody may do, or writes down who did
it.
"""

from typing import NamedTuple

from unisms.model.roles import OPERATOR
from unisms.model.root import Institution


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

    institution: Institution | None  #: where they act; ``None`` for an operator and for the service
    uid: str  #: as records keep them; empty for the service
    held: tuple[Held, ...] = ()

    @property
    def name(self):
        """Return the actor's name in the journals: a uid, ``operator:uid``, or nothing for the
        service.
        """
        return self.uid if self.institution is not None or not self.uid else f"{OPERATOR}{self.uid}"

    def may(self, permission, place=None):
        """Whether their roles permit this everywhere or, with a ``place``, there
        (``accounts/scd``).
        """
        return permission in self.permissions(place)

    def may_somewhere(self, permission):
        """Whether one of their roles permits this, wherever it is given.

        That is enough in the common rooms of the institution (``model.acl.COMMON``).
        """
        return any(permission in permitted for _, permitted in self._roles())

    def permissions(self, place=None):
        """Return all that their roles permit everywhere and, with a ``place``, there."""
        there = (permitted for scope, permitted in self._roles() if scope in ("", place))
        return frozenset().union(*there)

    def _roles(self):
        """Yield the scope of each of their roles, and what it permits."""
        known = self.institution.permissions_of_roles() if self.held else {}
        return ((one.scope, known.get(one.role, frozenset())) for one in self.held)


def operator(uid):
    """Return ``uid``, who runs the installation, as who acts outside every institution."""
    return Actor(None, uid)


def service():
    """Return the service itself, and its commands, as who acts: it has no role anywhere."""
    return Actor(None, "")
