"""Rights of people: grants, the groups that bring them, and the last administrator."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TypedDict, Unpack

from unisms.model.acl import (
    GIVEN,
    SOMEWHERE,
    WHOLE,
    Permission,
    everybody_principal,
    person_principal,
    role_principal,
)
from unisms.model.folder import root_of
from unisms.model.reliance import rely_on
from unisms.model.roles import GROUP, OPERATOR, PERSON, Grant, Limits, beyond
from unisms.model.root import Institution
from unisms.ports import Directory
from unisms.services.directory.local_people import LocalPeople
from unisms.services.ground import journal
from unisms.services.ground.actor import Actor, Held
from unisms.services.rights.places import is_holder, is_place, uids_of

NO_LIMITS = Limits()


class NotYours(Exception):
    """The giver lacks the ``permissions``, or these ``limits`` of theirs are tighter."""

    def __init__(self, permissions: tuple[str, ...], limits: tuple[str, ...] = ()) -> None:
        super().__init__(permissions, limits)
        self.permissions, self.limits = permissions, limits


class LastAdministrator(Exception):
    """Nobody would be left who can give roles."""


class StillHeld(Exception):
    """Somebody has the role; ``grants`` are all of them."""

    def __init__(self, grants: Sequence[Grant]) -> None:
        super().__init__(grants)
        self.grants = grants


class NoSuchThing(KeyError):
    """The role, the holder or the place does not exist (any more)."""


def held(institution: Institution, uid: str, directory: Directory | None = None) -> list[Held]:
    """Return every role that ``uid`` has here, directly or by a group.

    ``uid`` is of this institution, or an operator's: ``operator:root``.
    """
    grants = institution.grants
    if uid.startswith(OPERATOR):
        return [Held(grant.role, grant.scope, "") for grant in grants.of(uid)]
    chains = [Held(grant.role, grant.scope, "") for grant in grants.of(f"{PERSON}{uid}")]
    groups = grants.groups()
    if groups:
        directory = directory or LocalPeople({"institution": institution})
        for group in sorted(directory.memberships(uid, groups)):
            chains += [
                Held(grant.role, grant.scope, group) for grant in grants.of(f"{GROUP}{group}")
            ]
    return chains


def person(institution: Institution, uid: str, directory: Directory | None = None) -> Actor:
    """Return the ``Actor`` that ``uid`` (of this institution, or ``operator:root``) is here."""
    return Actor(institution, uid, tuple(held(institution, uid, directory)))


def principals(actor: Actor) -> set[str]:
    """Return the names by which the tree's ACLs know ``actor``.

    Without a role they are only somebody who is known here: what they have written is no longer
    theirs to send. An operator without a role is nobody.
    """
    name, chains = actor.institution.__name__, actor.held
    names = {role_principal(name, one.role, one.scope) for one in chains}
    names |= {role_principal(name, one.role, SOMEWHERE) for one in chains if one.scope}
    if chains:
        names.add(person_principal(name, actor.uid))
    if chains or not actor.uid.startswith(OPERATOR):
        names.add(everybody_principal(name))
    return names


def explain(
    institution: Institution, uid: str, directory: Directory | None = None
) -> dict[str, list[Held]]:
    """Return the chains by which each permission is given: ``{permission: [Held, …]}``.

    A chain does not count if it gives the permission only at a place that has nothing of it.
    """
    known, given = institution.permissions_of_roles(), held(institution, uid, directory)
    counts = {
        one: [chain for chain in given if not (chain.scope and one in WHOLE)] for one in GIVEN
    }
    return {
        one: [chain for chain in chains if one in known.get(chain.role, ())]
        for one, chains in counts.items()
    }


def limits_of(institution: Institution, role: str) -> Limits:
    """The ``Limits`` of a role: built-in ones have none."""
    own = institution["roles"].get(role)
    return Limits(*own.limits) if own else Limits()


def give(actor: Actor, grant: Grant, now: int) -> None:
    """Give a role of the actor's institution.

    :raises NoSuchThing: the role, the holder or the place is unknown.
    :raises NotYours: it may do more, or do it more freely, than ``actor``.
    """
    institution = actor.institution
    if grant.role not in institution.permissions_of_roles():
        raise NoSuchThing(grant.role)
    for name, known in ((grant.holder, is_holder), (grant.scope, is_place)):
        if not known(institution, name):
            raise NoSuchThing(name)
    if grant.holder.startswith(OPERATOR):
        rely_on(root_of(institution))  # as operators.dismiss writes it
    refuse_role(actor, grant.role, grant.scope)
    if grant not in institution.grants.of(grant.holder):
        journal.write(actor, "role.given", institution, now, after=grant._asdict())
    institution.grants.give(grant.holder, grant.role, grant.scope)


def withdraw(actor: Actor, grant: Grant, now: int) -> None:
    """Take a role back, also one that nobody knows any more.

    :raises NotYours: it may do more, or do it more freely, than ``actor``.
    :raises LastAdministrator: nobody would be left who can give roles.
    """
    institution = actor.institution
    refuse_role(actor, grant.role, grant.scope)
    refuse_to_lose_administrators(institution, but=grant)
    if grant in institution.grants.of(grant.holder):
        journal.write(actor, "role.withdrawn", institution, now, before=grant._asdict())
    institution.grants.withdraw(grant.holder, grant.role, grant.scope)


def takes_away(institution: Institution, *grants: Grant) -> bool:
    """Whether one of the ``grants`` lets somebody take all that the institution has stored away."""
    known = institution.permissions_of_roles()
    return any(
        not one.scope and Permission.INSTITUTION_EXPORT in known.get(one.role, ()) for one in grants
    )


def refuse_role(actor: Actor, role: str, scope: str = "") -> None:
    """Raise an error if the role may do more at ``scope`` than ``actor`` may.

    :raises NotYours: it does more, or does it more freely.
    """
    wanted = actor.institution.permissions_of_roles().get(role, ())
    refuse_more_than(actor, wanted, limits_of(actor.institution, role), scope)


def refuse_more_than(
    actor: Actor, wanted: Collection[str | Permission], limits: Limits = NO_LIMITS, scope: str = ""
) -> None:
    """Raise an error if ``actor`` lacks permissions ``wanted`` at ``scope``, or has tighter limits.

    :raises NotYours: so it is.
    """
    lacking = frozenset(wanted) - actor.permissions(scope)
    freer = _freer(actor, limits, scope) if Permission.CAMPAIGN_COMPOSE in wanted else ()
    if lacking or freer:
        raise NotYours(tuple(sorted(lacking)), freer)


def _freer(actor: Actor, limits: Limits, scope: str) -> tuple[str, ...]:
    """Return the limits that are tighter for ``actor``, at an account that could be charged."""
    folder, _, name = scope.partition("/")
    charged = (name,) if folder == "accounts" else limits.accounts or ("",)
    tighter = (beyond(limits, _limits_for(actor, account, scope)) for account in charged)
    return tuple(dict.fromkeys(name for names in tighter for name in names))


def _limits_for(actor: Actor, account: str, scope: str) -> Iterator[Limits]:
    """Yield the limits of each role by which ``actor`` may charge ``account`` at ``scope``.

    An empty ``account`` is any.
    """
    known = actor.institution.permissions_of_roles()
    for one in actor.held:
        if one.scope in ("", scope) and Permission.CAMPAIGN_COMPOSE in known.get(one.role, ()):
            limits = limits_of(actor.institution, one.role)
            if (
                not limits.accounts
                or account in limits.accounts
                or one.scope.startswith("accounts/")
            ):
                yield limits


def refuse_change(actor: Actor, role: str, wanted: Sequence[Permission], limits: Limits) -> None:
    """Raise an error if the institution's own ``role`` must not change to these permissions.

    :raises NotYours: then, or now, it may do more or do it more freely than ``actor``.
    :raises LastAdministrator: nobody would be left who can give roles.
    """
    institution = actor.institution
    refuse_role(actor, role)
    refuse_more_than(actor, wanted, limits)
    known = institution.permissions_of_roles() | {role: frozenset(wanted)}
    refuse_to_lose_administrators(institution, known=known)


def remove_role(
    actor: Actor, role: str, now: int, facts: tuple[tuple[str, object], ...] = ()
) -> None:
    """Delete one of the institution's own roles; the journal keeps the pairs of ``facts``.

    :raises StillHeld: somebody has it.
    :raises NotYours: it may do more, or do it more freely, than ``actor``.
    """
    institution = actor.institution
    grants = tuple(grant for grant in institution.grants if grant.role == role)
    if grants:
        raise StillHeld(grants)
    refuse_role(actor, role)
    institution.grants.note_change()
    folder = institution["roles"]
    folder.remove(role)
    journal.write(actor, "role.removed", folder, now, before={"name": role, **dict(facts)})


class Otherwise(TypedDict, total=False):
    """The roles as they would be, where somebody may lose some (``administrators``)."""

    but: Grant | None
    known: Mapping[str, frozenset[str]] | None


def stand_on(institution: Institution) -> None:
    """Let an act conflict with a concurrent change of anybody's rights, or of the rules."""
    rely_on(institution, institution.grants)


