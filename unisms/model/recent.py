"""The numbers and people about whom something has changed lately that may keep a message from them.

Whoever hands over a list of 40,000 that was judged when it was frozen looks at these few, and not
at the answers of everybody once more.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from itertools import chain, islice
from typing import Any

from BTrees.OOBTree import OOTreeSet
from persistent import Persistent

from unisms.model import digests

MOST = 1_000  # marks of one night to the next; where there are more, each number is judged anew


class RecentChanges(Persistent):
    """The marks of this day and of the day before: digests of numbers, and uids after a colon.

    A day begins with a ``turn``. A list that was frozen the day before yesterday is told that all
    may have changed.
    """

    def __init__(self) -> None:
        self.day = 0  # how many turns there have been
        self.edition = 0  # how often something was marked: who relies on this record conflicts
        self._present: OOTreeSet[str] = OOTreeSet()
        self._former: OOTreeSet[str] = OOTreeSet()

    def mark(self, marks: Iterable[str]) -> None:
        """Note that something changed; once there are too many, they are noted no more.

        Whoever relies on this record conflicts with it: a claim does.
        """
        self.edition += 1
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


class Marked:
    """The recent changes of ``People``, made at the first."""

    __name__: str
    __parent__: Any
    _p_jar: Any
    recent: RecentChanges | None

    def mark(self, msisdn: str, uid: str = "") -> None:
        """Note that a list which was frozen before does not know all about a number or a person.

        Whatever may keep a message from somebody calls it: a no, a pause, another number. People of
        whom nothing is stored yet stand in no list.
        """
        if self._p_jar is not None:
            number = [digests.of_number(self, msisdn)] if msisdn else []
            self.mark_all([*number, mark_of_person(uid)] if uid else number)

    def mark_all(self, marks: Sequence[str]) -> None:
        """Note so of digests of numbers, and marks of people."""
        if self.recent is None:
            self.recent = RecentChanges()
        self.recent.mark(marks)

    def changed_since(self, day: int) -> Callable[[str, str], bool]:
        """Return whether something may have changed about a number or a uid since that day."""
        marks = frozenset[str]() if self.recent is None else self.recent.since(day)
        if marks is None:
            return always
        return partial(self._is_marked, marks) if marks else _never

    def _is_marked(self, marks: frozenset[str], number: str, uid: str) -> bool:
        return digests.of_number(self, number) in marks or mark_of_person(uid) in marks

    def forget_recent(self) -> None:
        """Begin another day of recent changes."""
        if self.recent is not None:
            self.recent.turn()


def always(_number: str, _uid: str = "") -> bool:
    """Return that all may have changed."""
    return True


def _never(_number: str, _uid: str) -> bool:
    return False


def mark_of_person(uid: str) -> str:
    """Return the mark of a person; no digest of a number looks like it."""
    return f":{uid}"
