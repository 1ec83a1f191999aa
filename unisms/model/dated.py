"""The moments of a campaign: its check, its last change, and a clock that came right again."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from unisms.model.rows import MessageRow, known

#: of a campaign, epoch seconds
MOMENTS = ("created_at", "sent_at", "ended_at", "closed_at", "erased_at")


class Dated:
    """The moments of a ``Campaign``."""

    history: tuple
    created_at: int
    closed_at: int

    if TYPE_CHECKING:

        def stored_rows(self) -> Iterable[tuple[int, tuple]]: ...
        def write(self, number: int, row: MessageRow) -> None: ...
        def list_anew(self) -> None: ...

    @property
    def checked_at(self) -> int:
        """When its audience was last frozen, epoch seconds; 0 if nobody knows."""
        return next((event[0] for event in reversed(self.history) if event[2] == "checked"), 0)

    @property
    def touched_at(self) -> int:
        """When somebody, or the service, last did something with it, epoch seconds."""
        last = self.history[-1][0] if self.history else self.created_at
        return max(last, self.closed_at)

    @property
    def last_moment(self) -> int:
        """The latest of all its moments, epoch seconds."""
        return max([getattr(self, name) for name in MOMENTS] + [event[0] for event in self.history])

    def redate(self, latest: int, now: int) -> None:
        """Let what happened after ``latest`` have happened at ``now`` (epoch seconds)."""
        for name in MOMENTS:
            if getattr(self, name) > latest:
                setattr(self, name, now)
        self.history = tuple((now if at > latest else at, *told) for at, *told in self.history)
        for number, stored in list(self.stored_rows()):
            row = known(stored)
            if max(row.changed_at, row.accepted_at) > latest:
                self.write(number, row.redated(now))
        self.list_anew()
