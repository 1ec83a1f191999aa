"""The record of somebody whom a directory lets in: made at their first arrival, then refreshed.

What they have proved or chosen here stays: a number that a code has proved theirs is not
overwritten by the directory's.
"""

import re

from unisms.model.folder import is_reserved
from unisms.model.people import Subscriber
from unisms.model.root import Institution
from unisms.ports import Person
from unisms.services.ground import journal
from unisms.services.ground.actor import Actor
from unisms.sms import msisdn

UID = re.compile(r"[a-z0-9][a-z0-9._@-]{0,63}")


def uid_of(person: Person) -> str:
    """Return the uid that a person of a directory has here; ``""``: it cannot be one."""
    uid = person.uid.strip().lower()
    return uid if UID.fullmatch(uid) and not is_reserved(uid) else ""


def arrive(
    institution: Institution, person: Person, now: int, by: Actor | None = None
) -> Subscriber | None:
    """Make or refresh the record of somebody; ``None``: their uid cannot be one.

    ``by`` is whoever takes them in; else they have signed in themselves.
    """
    uid = uid_of(person)
    if not uid:
        return None
    people = institution["people"]
    if uid not in people:
        return _add(by or Actor(institution, uid), institution, uid, person, now)
    before = _told(people[uid])
    _refresh(institution, uid, person)
    changed = [name for name, value in _told(people[uid]).items() if value != before[name]]
    if changed:
        subscriber, actor = people[uid], by or Actor(institution, uid)
        subscriber.last_change = (now, actor.uid)
        journal.write(actor, "person.refreshed", subscriber, now, after={"changed": changed})
    return people[uid]


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
    if number and not subscriber.proven_at and _is_its_own(subscriber):
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
