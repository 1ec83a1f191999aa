"""Saved audiences and once-only keys: in a person's dossier, and in an institution's archive."""

from collections.abc import Iterable, Iterator
from typing import Protocol

from unisms.model import digests
from unisms.model.audiences import SavedAudience
from unisms.model.once_keys import OnceKey
from unisms.model.root import Institution
from unisms.services.exclusions import saved
from unisms.services.exclusions.once_keys import DAY, digest_of_person
from unisms.services.ground.facts import Facts, facts

PERSON = "person"  # the kind whose names are uids


class Sought(Protocol):
    """The person of a dossier."""

    @property
    def uid(self) -> str: ...
    @property
    def uids(self) -> tuple[str, ...]: ...
    @property
    def msisdn(self) -> str: ...

    @property
    def former(self) -> Iterable[tuple[str, int]]:
        """Return the digest of each number that they had, with a moment."""


def told(institution: Institution, subject: Sought) -> Iterator[Facts]:
    """Yield each once-only key with which they were told, and when, of messages that are erased."""
    wanted = _digests(institution, subject)
    for key, record in _records(institution):
        if days := [record.day_of(one) for one in wanted if record.is_told(one)]:
            yield {"key": key, "at": max(days) * DAY}


def forget_told(institution: Institution, subject: Sought, _now: int) -> int:
    """Forget that they were told; return how many digests that were."""
    wanted = _digests(institution, subject)
    return sum(record.forget(wanted) for _, record in _records(institution))


def _records(institution: Institution) -> Iterator[tuple[str, OnceKey]]:
    yield from institution.once_keys.items() if institution.once_keys is not None else ()


def _digests(institution: Institution, subject: Sought) -> set[str]:
    numbers = {digest for digest, _ in subject.former}
    if subject.msisdn:
        numbers.add(digests.of_number(institution, subject.msisdn))
    return numbers | {digest_of_person(institution, uid) for uid in subject.uids}


def audiences(institution: Institution, subject: Sought) -> Iterator[Facts]:
    """Yield the audiences that they keep, and those of others that name them."""
    for one in saved.every(institution):
        if subject.uid and (one.owner == subject.uid or _names(one, subject)):
            yield {"title": one.title, "own": one.owner == subject.uid, "at": one.created_at}


def forget_audiences(institution: Institution, subject: Sought, _now: int) -> int:
    """Forget the audiences that they kept, and take them out of those of others."""
    changed = 0
    for one in list(saved.every(institution)):
        if one.owner in subject.uids:
            one.__parent__.remove(one.__name__)
        elif _names(one, subject):
            one.pairs, one.minus = _without(one.pairs, subject), _without(one.minus, subject)
        else:
            continue
        changed += 1
    return changed


def _names(one: SavedAudience, subject: Sought) -> bool:
    return any((PERSON, uid) in (*one.pairs, *one.minus) for uid in subject.uids)


def _without(pairs: tuple[tuple[str, str], ...], subject: Sought) -> tuple[tuple[str, str], ...]:
    return tuple(pair for pair in pairs if pair[0] != PERSON or pair[1] not in subject.uids)


def kept(institution: Institution, by: str) -> Iterator[Facts]:
    """Yield each saved audience of ``by``."""
    for one in saved.every(institution):
        if one.owner == by:
            yield facts(one, name=one.__name__)
