"""Prepared alerts: in a person's dossier, and in an institution's archive."""

from collections.abc import Iterator
from typing import Protocol

from unisms.model.alerts import PreparedAlert
from unisms.model.root import Institution
from unisms.services.alerts import prepared
from unisms.services.exclusions.crowds import Part
from unisms.services.ground.facts import Facts, facts

PERSON = "person"  # the kind whose names are uids


class NamedPerson(Protocol):
    """The person of a dossier."""

    @property
    def uids(self) -> tuple[str, ...]: ...


def alerts(institution: Institution) -> Iterator[Facts]:
    """Yield each prepared alert."""
    for one in prepared.every(institution):
        yield facts(one, name=one.__name__)


def naming(institution: Institution, subject: NamedPerson) -> Iterator[Facts]:
    """Yield the prepared alerts that name a person, or leave them out."""
    for one in prepared.every(institution):
        if _names(one, subject):
            yield {"title": one.title, "at": one.created_at}


def forget(institution: Institution, subject: NamedPerson, _now: int) -> int:
    """Take a person out of the prepared alerts that name them; return how many these were."""
    changed = 0
    for one in prepared.every(institution):
        if _names(one, subject):
            one.pairs, one.minus = _without(one.pairs, subject), _without(one.minus, subject)
            changed += 1
    return changed


def _names(one: PreparedAlert, subject: NamedPerson) -> bool:
    return any((PERSON, uid) in (*one.pairs, *one.minus) for uid in subject.uids)


def _without(pairs: tuple[Part, ...], subject: NamedPerson) -> tuple[Part, ...]:
    return tuple(pair for pair in pairs if pair[0] != PERSON or pair[1] not in subject.uids)
