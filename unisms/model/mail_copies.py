"""The mail copies of a campaign: what its author wants mailed, and what became of each mail."""

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from BTrees.IIBTree import IIBTree
from persistent import Persistent

RECIPIENTS, NUMBERLESS, AUTHOR = WHOM = ("recipients", "numberless", "author")
MISSED = "missed"  # those whom the message has not reached, once somebody asks for it
WAITING, LEFT, FAILED, WITHDRAWN, LACKING = MAILED = (
    *("waiting", "left", "failed", "withdrawn"),
    "lacking",  # nobody knows an address: no mail was written
)
AUTHORS = 0  # the number of the row that stands for the author


class MailCopy(NamedTuple):
    """The mails beside the messages; stored as a bare tuple, the empty one for none."""

    to: tuple[str, ...] = ()  #: of ``WHOM``, and ``MISSED``
    subject: str = ""  #: with placeholders; empty: the title of the message
    body: str = ""  #: in Markdown, with placeholders; empty: the text of the message


class CopyStates(Persistent):
    """The state of the mail of each row of a campaign. Added 2027-01."""

    cursor = 1  # the number of the row that is looked at next
    has_authors = False  # whether the author's own copy was written
    counts: tuple[tuple[str, int], ...] = ()  # pairs of one of ``MAILED`` and how many

    def __init__(self) -> None:
        self._states = IIBTree()  # number of a row -> place in ``MAILED``

    def state(self, number: int) -> str:
        """Return what became of the mail of row ``number``; empty: it has none."""
        place = self._states.get(number)
        return "" if place is None else MAILED[place]

    def note(self, number: int, state: str) -> None:
        """Note what became of the mail of row ``number``."""
        before = self.state(number)
        if before != state:
            counts = Counter(dict(self.counts))
            counts.update({state: 1})
            counts.subtract({before: 1} if before else {})
            self.counts = tuple((one, counts[one]) for one in MAILED if counts[one])
            self._states[number] = MAILED.index(state)

    def count(self, state: str) -> int:
        """Return how many mails are in a state."""
        return dict(self.counts).get(state, 0)

    def numbers(self, state: str) -> Iterator[int]:
        """Yield the numbers of the rows whose mail is in a state."""
        place = MAILED.index(state)
        return (number for number, one in self._states.items() if one == place)


class Copied:
    """The mail copies of a ``Campaign``."""

    mail_copy: tuple = ()  # added 2027-01: a bare ``MailCopy``; empty: nothing is mailed
    copies: CopyStates | None = None  # added 2027-01: made when the first may leave

    @property
    def mailed(self) -> MailCopy:
        """Return the ``MailCopy`` of it."""
        return MailCopy(*self.mail_copy)

    @property
    def worded_copies(self) -> tuple[str, ...]:
        """Return the texts of its mails in which placeholders may stand."""
        return tuple(filter(None, (self.mailed.subject, self.mailed.body)))
