"""Who may do what, and why: grants, the groups that bring them, what may be given away, and the last administrator."""

from typing import NamedTuple

from unisms.model.acl import ROLES, SOMEWHERE, Permission, person_principal, role_principal
from unisms.model.folder import find
from unisms.model.roles import GROUP, OPERATOR, PERSON, Grant, Limits
from unisms.services.local_people import LocalPeople

PLACES = ("accounts", "groups", "templates")  # a role may be given at one of these only


class Held(NamedTuple):
    """A role that a person has, and how."""

    role: str
    scope: str  #: ``""`` for the whole institution, else a path in it
    via: str  #: the directory's group that brings it, or empty


class NotYours(Exception):
    """Nobody gives more than they have; ``permissions`` are those they lack."""

    def __init__(self, permissions):
        super().__init__(permissions)
        self.permissions = permissions


class LastAdministrator(Exception):
    """Nobody would be left who can give roles."""


class NoSuchThing(KeyError):
    """The role, the holder or the place does not exist (any more)."""


def held(institution, uid, directory=None):
    """Every role that ``uid`` (of this institution, or ``operator:root``) has here, directly or by a group."""
    grants = institution.grants
    if uid.startswith(OPERATOR):
        return [Held(grant.role, grant.scope, "") for grant in grants.of(uid)]
    found = [Held(grant.role, grant.scope, "") for grant in grants.of(f"{PERSON}{uid}")]
    groups = grants.groups()
    if groups:
        directory = directory or LocalPeople({"institution": institution})
        for group in sorted(directory.memberships(uid, groups)):
            found += [Held(grant.role, grant.scope, group) for grant in grants.of(f"{GROUP}{group}")]
    return found


def principals(institution, uid, directory=None):
    """Whom the tree's ACLs name. Without a role one is nobody: what one has written is no longer one's to send."""
    name, found = institution.__name__, held(institution, uid, directory)
    names = {role_principal(name, one.role, one.scope) for one in found}
    names |= {role_principal(name, one.role, SOMEWHERE) for one in found if one.scope}
    return names and names | {person_principal(name, uid)}


def permissions(institution, found, scope=""):
    """What the ``found`` roles let one do everywhere and, with a ``scope``, at that place."""
    known = institution.permissions_of_roles()
    return frozenset().union(*(known.get(one.role, ()) for one in found if one.scope in ("", scope)))


def explain(institution, uid, directory=None):
    """``{permission: [Held, …]}``: for each permission, the chains that give it; none where it is not given."""
    known, found = institution.permissions_of_roles(), held(institution, uid, directory)
    return {one: [chain for chain in found if one in known.get(chain.role, ())] for one in Permission}


def limits_of(institution, role):
    """The ``Limits`` of a role: built-in ones have none."""
    own = None if role in ROLES else institution["roles"].get(role)
    return Limits(*own.limits) if own else Limits()


def give(institution, grant, by):
    """Give a role: ``by`` is the list of what the giver has here (``held``).

    :raises NoSuchThing: the role or the place is unknown.
    :raises NotYours: it may do more, or do it more freely, than the giver.
    """
    _known(institution, grant)
    refuse_more_than(institution, by, permissions(institution, [Held(grant.role, "", "")]), grant.scope)
    institution.grants.give(*_holder_role_scope(grant))


def withdraw(institution, grant, by):
    """Take a role back.

    :raises NotYours: it may do more than who takes it.
    :raises LastAdministrator: nobody else could give roles.
    """
    refuse_more_than(institution, by, permissions(institution, [Held(grant.role, "", "")]), grant.scope)
    institution.grants.withdraw(*_holder_role_scope(grant))
    refuse_without_administrator(institution)


def _holder_role_scope(grant):
    return grant.holder, grant.role, grant.scope


def _known(institution, grant):
    if grant.role not in institution.permissions_of_roles():
        raise NoSuchThing(grant.role)
    if grant.scope:
        try:
            find(institution, grant.scope)
        except KeyError:
            raise NoSuchThing(grant.scope) from None
        if grant.scope.partition("/")[0] not in PLACES:
            raise NoSuchThing(grant.scope)


def refuse_more_than(institution, by, wanted, scope=""):
    """:raises NotYours: ``wanted`` has permissions that ``by`` has not at ``scope``."""
    lacking = frozenset(wanted) - permissions(institution, by, scope)
    if lacking:
        raise NotYours(tuple(sorted(lacking)))


def refuse_without_administrator(institution):
    """:raises LastAdministrator: nobody that exists has every right that an administrator needs."""
    if not any(True for _ in administrators(institution)):
        raise LastAdministrator


def administrators(institution):
    """The uids of those who can give roles in the whole institution, directly or by a group."""
    known, directory = institution.permissions_of_roles(), LocalPeople({"institution": institution})
    for grant in institution.grants:
        if grant.scope or Permission.ROLE_MANAGE not in known.get(grant.role, ()):
            continue
        if grant.holder.startswith(PERSON):
            uid = grant.holder.removeprefix(PERSON)
            if uid in institution["people"] or uid in institution.passwords:
                yield uid
        elif grant.holder.startswith(GROUP) and grant.holder.removeprefix(GROUP) in institution["groups"]:
            yield from (person.uid for person in directory.members(grant.holder.removeprefix(GROUP)))


__all__ = ["Grant", "Held", "LastAdministrator", "NoSuchThing", "NotYours"]
