"""The noes to messages of one sender: people who want no more of these, and receive others."""

from typing import TYPE_CHECKING

from BTrees.OOBTree import OOBTree
from persistent import Persistent

from unisms.model import digests
from unisms.model.people import Subscriber
from unisms.model.refusals import GONE, HANDSET, WithRefusals
from unisms.sms.sender_id import spelled

if TYPE_CHECKING:
    from unisms.model.root import Institution


class SenderNoes(WithRefusals, Persistent):
    """Of those who said no to a sender: when; and the numbers that are nobody's, or were theirs."""

    _refusals = None  # made at the first

    def __init__(self, name: str, institution: "Institution") -> None:
        self.__name__, self.__parent__ = name, institution
        self._left: OOBTree[str, int] = OOBTree()  # uid -> when they said so, epoch seconds

    def leave(self, uid: str, msisdn: str, at: int) -> None:
        """Note that ``uid`` wants no message of this sender, and has this number."""
        self._left[uid] = at
        self._mark(msisdn, uid)

    def come_back(self, uid: str) -> bool:
        """Take it back that ``uid`` has left; return whether they had."""
        return self._left.pop(uid, 0) > 0

    def refuse_number(self, msisdn: str, at: int) -> None:
        """Note a no from the holder of this number, whom the directory does not know."""
        self.refusals.keep(digests.to_keep(self, msisdn), HANDSET, at)
        self._mark(msisdn, "")

    def allow_number(self, msisdn: str) -> bool:
        """Take such a no back; return whether there was one."""
        digest = digests.of_number(self, msisdn)
        was_there = bool(self._refusals) and self.refusals.has(digest, HANDSET)
        if was_there:
            self.refusals.take_back(digest, HANDSET)
        return was_there

    def left_at(self, uid: str) -> int:
        """When ``uid`` left, epoch seconds; 0 where they did not."""
        return self._left.get(uid, 0)

    def has_noes(self) -> bool:
        """Whether anybody has left."""
        return bool(self._left) or bool(self._refusals)

    def leave_number(self, subscriber: Subscriber) -> None:
        """Somebody has their number no more: that they left stays with it, without them."""
        at = self._left.get(subscriber.__name__, 0)
        if at and subscriber.msisdn:
            self.refusals.keep(digests.to_keep(self, subscriber.msisdn), GONE, at)

    def forget(self, uid: str) -> None:
        """Know ``uid`` no more; that their number is not written to stays (``leave_number``)."""
        self._left.pop(uid, None)

    def move(self, uid: str, new: str) -> None:
        """Call the person known as ``uid`` by the uid ``new``."""
        if uid in self._left:
            self._left[new] = self._left.pop(uid)

    def drop_refusals(self) -> int:
        """Forget the numbers of those who left; return how many."""
        dropped, self._refusals = len(self._refusals or ()), None
        return dropped

    def _mark(self, msisdn: str, uid: str) -> None:
        self.__parent__["people"].mark(msisdn, uid)


def sender_of(sender_id: str, connection: str) -> str:
    """Return the name under which noes to a sender are kept: a number in one spelling, or a word.

    Without a sender ID, messages show that of the contract: the path of their connection is it.
    """
    return spelled(sender_id) if sender_id else connection


def noes_to(institution: "Institution", sender: str) -> SenderNoes:
    """Return the noes to a sender of an institution; they are made at the first."""
    if institution.senders is None:
        institution.senders = OOBTree()
    if sender not in institution.senders:
        institution.senders[sender] = SenderNoes(sender, institution)
    return institution.senders[sender]


def all_noes(institution: "Institution") -> list[SenderNoes]:
    """Return the noes to each sender of an institution."""
    return [*institution.senders.values()] if institution.senders is not None else []
