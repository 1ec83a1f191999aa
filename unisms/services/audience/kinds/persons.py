"""Persons as audience: somebody of the directory, chosen by name."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from unisms.model.acl import Permission
from unisms.model.kinds import AudienceKind
from unisms.model.people import Subscriber
from unisms.model.root import Institution
from unisms.services.audience.choices import Choice
from unisms.services.rules.policies import verdict
from unisms.services.rules.recipients import Recipient
from unisms.sms import causes, msisdn
from unisms.sms.names import finder

PERSON = "person"
PERSON_COLUMNS = ("nom", "identifiant", "courriel")
SHORTEST = 2  # letters of a word that people are looked for by: one begins nearly every name
_FIND = finder(PERSON_COLUMNS)


class PersonKind(AudienceKind):
    """A person, by the uid."""

    permission = Permission.PERSON_VIEW
    is_of_people = is_listed = True
    brings_numbers = False
    picker = "compose_persons.jinja2"
    is_ticked = False

    def exists(self, institution: Institution, name: str) -> bool:
        return _present(institution, name) in institution["people"]

    def columns(self, institution: Institution, name: str) -> tuple[str, ...]:
        return PERSON_COLUMNS

    def recipients(
        self, institution: Institution, name: str, wanted: tuple[str, ...], today: date | None
    ) -> Iterator[Recipient]:
        yield recipient_of(institution, _present(institution, name), wanted)

    def uids(self, institution: Institution, name: str) -> tuple[str, ...]:
        return (_present(institution, name),)

    def at_most(self, institution: Institution, name: str) -> int | None:
        return 1

    def called(self, institution: Institution, name: str) -> str:
        person = institution["people"].get(_present(institution, name))
        return "" if person is None else person.name

    def finder(self, institution: Institution) -> Callable[[str, str], bool]:
        people, known = institution["people"], {}  # word -> the uids of those who are called so

        def is_called(name: str, word: str) -> bool:
            if word not in known:
                known[word] = people.with_word(word) if len(word) >= SHORTEST else frozenset()
            return _present(institution, name) in known[word]

        return is_called

    def choices(self, institution: Institution, chosen: Sequence[str], by: str) -> list[Choice]:
        people = institution["people"]
        known = (_present(institution, uid) for uid in chosen)
        return [choice_of(people[uid]) for uid in known if uid in people]


def includeme(config: Any) -> None:
    config.add_audience_kind(PERSON, PersonKind())


def _present(institution: Institution, uid: str) -> str:
    """Return the uid of whom an audience of any age means: they may have got another one."""
    present: str = institution["people"].present(uid)
    return present


def choice_of(subscriber: Subscriber) -> Choice:
    return Choice(PERSON, subscriber.__name__, subscriber.name, subscriber.msisdn)


def recipient_of(
    institution: Institution, uid: str, wanted: tuple[str, ...], source: str = ""
) -> Recipient:
    """Return the ``Recipient`` that the person called ``uid`` is; without a number where gone.

    Whether a message may reach them is not judged (``audience.judge``).
    """
    subscriber = institution["people"].get(uid)
    if subscriber is None:
        return Recipient("", uid, source, ("",) * len(wanted), causes.NO_NUMBER)
    known = (subscriber.name, uid, subscriber.email)
    values = tuple("" if place is None else known[place] for place in _places(tuple(wanted)))
    cause, unknown = verdict(msisdn.read(subscriber.msisdn, institution.country), institution)
    return Recipient(subscriber.msisdn, subscriber.name, source, values, cause, unknown, uid=uid)


@lru_cache(maxsize=64)
def _places(wanted: tuple[str, ...]) -> tuple[int | None, ...]:
    """Return the place in ``PERSON_COLUMNS`` of each of these columns, or ``None``."""
    return tuple(map(_FIND, wanted))
