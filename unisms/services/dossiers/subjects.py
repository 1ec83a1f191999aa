"""The person whom a request is about: of the directory, or somebody of whom one has a number."""

from typing import NamedTuple

from unisms.model.root import Institution
from unisms.services.people import enrolment
from unisms.sms import msisdn


class Subject(NamedTuple):
    """A person, as records may name them."""

    uid: str = ""  #: empty: the directory does not know them
    name: str = ""
    email: str = ""
    msisdn: str = ""  #: E.164, or empty

    @property
    def words(self) -> tuple[str, ...]:
        """Return all by which a text may name them."""
        return tuple(filter(None, self))


def found(institution: Institution, text: str) -> list[Subject]:
    """Return those whom a uid, a name, an address or a number may mean.

    A number that is nobody's in the directory means whoever has it.
    """
    people = institution["people"]
    uids = [*people.with_email(text.strip()), *enrolment.search(institution, text, by_number=True)]
    subjects = [of_person(institution, uid) for uid in dict.fromkeys(uids)]
    reading = msisdn.read(text.strip(), institution.country)
    if reading.msisdn and not people.with_number(reading.msisdn):
        subjects.append(Subject(msisdn=reading.msisdn))
    return subjects


def of_person(institution: Institution, uid: str) -> Subject:
    """Return the person called ``uid``.

    :raises KeyError: there is nobody of that uid.
    """
    person = institution["people"][uid]
    return Subject(uid, person.name, person.email, person.msisdn)
