"""Failures that were stored lately: of the campaigns that have some, each is looked at soon."""

import threading
from collections import Counter
from collections.abc import Iterable

from unisms.model.rows import STATE
from unisms.services.delivery.receipts import Stored
from unisms.sms import states

EVERY = 5  # seconds between two looks at a campaign: each counts all of its messages
FEW = 10  # failures that are worth a look


class Failures:
    """The thread that hands over and the thread that stores news both count."""

    def __init__(self) -> None:
        self._counted: Counter[str] = Counter()  # campaign path -> failures since its last look
        self._looked: dict[str, float] = {}  # campaign path -> when it was looked at
        self._counting = threading.Lock()

    def note(self, path: str, count: int) -> None:
        """Note that so many more messages of a campaign have failed."""
        if count:
            with self._counting:
                self._counted[path] += count

    def note_stored(self, stored: Iterable[Stored]) -> None:
        """Note those among these rows that have failed."""
        failed = Counter(one.campaign for one in stored if one.row[STATE] in states.UNREACHED)
        for path, count in failed.items():
            self.note(path, count)

    def due(self, now: float) -> list[str]:
        """Return, once, the campaigns to be looked at; ``now`` is in seconds of any clock."""
        with self._counting:
            paths = [
                path
                for path, count in self._counted.items()
                if count >= FEW and not 0 <= now - self._looked.get(path, -EVERY) < EVERY
            ]
            for path in paths:
                del self._counted[path]
                self._looked[path] = now
            if len(self._looked) > 1_000:
                self._looked.clear()
        return paths