def refuse_without_administrator(institution: Institution, **otherwise: Unpack[Otherwise]) -> None:
    """:raises LastAdministrator: nobody can give roles; ``otherwise`` as for ``administrators``."""
    if next(administrators(institution, **otherwise), None) is None:
        raise LastAdministrator


def refuse_to_lose_administrators(institution: Institution, **otherwise: Unpack[Otherwise]) -> None:
    """Refuse as above, unless the institution has no administrator to lose.

    Two concurrent acts that are both allowed conflict.
    """
    institution.grants.note_change()
    if next(administrators(institution), None) is not None:
        refuse_without_administrator(institution, **otherwise)


def administrators(
    institution: Institution,
    but: Grant | None = None,
    known: Mapping[str, frozenset[str]] | None = None,
) -> Iterator[str]:
    """Yield the uid of everybody who can give roles in the whole institution.

    The grant ``but`` does not count, and roles are as ``known`` tells. Operators, who are guests
    here, do not count either.
    """
    known = known or institution.permissions_of_roles()
    for grant in institution.grants:
        gives = Permission.ROLE_MANAGE in known.get(grant.role, ())
        if gives and grant != but and not grant.scope:
            yield from uids_of(institution, grant.holder)


__all__ = ["Grant", "Held", "LastAdministrator", "NoSuchThing", "NotYours", "StillHeld"]
