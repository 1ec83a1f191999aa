"""News of a broker that its adapter could not read: sealed, at most a thousand a connection."""

from typing import NamedTuple

from BTrees.OOBTree import OOBTree
from persistent import Persistent

MOST = 1_000  # kept for a connection
# Seconds for which nothing that is kept makes room: a flood is counted, not written down each time.
YOUNG = 3600


class Kept(NamedTuple):
    """A piece of it, as code reads it; stored as a bare tuple."""

    at: int  #: when it came, epoch seconds
    command: str  #: as the broker's protocol calls it
    what: str  #: the part of it that could not be read
    octet: int  #: and where
    sealed: str  #: all of it
    tried: int = 0  #: when it was last read again in vain, epoch seconds


class UnreadNews(Persistent):
    """The pieces of a connection, apart from it: page and news do not conflict. Added 2026-12."""

    missed = 0  # came while there was no room, since the last time that nothing was kept
    missed_at = 0  # added 2026-12: when the last of them came, epoch seconds

    def __init__(self) -> None:
        self._kept: OOBTree[str, tuple] = (
            OOBTree()
        )  # when, and in which order -> ``Kept`` as a tuple

    def add(self, kept: Kept) -> bool:
        """Keep one, in the place of the oldest if there are too many.

        Return false, and count it, if all of them are young.
        """
        if len(self._kept) >= MOST:
            oldest = self._kept.minKey()
            if kept.at - self._kept[oldest][0] < YOUNG:
                self.miss(kept.at)
                return False
            del self._kept[oldest]
        self._kept[self._key(kept.at)] = tuple(kept)
        return True

    def miss(self, at: int) -> None:
        """Count what came at ``at`` (epoch seconds), and was not kept."""
        self.missed, self.missed_at = self.missed + 1, at

    def forget_missed(self, before: int) -> None:
        """Count those no longer of which none came since ``before``, where nothing else is kept."""
        if self.missed and not self._kept and self.missed_at < before:
            self.missed = 0

    def _key(self, at: int) -> str:
        """The key of what comes at this second, after all others of it."""
        second = f"{at:012d}"
        last = next(reversed(self._kept.keys(second, f"{second}~")), f"{second}000000")
        return f"{second}{int(last[12:]) + 1:06d}"

    def __len__(self) -> int:
        return len(self._kept)

    def __bool__(self) -> bool:
        return True

    def items(self) -> list[tuple[str, Kept]]:
        """Pairs of a key and a ``Kept``, the oldest first."""
        return [(key, Kept(*stored)) for key, stored in self._kept.items()]

    def get(self, key: str) -> Kept | None:
        """The ``Kept`` of this key, or ``None``."""
        stored = self._kept.get(key)
        return Kept(*stored) if stored else None

    def replace(self, key: str, kept: Kept) -> None:
        """Keep what is known of it now, if it is still there."""
        if key in self._kept:
            self._kept[key] = tuple(kept)

    def discard(self, key: str) -> bool:
        """Forget one; whether it was there."""
        if key not in self._kept:
            return False
        del self._kept[key]
        if not self._kept:
            self.missed = 0
        return True
