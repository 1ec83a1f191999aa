"""The members of a group, and the rights that joining gives; a group never contains itself."""

from collections.abc import Iterator, Sequence

from unisms.model.folder import Folder
from unisms.model.groups import Group, holding, within
from unisms.model.roles import GROUP, Grant
from unisms.model.root import Institution
from unisms.services.ground import journal
from unisms.services.ground.actor import Actor
from unisms.services.rights import places, rights
from unisms.services.rights.rights import LastAdministrator, NoSuchThing, NotYours, StillHeld

NOTED = 100  # people named in the journal


class Circle(ValueError):
    """A group would contain itself; ``names`` are the groups on the way, from itself to itself."""

    def __init__(self, names: tuple[str, ...]) -> None:
        super().__init__(names)
        self.names = names


class StillInside(Exception):
    """Other groups contain this one; ``names`` are theirs."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(names)
        self.names = names


def join(
    actor: Actor, name: str, now: int, uids: Sequence[str] = (), names: Sequence[str] = ()
) -> None:
    """Put people and groups into the group called ``name``.

    :raises NoSuchThing: one of them is not here (any more).
    :raises Circle: one of them contains this group.
    :raises NotYours: the group has roles that may do more than ``actor``: whoever joins it gets
    them.
    """
    institution = actor.institution
    _refuse_to_give(actor, name)
    for folder, joining in (("people", uids), ("groups", names)):
        for one in joining:
            if one not in institution[folder]:
                raise NoSuchThing(one)
    institution.grants.note_change()
    group = institution["groups"][name]
    for other in names:
        if path := _way(institution["groups"], other, name):
            raise Circle((name, *path))
    group.uids.update(uids)
    group.groups = tuple(dict.fromkeys((*group.groups, *names)))
    journal.write(actor, "group.joined", group, now, after=_moved(uids, names))


def leave(
    actor: Actor, name: str, now: int, uids: Sequence[str] = (), names: Sequence[str] = ()
) -> None:
    """Take people and groups out of the group called ``name``.

    :raises NotYours: as for ``join``.
    :raises LastAdministrator: nobody would be left who can give roles; nothing has changed then.
    """
    institution = actor.institution
    _refuse_to_give(actor, name)
    institution.grants.note_change()
    group, had = institution["groups"][name], _has_administrators(institution)
    gone, before = [uid for uid in uids if uid in group.uids], group.groups
    for uid in gone:
        group.uids.remove(uid)
    group.groups = tuple(other for other in before if other not in names)
    if had and not _has_administrators(institution):
        group.uids.update(gone)
        group.groups = before
        raise LastAdministrator
    journal.write(actor, "group.left", group, now, before=_moved(uids, names))


def remove(actor: Actor, name: str, now: int) -> None:
    """Delete the group called ``name``; its people stay.

    :raises StillHeld: a role is given to it, or to somebody at it.
    :raises StillInside: other groups contain it.
    """
    institution = actor.institution
    grants = [
        one
        for one in institution.grants
        if one.holder == f"{GROUP}{name}" or one.scope == f"groups/{name}"
    ]
    if grants:
        raise StillHeld(grants)
    if outer := holding(institution["groups"], name):
        raise StillInside(outer)
    institution.grants.note_change()
    folder, before = institution["groups"], {"title": institution["groups"][name].title}
    folder.remove(name)
    journal.write(actor, "group.removed", folder, now, before=before)


def names_kept(institution: Institution) -> set[str]:
    """Return the names that a new group must not get.

    A grant, or another group, still names a group of that name that is gone.
    """
    groups = institution["groups"]
    inside = {name for group in groups.values() for name in group.groups}
    return {
        *groups,
        *inside,
        *institution.grants.groups(),
        *places.places_kept(institution, "groups"),
    }


def brought(institution: Institution, name: str) -> Iterator[Grant]:
    """Yield the grants that a group called ``name``, or a group around it, gives its members."""
    groups = institution["groups"]
    for holder in institution.grants.groups():
        if holder in groups and name in within(groups, holder):
            yield from institution.grants.of(f"{GROUP}{holder}")


def _way(groups: Folder[Group], start: str, end: str) -> tuple[str, ...]:
    """The names from the group ``start`` to ``end`` that is in it; empty when it is not."""
    ways: dict[str, tuple[str, ...]] = {start: (start,)}
    for name in within(groups, start):
        if name == end:
            return ways[name]
        for other in groups[name].groups:
            ways.setdefault(other, (*ways[name], other))
    return ()


def _moved(uids: Sequence[str], names: Sequence[str]) -> dict[str, object]:
    """Return the people and groups that moved, as the journal names them."""
    people = {"people": [*uids][:NOTED], "count": len(uids)} if uids else {}
    return people | ({"groups": [*names]} if names else {})


def _refuse_to_give(actor: Actor, name: str) -> None:
    """Raise an error if whoever is in the group called ``name`` may do more than ``actor``.

    :raises NotYours: so it is.
    """
    for grant in brought(actor.institution, name):
        rights.refuse_role(actor, grant.role, grant.scope)


def _has_administrators(institution: Institution) -> bool:
    return next(rights.administrators(institution), None) is not None


__all__ = ["LastAdministrator", "NoSuchThing", "NotYours", "StillHeld"]
