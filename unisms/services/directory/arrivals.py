"""The record of somebody whom a directory lets in: made at their first arrival, then refreshed.

What they have proved or chosen here stays: a number that a code has proved theirs is not
overwritten by the directory's.
"""

import re

from unisms.model.folder import is_reserved
from unisms.model.people import Subscriber
from unisms.model.roles import PERSON
from unisms.model.root import Institution
from unisms.ports import Person
from unisms.services.directory.directories import directory_of
from unisms.services.directory.local_people import LocalPeople
from unisms.services.ground import journal, records
from unisms.services.ground.actor import Actor
from unisms.sms import msisdn

UID = re.compile(r"[a-z0-9][a-z0-9._@-]{0,63}")


def uid_of(person: Person) -> str:
    """Return the uid that a person of a directory has here; ``""``: it cannot be one."""
    uid = person.uid.strip().lower()
    return uid if UID.fullmatch(uid) and not is_reserved(uid) else ""


def may_come(institution: Institution, person: Person, directory: str) -> bool:
    """Whether whom a directory calls so is the person who is called so here.

    Another directory may call somebody else so: a record stays with the directory that brought it.
    What roles were given to, no other directory than the only one that lets people in brings.
    """
    uid = uid_of(person)
    if not uid:
        return False
    known = directory_of(institution, uid)
    if known:
        return known == directory
    others = (one for name, one in institution["directories"].items() if name != directory)
    is_alone = not any(one.signs_in for one in others)
    return is_alone or not _has_roles(institution, uid, directory)


def _has_roles(institution: Institution, uid: str, directory: str) -> bool:
    """Whether somebody has roles, but those that the people of a directory's own queries have."""
    grants = institution.grants
    if grants.of(f"{PERSON}{uid}"):
        return True
    groups = LocalPeople({"institution": institution}).memberships(uid, grants.groups())
    return any(not group.startswith(f"{directory}/") for group in groups)


def arrive(
    institution: Institution, person: Person, now: int, by: Actor | None = None, directory: str = ""
) -> Subscriber | None:
    """Make or refresh the record of somebody; ``None``: they are not who is called so here.

    ``by`` is whoever takes them in; else they have signed in themselves. ``directory`` is the name
    of the one that tells of them.
    """
    if not may_come(institution, person, directory):
        return None
    uid = uid_of(person)
    found = _arrived(institution, uid, person, now, by or Actor(institution, uid))
    if found.came_from != directory:
        found.came_from = directory
    return found


def _arrived(
    institution: Institution, uid: str, person: Person, now: int, actor: Actor
) -> Subscriber:
    people = institution["people"]
    if uid not in people:
        return _add(actor, institution, uid, person, now)
    subscriber: Subscriber = people[uid]
    before = _told(subscriber)
    _refresh(institution, uid, person)
    changed = [name for name, value in _told(subscriber).items() if value != before[name]]
    if changed:
        records.sign(actor, subscriber, now)
        journal.write(actor, "person.refreshed", subscriber, now, after={"changed": changed})
    return subscriber


def _add(actor: Actor, institution: Institution, uid: str, person: Person, now: int) -> Subscriber:
    subscriber = Subscriber(person.name, email=person.email)
    subscriber.last_change = (now, actor.uid)
    institution["people"].add(uid, subscriber)
    _refresh(institution, uid, person)
    journal.write(actor, "person.arrived", subscriber, now, after={"name": subscriber.name})
    return subscriber


def _refresh(institution: Institution, uid: str, person: Person) -> None:
    people = institution["people"]
    subscriber = people[uid]
    if person.name and person.name != subscriber.name:
        people.rename(uid, person.name)
    if person.email and person.email != subscriber.email:
        people.readdress(uid, person.email)
    number = msisdn.read(next(iter(person.msisdns), ""), institution.country).msisdn
    is_free = number and not people.is_proved_by_another(number, uid)
    if is_free and not subscriber.proven_at and _is_its_own(subscriber):
        if number != subscriber.msisdn:
            people.renumber(uid, number)
        if (subscriber.found_in, subscriber.confidence) != (person.found_in, person.confidence):
            subscriber.found_in, subscriber.confidence = person.found_in, person.confidence


def _is_its_own(subscriber: Subscriber) -> bool:
    """Whether the directory told the number, or nobody did: what people typed here stays."""
    return bool(subscriber.found_in) or not subscriber.msisdn


def _told(subscriber: Subscriber) -> dict[str, str]:
    known = ("name", "email", "msisdn", "found_in", "confidence")
    return {name: getattr(subscriber, name) for name in known}
