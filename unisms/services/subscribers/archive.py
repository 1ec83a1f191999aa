"""The own pages of people in an institution's archive, and in the dossier of one person."""

from collections.abc import Iterator
from typing import Protocol

from unisms.model.root import Institution
from unisms.services.ground.facts import Facts


class Named(Protocol):
    """The person of a dossier."""

    @property
    def uid(self) -> str: ...


def own_pages(institution: Institution) -> Iterator[Facts]:
    """Yield what is kept of each person's requests, and of a number that somebody else proved."""
    for uid in institution["people"]:
        yield from _of_person(institution, uid)


def of_subject(institution: Institution, subject: Named) -> Iterator[Facts]:
    """Yield the same of one person, where they have a uid."""
    yield from _of_person(institution, subject.uid)


def _of_person(institution: Institution, uid: str) -> Iterator[Facts]:
    pages = institution["me"]
    asked, lost = pages.asked_to_erase(uid), pages.lost_number(uid)
    declined = [one._asdict() for one in pages.declined(uid)]
    if asked or lost or declined:
        told = {"uid": uid, "asked_to_erase_at": asked, "lost_number_at": lost}
        yield told | ({"declined": declined} if declined else {})
