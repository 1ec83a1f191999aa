"""How many messages of each campaign have not ended: without any, the campaign may be over."""

import threading
import time
from collections import Counter
from collections.abc import Set

QUIET = 0.1  # seconds without news after which a campaign may be over


class Ends:
    """The thread that hands over and the thread that stores news both count."""

    def __init__(self) -> None:
        # campaign path -> messages whose end is still to come
        self.expected: Counter[str] = Counter()
        # those of these campaigns that were not open at the last look
        self._absent: frozenset[str] = frozenset()
        # campaign path -> when nothing more was expected of it
        self._over: dict[str, float] = {}
        self._counting = threading.Lock()

    def expect(self, path: str, messages: int) -> None:
        """Expect the ends of so many more messages of a campaign."""
        with self._counting:
            self.expected[path] += messages
            self._over.pop(path, None)

    def expect_less(self, path: str, messages: int) -> None:
        """Expect so many fewer: they have ended, or were not taken."""
        with self._counting:
            self.expected[path] -= messages
            if self.expected[path] <= 0:
                del self.expected[path]
                self._over[path] = time.monotonic()

    def look_at(self, path: str) -> None:
        """Call a campaign over if nothing is expected of it: its last news came before a crash."""
        if not self.expected[path]:
            self._over[path] = time.monotonic()

    def close(self, still_open: Set[str]) -> frozenset[str]:
        """Forget and return the campaigns that were closed, some without news of every message.

        A campaign is forgotten at the second look at which it is not open: one that was released
        after the first look began is not among the open ones of that look.
        """
        absent = frozenset(path for path in list(self.expected) if path not in still_open)
        gone, self._absent = absent & self._absent, absent
        with self._counting:
            for path in gone:
                self.expected.pop(path, None)
        return gone

    def over(self) -> list[str]:
        """Return, once, the campaigns of which nothing more is expected since a moment."""
        quiet = time.monotonic() - QUIET
        paths = [path for path, since in list(self._over.items()) if since < quiet]
        for path in paths:
            self._over.pop(path, None)
        return paths
