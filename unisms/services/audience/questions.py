"""Questions to outsiders: who is in an audience that the store does not know.

The check reads the questions in one transaction, asks with none open, and freezes the answers in
another one. A question that changed meanwhile has no answer, and is asked anew.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from unisms.model.kinds import AudienceKind, kinds_behind
from unisms.model.root import Institution
from unisms.ports import Person
from unisms.services.exclusions.expansions import leaves
from unisms.services.rules.policies import verdict
from unisms.services.rules.recipients import Recipient
from unisms.sms import msisdn
from unisms.sms.names import finder

AWAY, GONE = "audience_away", "audience_gone"  # problems of a draft


class Question(NamedTuple):
    """A part of an audience, as plain values: it leaves its transaction."""

    kind: str
    name: str
    about: object  #: all that the kind needs to ask (``AskedKind.question``)


class Answer(NamedTuple):
    """The people of one part of an audience, or why nobody knows them."""

    people: tuple[Person, ...] = ()
    problem: str = ""  #: a code for the page of the draft


def questions_of(
    institution: Institution, audience: tuple[tuple[str, str], ...]
) -> tuple[Question, ...]:
    """Return each ``Question`` that must be asked before this audience is frozen.

    :raises AudienceGone: a part of it exists no more.
    """
    known = kinds_behind(institution)
    return tuple(
        Question(kind, name, known[kind].question(institution, name))
        for kind, name in dict.fromkeys(leaves(institution, audience))
        if is_asked(known[kind])
    )


def is_asked(kind: AudienceKind) -> bool:
    """Whether an outsider knows the people of this kind (``AskedKind``)."""
    return hasattr(kind, "ask")


def recipients(
    institution: Institution, people: Iterable[Person], wanted: Sequence[str], source: str
) -> Iterator[Recipient]:
    """Yield the ``Recipient`` for each person of an answer; the rules hold for every number.

    A number that a code proved to be theirs comes before the outsider's, which may be an old one.
    """
    proven = institution["people"].proven
    for person in people:
        told = proven(person.uid) or next(iter(person.msisdns), "")
        reading = msisdn.read(told, institution.country)
        cause, unknown = verdict(reading, institution)
        values, who = _values(person, wanted), person.name or person.uid
        yield Recipient(reading.msisdn, who, source, values, cause, unknown, uid=person.uid)


def _values(person: Person, wanted: Sequence[str]) -> tuple[str, ...]:
    known = {**person.attributes, "nom": person.name, "identifiant": person.uid}
    known["courriel"] = person.email
    places = _places(tuple(known), tuple(wanted))
    return tuple("" if title is None else known[title] for title in places)


@lru_cache(maxsize=64)  # the people of one audience have the same titles
def _places(titles: tuple[str, ...], wanted: tuple[str, ...]) -> tuple[str | None, ...]:
    """Return the title among ``titles`` that each wanted column calls, or ``None``."""
    places = map(finder(titles), wanted)
    return tuple(None if place is None else titles[place] for place in places)
