"""Erasures of people that a restored store has forgotten, done once more.

Outside the store, digests alone tell who was erased: of the uid and of each number, under the key
of the installation and the institution (``model.digests``).
"""

from collections.abc import Iterable, Iterator
from functools import cache, partial
from typing import NamedTuple, TypeAlias

from unisms.model.folder import path_of
from unisms.model.roles import PERSON
from unisms.model.root import Institution, Root
from unisms.model.rows import MSISDN, is_erased
from unisms.services.dossiers import erasures
from unisms.services.dossiers.erasures import Subject
from unisms.services.ground.actor import Actor
from unisms.services.people.enrolment import LastAdministrator, NotYours
from unisms.services.rights import rights

ERASURES = "erasures"  # added 2027-01: the folder of an institution
Marked: TypeAlias = tuple[dict[str, str], dict[str, str]]  # uids, and numbers, by digest
KEPT = 400 * 86400  # seconds that it is told: no backup is to be older


class Erased(NamedTuple):
    """Somebody who was erased, as a line outside the store tells it."""

    institution: str  #: its name
    erasure: str  #: the name of its record
    at: int  #: epoch seconds
    refuses: bool  #: whether nobody is to write to their number
    uid: str  #: its digest; empty: the directory did not know them
    numbers: tuple[str, ...]  #: the digest of each


class Repeated(NamedTuple):
    """The work of doing erasures once more."""

    begun: tuple[str, ...]  #: paths of erasures, for a worker to go on with
    refused: tuple[str, ...]  #: paths of people whom nobody else can stand in for


def told(root: Root) -> list[Erased]:
    """Return each ``Erased`` that the store tells of."""
    return [
        Erased(name, record.__name__, record.created_at, *record.marks)
        for name, institution in root["institutions"].items()
        if ERASURES in institution
        for record in institution[ERASURES].values()
        if record.marks
    ]


def repeat(root: Root, erased: Iterable[Erased], now: int) -> Repeated:
    """Begin once more, at ``now`` (epoch seconds), each erasure that the store does not know.

    In a store of before 2027-01 nothing begins until its steps have run: a worker looks again.
    """
    begun: list[str] = []
    refused: list[str] = []
    marked = cache(lambda name: _marked(root["institutions"][name]))
    for one in erased:
        institution = root["institutions"].get(one.institution)
        if institution is None or ERASURES not in institution:
            continue
        if one.erasure in institution[ERASURES]:
            continue
        for subject in list(_subjects(institution, one, marked(one.institution))):
            try:
                begun.append(_begin(institution, subject, one, now))
            except (LastAdministrator, NotYours):
                refused.append(path_of(institution["people"][subject.uid]))
    return Repeated(tuple(begun), tuple(refused))


def _begin(institution: Institution, subject: Subject, one: Erased, now: int) -> str:
    """Begin an erasure; whoever was erased has no role any more.

    :raises LastAdministrator, NotYours: as for ``erasures.begin``.
    """
    if {*rights.administrators(institution)} == {subject.uid}:
        raise LastAdministrator
    for grant in institution.grants.of(f"{PERSON}{subject.uid}"):
        institution.grants.withdraw(grant.holder, grant.role, grant.scope)
    record = erasures.begin(Actor(institution, ""), subject, now, refuses=one.refuses)
    return path_of(record)


def _marked(institution: Institution) -> Marked:
    """Return the uid of each person, and each number that may be erased, by digest.

    There may be a million, so their digests are made once for all erasures of an institution.
    """
    mark = partial(erasures.mark_of, institution)
    people, numbers = institution["people"], _numbers(institution)
    return {mark(uid): uid for uid in people}, {mark(number): number for number in numbers}


def _subjects(institution: Institution, one: Erased, marked: Marked) -> Iterator[Subject]:
    """Yield whom the store still knows of those who were erased: by uid, then by number alone.

    A number that somebody else has by now is theirs.
    """
    people, (uids, numbers) = institution["people"], marked
    uid = uids.get(one.uid, "")
    if uid in people:
        yield erasures.of_person(institution, uid)
    for number in sorted(numbers[digest] for digest in one.numbers if digest in numbers):
        if not people.with_number(number):
            yield Subject(msisdn=number)


def _numbers(institution: Institution) -> list[str]:
    """Return each number that messages and replies of the institution tell."""
    campaigns, replies = institution["campaigns"].values(), institution.replies
    rows = (row for one in campaigns for _, row in one.stored_rows())
    found = {row[MSISDN] for row in rows if not is_erased(row)}
    found |= {one.msisdn for month in replies.months() for _, one in replies.keyed(month)}
    return sorted(filter(None, found))
