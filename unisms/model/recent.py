"""The numbers and people about whom something has changed lately that may keep a message from them.

Whoever hands over a list of 40,000 that was judged when it was frozen looks at these few, and not
at the answers of everybody once more.
"""

from collections.abc import Iterable
from itertools import chain, islice

from BTrees.OOBTree import OOTreeSet
from persistent import Persistent

MOST = 1_000  # marks of one night to the next; where there are more, each number is judged anew


class RecentChanges(Persistent):
    """The marks of this day and of the day before: digests of numbers, and uids after a colon.

    A day begins with a ``turn``. A list that was frozen the day before yesterday is told that all
    may have changed.
    """

    def __init__(self) -> None:
        self.day = 0  # how many turns there have been
        self._present: OOTreeSet[str] = OOTreeSet()
        self._former: OOTreeSet[str] = OOTreeSet()

    def mark(self, marks: Iterable[str]) -> None:
        """Note that something changed; once there are too many, they are noted no more."""
        if not getattr(self, "_v_full", False):
            self._present.update(marks)
            self._v_full = len(self._present) > MOST

    def turn(self) -> None:
        """Begin another day, and forget the day before the last."""
        self.day, self._former, self._present = self.day + 1, self._present, OOTreeSet()
        self._v_full = False

    def since(self, day: int) -> frozenset[str] | None:
        """Return the marks since a list was frozen on ``day``; ``None``: anything may have changed.

        The day before belongs to it: what was under way when a day began is noted there.
        """
        if not 0 <= self.day - day <= 1:
            return None
        marks = frozenset(islice(chain(self._present, self._former), 2 * MOST + 1))
        return None if len(marks) > MOST else marks


def mark_of_person(uid: str) -> str:
    """Return the mark of a person; no digest of a number looks like it."""
    return f":{uid}"
