"""The replies of handsets: a month -> the replies of that month."""

import secrets
import time
from collections.abc import Container, Iterator
from typing import Any, NamedTuple

from BTrees.IOBTree import IOBTree
from BTrees.OOBTree import OOBTree, OOTreeSet
from persistent import Persistent

Stored = tuple[int, str, str, str]  # when, from which number, to which, and the text
AT, MSISDN, TO, TEXT = range(4)


class Rejoinder(NamedTuple):
    """An SMS written to the author of a reply, as code reads it; stored as a bare tuple."""

    at: int  #: epoch seconds
    by: str  #: uid
    text: str
    campaign: str  #: the name of the campaign of one that carries it


class KeptReply(NamedTuple):
    """A reply, as code reads it; stored as a bare tuple. Of before 2027-01, four are known."""

    at: int  #: epoch seconds
    msisdn: str
    to: str
    text: str
    connection: str = ""  #: the path of the connection by which it came
    word: str = ""  #: of ``sms.stop``: it was obeyed as that; empty: it is for a person
    theme: str = ""  #: the name of the theme that it was obeyed for; empty: all messages
    campaign: str = ""  #: the name of the campaign that it answers
    row: int = 0  #: and the number of its row
    read_at: int = 0
    read_by: str = ""  #: uid
    answers: tuple = ()  #: of bare ``Rejoinder``
    confirmed_at: int = 0  #: when an SMS confirmed what it was obeyed as
    unconfirmed: str = ""  #: why none did: of ``services.replies.confirmations``
    is_cut: bool = False  #: some of its parts never came: it is for a person, whatever it says

    @property
    def thread(self) -> list[Rejoinder]:
        """Return each ``Rejoinder``, the first one first."""
        return [Rejoinder(*stored) for stored in self.answers]


Place = tuple[str, int]  # of a reply: its month, and its key


class Replies(Persistent):
    """Replies, in one tree per month; ``at`` in epoch seconds."""

    # added 2027-01: places of the replies that nobody has read, and of those whose campaign is not
    # looked for yet; made at the first
    _unread: "OOTreeSet[Place] | None" = None
    _fresh: "OOTreeSet[Place] | None" = None

    def __init__(self) -> None:
        self._months: OOBTree[str, IOBTree[tuple]] = OOBTree()

    def add(self, at: int, msisdn: str, to: str, text: str, **more: Any) -> Place:
        """Keep a reply, with what else is known of it (``KeptReply``); return its place."""
        month = time.strftime("%Y-%m", time.gmtime(at))
        if month not in self._months:
            self._months[month] = IOBTree()
        replies = self._months[month]
        key = secrets.randbits(31)
        while key in replies:
            key = secrets.randbits(31)
        replies[key] = _bare(KeptReply(at, msisdn, to, text, **more))
        return month, key

    def receive(self, at: int, msisdn: str, to: str, text: str, **more: Any) -> Place:
        """Keep a reply as ``add`` does that has just come to an institution.

        Somebody is to read it, unless it was obeyed, and to find the campaign that it answers.
        """
        place = self.add(at, msisdn, to, text, **more)
        self._sets()[1].add(place)
        if not more.get("word"):
            self._sets()[0].add(place)
        return place

    def get(self, month: str, key: int) -> KeptReply | None:
        """Return a reply, or ``None``: it is not there any more."""
        stored = self._months.get(month, IOBTree()).get(key)
        return KeptReply(*stored) if stored else None

    def change(self, place: Place, **changed: Any) -> KeptReply:
        """Change what is known of a reply that is there; return it."""
        month, key = place
        kept = KeptReply(*self._months[month][key])._replace(**changed)
        self._months[month][key] = _bare(kept)
        return kept

    def read(self, place: Place, at: int, by: str) -> None:
        """Note that ``by`` has read a reply; a second time, nothing changes."""
        if self._unread is not None and place in self._unread:
            self._unread.remove(place)
            self.change(place, read_at=at, read_by=by)

    def unread(self) -> list[Place]:
        """Return the places of the replies that nobody has read, oldest month first."""
        return list(self._unread or ())

    def unread_count(self) -> int:
        """Return how many nobody has read."""
        return len(self._unread or ())

    def fresh(self) -> list[Place]:
        """Return the places of the replies whose campaign is still to be looked for."""
        return list(self._fresh or ())

    def settle(self, place: Place) -> None:
        """Look no more for the campaign of a reply."""
        if self._fresh is not None:
            self._fresh.discard(place)

    def _sets(self) -> "tuple[OOTreeSet[Place], OOTreeSet[Place]]":
        if self._unread is None or self._fresh is None:
            self._unread, self._fresh = OOTreeSet(), OOTreeSet()
        return self._unread, self._fresh

    def _drop(self, place: Place) -> None:
        for known in (self._unread, self._fresh):
            if known is not None:
                known.discard(place)

    def forget(self, before: int) -> int:
        """Erase what came before ``before`` (epoch seconds); return how many."""
        month = time.strftime("%Y-%m", time.gmtime(before))
        old = [
            (past, key)
            for past in self._months.keys(None, month)
            for key, stored in self._months[past].items()
            if stored[AT] < before
        ]
        for place in old:
            self.take(*place)
        return len(old)

    def redate(self, latest: int, now: int) -> None:
        """Let what came after ``latest`` have come at ``now`` (epoch seconds)."""
        for month in list(self._months.keys(time.strftime("%Y-%m", time.gmtime(latest)))):
            for key, stored in list(self._months[month].items()):
                if stored[AT] > latest:
                    self._move((month, key), KeptReply(*stored)._replace(at=now))

    def _move(self, place: Place, kept: KeptReply) -> None:
        """Let a reply have come at another moment: it has another place."""
        known = [one for one in (self._unread, self._fresh) if one is not None and place in one]
        self.take(*place)
        moved = self.add(**kept._asdict())
        for one in known:
            one.add(moved)

    def forget_numbers(self, msisdns: Container[str]) -> None:
        """Erase what these numbers wrote."""
        for month in list(self._months):
            replies = self._months[month]
            for key in [key for key, stored in replies.items() if stored[MSISDN] in msisdns]:
                self.take(month, key)

    def take(self, month: str, key: int) -> KeptReply | None:
        """Take one reply out and return it, or ``None``: it is not there any more."""
        replies = self._months.get(month, IOBTree())
        taken = replies.pop(key, None)
        if month in self._months and not replies:
            del self._months[month]
        self._drop((month, key))
        return KeptReply(*taken) if taken else None

    def keyed(self, month: str) -> list[tuple[int, KeptReply]]:
        """Return pairs of a key and a reply of ``month``, oldest first."""
        found = self._months.get(month, IOBTree()).items()
        return sorted(((key, KeptReply(*one)) for key, one in found), key=lambda pair: pair[1])

    def since(self, at: int) -> Iterator[KeptReply]:
        """Yield the replies that came at ``at`` (epoch seconds) or later, oldest first."""
        for month in self._months.keys(time.strftime("%Y-%m", time.gmtime(at))):
            yield from (one for _, one in self.keyed(month) if one.at >= at)

    def of(self, month: str) -> list[Stored]:
        """The replies of ``month`` (``2027-01``), oldest first: the first four things of each."""
        return sorted(stored[: TEXT + 1] for stored in self._months.get(month, IOBTree()).values())

    def months(self) -> list[str]:
        return list(self._months)


def _bare(kept: KeptReply) -> tuple:
    """Return a reply as it is stored: what is unknown at its end is left out."""
    known = tuple(kept)
    while len(known) > TEXT + 1 and not known[-1]:
        known = known[:-1]
    return known
