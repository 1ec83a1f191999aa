"""The numbers of those who said no, by digest: they are not written to, whoever turns up with
them."""

from typing import Any

from BTrees.OOBTree import OOBTree
from persistent import Persistent

from unisms.model import digests

GONE = ""  # in the place of the uid of somebody who has that number no more
HANDSET = "*"  # of somebody who answered from that number, and is nobody of the directory

No = tuple[str, int]  # the uid, or one of the words above, and when; epoch seconds


class Refusals(Persistent):
    """Of each number whose no it was and when; of those who are gone, or have another number now,
    only when."""

    def __init__(self) -> None:
        self._noes: OOBTree[str, tuple[No, ...]] = (
            OOBTree()
        )  # digest -> tuple of (uid or GONE, epoch seconds)

    def __bool__(self) -> bool:
        return bool(self._noes)

    def __len__(self) -> int:
        return len(self._noes)

    def keep(self, digest: str, uid: str, at: int) -> None:
        """Write down that ``uid``, or somebody who is ``GONE``, said no at ``at`` to this
        number."""
        known = self._of(digest)
        at = max([at, *(when for who, when in known if who == uid)])
        self._noes[digest] = (*self._others(digest, uid), (uid, at))

    def take_back(self, digest: str, uid: str) -> None:
        """Forget the no of ``uid``; that of others stays."""
        if others := self._others(digest, uid):
            self._noes[digest] = others
        else:
            self._noes.pop(digest, None)

    def has(self, digest: str, uid: str) -> bool:
        """Whether ``uid`` said no to this number."""
        return any(who == uid for who, _ in self._of(digest))

    def said_at(self, digest: str, uid: str) -> int:
        """When ``uid`` said no to this number last, epoch seconds; 0 where they did not."""
        return max((at for who, at in self._of(digest) if who == uid), default=0)

    def at(self, digest: str) -> int:
        """When the latest no was said to this number, epoch seconds; 0 where nobody did."""
        noes = self._noes.get(digest)
        return max(at for _, at in noes) if noes else 0

    def forget(self, before: int) -> None:
        """Forget what was said before ``before`` (epoch seconds)."""
        for digest, noes in list(self._noes.items()):
            kept = tuple(one for one in noes if one[1] >= before)
            if not kept:
                del self._noes[digest]
            elif kept != noes:
                self._noes[digest] = kept

    def redate(self, latest: int, now: int) -> None:
        """Let what was said after ``latest`` have been said at ``now`` (epoch seconds)."""
        for digest, noes in list(self._noes.items()):
            if any(at > latest for _, at in noes):
                self._noes[digest] = tuple((who, now if at > latest else at) for who, at in noes)

    def _of(self, digest: str) -> tuple[No, ...]:
        return self._noes.get(digest, ())

    def _others(self, digest: str, uid: str) -> tuple[No, ...]:
        return tuple(one for one in self._of(digest) if one[0] != uid)


class WithRefusals:
    """The refused numbers of ``People``, or of a ``Theme``; made at the first."""

    __name__: str
    __parent__: Any
    _p_jar: Any
    _refusals: Refusals | None

    @property
    def refusals(self) -> Refusals:
        """The noes of numbers; whoever writes one makes the record."""
        if self._refusals is None:
            self._refusals = Refusals()
        return self._refusals

    def refused_at(self, msisdn: str) -> int:
        """When somebody who has, or had, this number said no last, epoch seconds; 0 where nobody
        did."""
        if not self._refusals or not msisdn:
            return 0
        return self._refusals.at(digests.of_number(self, msisdn))

    def forget_refusals(self, before: int) -> None:
        """Forget the numbers of which nobody said no since ``before`` (epoch seconds)."""
        if self._refusals:
            self._refusals.forget(before)

    def redate_refusals(self, latest: int, now: int) -> None:
        """Let noes that were said after ``latest`` have been said at ``now`` (epoch seconds)."""
        if self._refusals:
            self._refusals.redate(latest, now)
