"""The person whom a request is about: of the directory, or somebody of whom one has a number."""

from collections.abc import Iterable
from contextlib import suppress
from typing import NamedTuple

from unisms.model import digests
from unisms.model.moved import called_until
from unisms.model.root import Institution
from unisms.services.people import enrolment
from unisms.sms import msisdn


class Subject(NamedTuple):
    """A person, as records may name them."""

    uid: str = ""  #: empty: the directory does not know them
    name: str = ""
    email: str = ""
    msisdn: str = ""  #: E.164, or empty
    #: of numbers that they had, and nobody has since: each ``model.former.Former`` as a bare tuple
    former: tuple[tuple[str, int], ...] = ()
    #: pairs of a uid that they had and until when, epoch seconds
    called: tuple[tuple[str, int], ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        """Return all by which a text may name them."""
        return tuple(filter(None, (self.uid, self.name, self.email, self.msisdn)))

    @property
    def uids(self) -> tuple[str, ...]:
        """Return the uids that they have and had."""
        return (*filter(None, (self.uid,)), *(uid for uid, _ in self.called))

    def is_called(self, at: int) -> set[str]:
        """Return the uids by which a record of ``at`` (epoch seconds) means them."""
        return {*filter(None, (self.uid,)), *called_until(self.called, at)}


def found(institution: Institution, text: str) -> list[Subject]:
    """Return those whom a uid, a name, an address or a number may mean.

    A number that is nobody's in the directory means whoever has it.
    """
    people = institution["people"]
    uids = [*people.with_email(text.strip()), *enrolment.search(institution, text, by_number=True)]
    subjects = [of_person(institution, uid) for uid in dict.fromkeys(uids)]
    with suppress(KeyError):
        subjects.append(of_number(institution, text))
    return subjects


def of_person(institution: Institution, uid: str) -> Subject:
    """Return the person called ``uid``.

    A number that somebody else has too tells nothing of them, unless they alone have proved it:
    what is known by it alone may be the other's.

    :raises KeyError: there is nobody of that uid.
    """
    people, person = institution["people"], institution["people"][uid]
    number = person.msisdn if people.alone_with(person.msisdn) == uid else ""
    former = tuple((one.digest, one.seen_at) for one in people.former(uid))
    return Subject(uid, person.name, person.email, number, former, person.called)


def of_number(institution: Institution, text: str) -> Subject:
    """Return whoever has a number that is nobody's in the directory.

    :raises KeyError: it is none, or somebody's: theirs is the dossier.
    """
    reading = msisdn.read(text.strip(), institution.country)
    if not reading.msisdn or institution["people"].with_number(reading.msisdn):
        raise KeyError(text)
    return Subject(msisdn=reading.msisdn)


def with_former(institution: Institution, subject: Subject, numbers: Iterable[str]) -> Subject:
    """Return a person with these ``numbers`` too among those that they had."""
    found = (digests.of_number(institution, one) for one in numbers if one != subject.msisdn)
    return subject._replace(former=tuple((dict.fromkeys(found, 0) | dict(subject.former)).items()))


def digests_of(institution: Institution, subject: Subject) -> list[str]:
    """Return the digests of all numbers of a person, of now and of before."""
    own = [digests.of_number(institution, subject.msisdn)] if subject.msisdn else []
    return [*own, *(digest for digest, _ in subject.former)]
