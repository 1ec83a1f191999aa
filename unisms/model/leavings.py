"""The leavings: who said that they want no more, of what, when, and in answer to which message."""

import secrets
import time
from collections.abc import Callable, Container, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from BTrees.IOBTree import IOBTree
from BTrees.OOBTree import OOBTree
from persistent import Persistent

from unisms.model.proofs import DESK, LETTER, LINK, NO, PAGE, Proof

if TYPE_CHECKING:
    from unisms.model.root import Institution

LEFT, BACK = "left", "back"
AT, UID, MSISDN = range(3)
#: where a no is said that its proof tells of; a reply tells of it itself
SAID = (PAGE, DESK, LETTER, LINK)


class Leaving(NamedTuple):
    """A no, or a word that takes it back, as code reads it; stored as a bare tuple."""

    at: int  #: epoch seconds
    uid: str  #: empty: the number is nobody's of the directory
    msisdn: str  #: from which it was said; empty: it was said otherwise, or is erased
    source: str  #: of ``model.proofs.SOURCES``
    theme: str = ""  #: the name of the theme that is left; empty: all messages
    campaign: str = ""  #: the name of the message that was answered; empty: unknown
    action: str = LEFT  #: or ``BACK``: it takes an earlier no back

    @property
    def is_back(self) -> bool:
        """Whether it takes an earlier no back."""
        return self.action == BACK


class Leavings(Persistent):
    """Leavings, in one tree a month."""

    def __init__(self) -> None:
        self._months: OOBTree[str, IOBTree[tuple]] = OOBTree()

    def add(self, leaving: Leaving) -> None:
        """Keep a ``Leaving``."""
        month = time.strftime("%Y-%m", time.gmtime(leaving.at))
        if month not in self._months:
            self._months[month] = IOBTree()
        key = secrets.randbits(31)
        while key in self._months[month]:
            key = secrets.randbits(31)
        self._months[month][key] = tuple(leaving)

    def of(self, month: str) -> list[Leaving]:
        """Return each ``Leaving`` of ``month`` (``2027-01``), oldest first."""
        return sorted(Leaving(*one) for one in self._months.get(month, IOBTree()).values())

    def months(self) -> list[str]:
        """Return the months in which somebody left, the first one first."""
        return list(self._months)

    def since(self, at: int) -> Iterator[Leaving]:
        """Yield each ``Leaving`` of the month of ``at`` (epoch seconds) and later."""
        for month in self._months.keys(time.strftime("%Y-%m", time.gmtime(at))):
            yield from self.of(month)

    def answer(self, at: int, msisdn: str, campaign: str, uids: Container[str] = ()) -> None:
        """Note that what this number, or one of ``uids``, said at ``at`` answers ``campaign``."""
        month = self._months.get(time.strftime("%Y-%m", time.gmtime(at)), IOBTree())
        for key, one in list(month.items()):
            if one[AT] == at and (one[MSISDN] == msisdn or one[UID] in uids):
                month[key] = tuple(Leaving(*one)._replace(campaign=campaign, msisdn=msisdn))

    def move(self, uid: str, new: str) -> None:
        """Call the person known as ``uid`` by the uid ``new``."""
        self._rewrite(lambda one: one[UID] == uid, uid=new)

    def forget_person(self, uid: str) -> None:
        """Erase who ``uid`` is from what they said."""
        self._rewrite(lambda one: one[UID] == uid, uid="", msisdn="")

    def forget_numbers(self, msisdns: Container[str]) -> None:
        """Erase these numbers, where they were nobody's."""
        self._rewrite(lambda one: not one[UID] and one[MSISDN] in msisdns, msisdn="")

    def forget(self, before: int, numbers_before: int) -> None:
        """Erase what was said before ``before``, and earlier numbers (epoch seconds)."""
        self._rewrite(lambda one: one[AT] < numbers_before and one[MSISDN], msisdn="")
        for month in list(self._months):
            tree = self._months[month]
            for key in [key for key, one in tree.items() if one[AT] < before]:
                del tree[key]
            if not tree:
                del self._months[month]

    def redate(self, latest: int, now: int) -> None:
        """Let what was said after ``latest`` have been said at ``now`` (epoch seconds)."""
        for month in list(self._months.keys(time.strftime("%Y-%m", time.gmtime(latest)))):
            tree = self._months[month]
            for key in [key for key, one in tree.items() if one[AT] > latest]:
                self.add(Leaving(*tree.pop(key))._replace(at=now))
            if not tree:
                del self._months[month]

    def _rewrite(self, wanted: Callable[[tuple], object], **changed: Any) -> None:
        for tree in self._months.values():
            for key in [key for key, one in tree.items() if wanted(one)]:
                tree[key] = tuple(Leaving(*tree[key])._replace(**changed))


def note(institution: "Institution", leaving: Leaving) -> None:
    """Keep a ``Leaving`` of an institution."""
    of(institution).add(leaving)


def of(institution: "Institution") -> Leavings:
    """Return the leavings of an institution, made at the first."""
    if institution.leavings is None:
        institution.leavings = Leavings()
    return institution.leavings


def note_proof(institution: "Institution", uid: str, proof: Proof) -> None:
    """Keep a no that the person called ``uid`` said, but neither by a reply nor in a list."""
    if proof.answer == NO and proof.source in SAID:
        note(institution, Leaving(proof.at, uid, "", proof.source, proof.theme))
