"""Proofs of consent: each dated yes or no of a person, by the purpose that it is about."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from BTrees.OOBTree import OOBTree

YES, NO = "yes", "no"
WHOLE = ""  # the kind of a no to everything but emergencies, and of that no taken back
CONDITIONS = "conditions"  # the kind of a yes to the conditions of use alone, which is no consent

#: where an answer was given
PAGE = "page"  # by the person, on a page of the service
DESK = "desk"  # told to somebody, who noted it
LETTER = "letter"
FILE = "file"  # a list of answers that was imported
DIRECTORY = "directory"  # an attribute of the directory
REPLY = "reply"  # an SMS
LINK = "link"  # the link of a message
BEFORE = "before"  # answered before there were proofs
SOURCES = (PAGE, DESK, LETTER, FILE, DIRECTORY, REPLY, LINK, BEFORE)

#: the lawful basis of what follows from an answer (GDPR, article 6, paragraph 1)
CONSENT = "consent"  # point a
TASK = "task"  # point e: a task of public interest, of which people are informed

MOST = 100  # proofs of a person that are kept


class Proof(NamedTuple):
    """A dated answer, as code reads it; stored as a bare tuple."""

    at: int  #: epoch seconds
    kind: str  #: of ``sms.purposes``, or ``WHOLE``, or ``CONDITIONS``
    theme: str = ""  #: the name of the theme that it is about
    answer: str = YES
    #: the number of the version of the text that was read: of the conditions of the institution, or
    #: of the wordings of the theme; 0: none
    version: int = 0
    source: str = PAGE
    basis: str = ""  #: empty: of a no, which needs none, and of conditions
    by: str = ""  #: uid of who noted it; empty: the person themselves, or the service

    @property
    def about(self) -> tuple[str, str]:
        """The purpose that it is about, as a pair of kind and theme."""
        return self.kind, self.theme


def with_one_more(stored: tuple[tuple, ...], proof: Proof) -> tuple[tuple, ...]:
    """Return the stored proofs of a person with another one.

    Of more than may be kept, the oldest goes that is not the last word about its purpose.
    """
    kept = (*stored, tuple(proof))
    if len(kept) <= MOST:
        return kept
    last = {Proof(*one).about: place for place, one in enumerate(kept)}
    gone = next((place for place in range(MOST) if place not in last.values()), 0)
    return kept[:gone] + kept[gone + 1 :]


def latest(found: Iterable[Proof]) -> dict[tuple[str, str], Proof]:
    """Return the last ``Proof`` about each purpose, by pair of kind and theme."""
    return {one.about: one for one in sorted(found, key=lambda one: one.at)}


class WithProofs:
    """The proofs of ``People``, made at the first."""

    _proofs: "OOBTree[str, tuple[tuple[Any, ...], ...]] | None"

    def note(self, uid: str, proof: Proof) -> None:
        """Keep a ``Proof`` of what the person called ``uid`` has answered."""
        if self._proofs is None:
            self._proofs = OOBTree()
        self._proofs[uid] = with_one_more(self._proofs.get(uid, ()), proof)

    def proofs(self, uid: str) -> list[Proof]:
        """Return every ``Proof`` of the person called ``uid``, as they were noted."""
        known = self._proofs.get(uid, ()) if self._proofs else ()
        return [Proof(*stored) for stored in known]
