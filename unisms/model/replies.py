"""The replies of handsets: a month -> the replies of that month."""

import secrets
import time
from collections.abc import Container

from BTrees.IOBTree import IOBTree
from BTrees.OOBTree import OOBTree
from persistent import Persistent

Stored = tuple[int, str, str, str]  # when, from which number, to which, and the text


class Replies(Persistent):
    """Replies as ``(at, msisdn, to, text)``, ``at`` in epoch seconds, in one tree per month."""

    def __init__(self) -> None:
        self._months: OOBTree[str, IOBTree[Stored]] = OOBTree()

    def add(self, at: int, msisdn: str, to: str, text: str) -> None:
        month = time.strftime("%Y-%m", time.gmtime(at))
        if month not in self._months:
            self._months[month] = IOBTree()
        replies = self._months[month]
        key = secrets.randbits(31)
        while key in replies:
            key = secrets.randbits(31)
        replies[key] = (at, msisdn, to, text)

    def forget(self, before: int) -> int:
        """Erase what came before ``before`` (epoch seconds); return how many."""
        month, forgotten = time.strftime("%Y-%m", time.gmtime(before)), 0
        for past in list(self._months.keys(None, month, excludemax=True)):
            forgotten += len(self._months.pop(past))
        replies = self._months.get(month, IOBTree())
        for key in [key for key, stored in replies.items() if stored[0] < before]:
            del replies[key]
            forgotten += 1
        return forgotten

    def redate(self, latest: int, now: int) -> None:
        """Let what came after ``latest`` have come at ``now`` (epoch seconds)."""
        for month in list(self._months.keys(time.strftime("%Y-%m", time.gmtime(latest)))):
            for key, stored in list(self._months[month].items()):
                if stored[0] > latest:
                    self.take(month, key)
                    self.add(now, *stored[1:])

    def forget_numbers(self, msisdns: Container[str]) -> None:
        """Erase what these numbers wrote."""
        for month in list(self._months):
            replies = self._months[month]
            for key in [key for key, stored in replies.items() if stored[1] in msisdns]:
                self.take(month, key)

    def take(self, month: str, key: int) -> Stored | None:
        """Take one reply out and return it, or ``None``: it is not there any more."""
        replies = self._months.get(month, IOBTree())
        taken = replies.pop(key, None)
        if month in self._months and not replies:
            del self._months[month]
        return taken

    def keyed(self, month: str) -> list[tuple[int, Stored]]:
        """Return pairs of a key and a reply of ``month``, oldest first."""
        return sorted(self._months.get(month, IOBTree()).items(), key=lambda pair: pair[1])

    def of(self, month: str) -> list[Stored]:
        """The replies of ``month`` (``2027-01``), oldest first."""
        return sorted(self._months.get(month, IOBTree()).values())

    def months(self) -> list[str]:
        return list(self._months)
