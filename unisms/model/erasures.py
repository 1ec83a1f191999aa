"""A person who is being erased on request: what is done, and what waits for a message's end."""

from typing import Any

from persistent import Persistent

WORKING, WAITING, DONE = "working", "waiting", "done"


class Erasure(Persistent):
    """Somebody whose traces are erased; it names them only until that is done."""

    __name__ = ""
    __parent__: Any = None
    state = WORKING  # then "waiting" for the end of messages under way, and "done"
    cursor = ""  # the name of the last campaign that was looked through
    under_way: tuple = ()  # names of campaigns with their rows that are not over
    # added 2027-01: bare ``services.dossiers.owners.Traces``: the directory knows them no more
    traces: tuple = ()
    # added 2027-01: whether they refuse messages, the digest of the uid, and those of the numbers:
    # who restores an older store erases them once more (services.operators.repeats)
    marks: tuple = ()
    counts: tuple = ()  # pairs of a part and how many things were erased in it
    remains: tuple = ()  # codes of what stays, for the page (services.dossiers.remains)
    done_at = 0  # epoch seconds

    def __init__(self, subject: tuple, author: str, created_at: int, keeps_acts: bool) -> None:
        self.subject = subject  # a bare tuple of ``services.dossiers.subjects.Subject``
        self.author = author
        self.created_at = created_at
        self.keeps_acts = keeps_acts  # whether what they did for the institution is told on

    def become(self, state: str) -> None:
        """Take another state; a worker finds it while there is work to do."""
        self.state = state
        if self.__parent__ is not None:
            self.__parent__.let_wait(self.__name__, state == WORKING)

    def count(self, part: str, more: int) -> None:
        """Add to how many things were erased in a part."""
        known: dict[str, int] = dict(self.counts)
        if more:
            known[part] = known.get(part, 0) + more
            self.counts = tuple(sorted(known.items()))

    def finish(self, now: int) -> None:
        """Name them no more."""
        self.subject, self.traces, self.under_way, self.done_at = (), (), (), now
        self.become(DONE)
