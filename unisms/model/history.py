"""The messages that each person was sent: their lines by month, each of a campaign and a row of it.

A line tells neither text nor state: the row has them as long as it is kept. Months keep what is
written together small, and what goes with age together.
"""

from array import array
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from BTrees.IOBTree import IOBTree
from BTrees.OOBTree import OOBTree, OOTreeSet
from persistent import Persistent

from unisms.model import digests
from unisms.model.root import Institution, institution_of

if TYPE_CHECKING:
    from unisms.model.campaigns import Campaign

ROWS = 32  # bits of a line that are the number of the row; those above are the campaign's
MASK = 2**ROWS - 1
NUMBER = "#"  # begins what stands in the place of a uid for a number: its digest follows
MOST_LOOSE = 500  # rows of a campaign that are told because they are in nobody's lines


class LineTree(OOBTree):
    """The lines of people by uid, many to a record: a large campaign writes to most records."""

    max_leaf_size = 120


class Entered(NamedTuple):
    """A campaign whose rows have lines, as code reads it; stored as a bare tuple."""

    name: str
    month: str  #: of its lines, as ``2027-01``
    rows: int  #: the number of the last row that was looked at
    #: The numbers of the rows up to there that are in nobody's lines; ``None``: unknown, as of
    #: before 2027-01, or too many to tell. Whoever looks for a number looks at these alone.
    loose: tuple[int, ...] | None = None

    def loosened(self, rows: Iterable[int]) -> "Entered":
        """Return it with more ``loose`` rows."""
        if self.loose is None:
            return self
        loose = (*self.loose, *rows)
        return self._replace(loose=loose if len(loose) <= MOST_LOOSE else None)


class PastCampaign(Persistent):
    """The rest of a campaign whose texts and numbers are erased."""

    def __init__(self, at: int, month: str, department: str, purpose: tuple, ends: str) -> None:
        self.at = at  # when it was sent, epoch seconds
        self.month = month  # of its lines
        self.department = department  # the title of the account that paid
        self.purpose = purpose  # as the campaign kept it
        self.ends = ends  # a letter for the state of each row, from the first on


class History(Persistent):
    """The lines of an institution's people, and the campaigns that they are of."""

    def __init__(self) -> None:
        # names of campaigns of which some rows have no line yet
        self._waiting: OOTreeSet[str] = OOTreeSet()
        self._numbers: OOBTree[str, int] = OOBTree()  # name of a campaign -> its number in lines
        self._entered: IOBTree[tuple] = IOBTree()  # its number -> Entered as a bare tuple
        # its number -> the rest of it, once it is erased
        self._past: IOBTree[PastCampaign] = IOBTree()
        # month -> uid, or the digest of a number of several people -> lines, oldest first
        self._months: OOBTree[str, LineTree] = OOBTree()
        # months that have lines of campaigns that are gone
        self._stale: OOTreeSet[str] = OOTreeSet()

    def wait(self, name: str) -> None:
        """Note that rows of the campaign of this name have no line yet."""
        self._waiting.add(name)

    def waiting(self) -> Iterator[str]:
        """Yield the names of the campaigns of which rows have no line yet, as they stand now."""
        yield from list(self._waiting)

    def wait_no_more(self, name: str) -> None:
        """Note that all rows of a campaign have their lines, or that it is gone."""
        self._waiting.discard(name)

    def entered(self, name: str) -> Entered | None:
        """Return the campaign of this name, or ``None``: it has no line."""
        number = self._numbers.get(name)
        return Entered(*self._entered[number]) if number is not None else None

    def enter(self, campaign: Entered, rows: Mapping[str, Iterable[int]]) -> None:
        """Write lines of a campaign: the numbers of the ``rows`` of each uid, in their order.

        Numbers of campaigns rise, so that the lines of a month sort by age.
        """
        number = self._numbers.get(campaign.name)
        if number is None:
            number = self._next_number()
            self._numbers[campaign.name] = number
        self._entered[number] = tuple(campaign)
        if rows and campaign.month not in self._months:
            self._months[campaign.month] = LineTree()
        begin = number << ROWS
        for uid, of_uid in rows.items():
            lines = self._months[campaign.month]
            lines[uid] = (*lines.get(uid, ()), *(begin | row for row in of_uid))

    def _next_number(self) -> int:
        known = (max(tree) if tree else 0 for tree in (self._entered, self._past))
        return 1 + max(known)

    def lines(self, uid: str) -> Iterator[tuple[int, int]]:
        """Yield each line of a person, the latest first: numbers of a campaign and of a row.

        Months are read as they are asked for.
        """
        for month in reversed(list(self._months)):
            lines = self._months[month].get(uid, ())
            yield from ((line >> ROWS, line & MASK) for line in sorted(lines, reverse=True))

    def others(self, month: str, uid: str) -> "array[int]":
        """Return the lines of a month, sorted, of all people but the one called ``uid``."""
        found = self._months.get(month, LineTree()).items()
        others = (lines for one, lines in found if one != uid and one[0] != NUMBER)
        return array("q", sorted(chain.from_iterable(others)))

    def number(self, name: str) -> int:
        """Return the number of the campaign of this name in lines; 0: it has none."""
        return self._numbers.get(name, 0)

    def campaign(self, number: int) -> str:
        """Return the name of the campaign of this number, or ``""``: it is gone, or past."""
        stored = self._entered.get(number)
        return stored[0] if stored else ""

    def past(self, number: int) -> PastCampaign | None:
        """Return the rest of the erased campaign of this number, or ``None``."""
        return self._past.get(number)

    def let_go(self, name: str, past: PastCampaign | None) -> None:
        """Know the campaign of this name no more, but for its ``past`` if that is to be kept."""
        number = self._numbers.pop(name, None)
        self._waiting.discard(name)
        if number is None:
            return
        self._stale.add(Entered(*self._entered.pop(number)).month)
        if past is not None:
            self._past[number] = past

    def forget_past(self, before: int) -> None:
        """Forget erased campaigns that were sent before ``before`` (epoch seconds)."""
        for number, past in list(self._past.items()):
            if past.at < before:
                self._stale.add(past.month)
                del self._past[number]

    def clean(self) -> None:
        """Forget the lines of campaigns that are gone; of past ones, those of mere numbers."""
        for month in list(self._stale):
            self._clean(month)
        self._stale.clear()

    def _clean(self, month: str) -> None:
        tree = self._months.get(month, LineTree())
        of_numbers = {*self._entered}
        of_people = of_numbers | {*self._past}
        for uid, lines in list(tree.items()):
            kept = of_numbers if uid[0] == NUMBER else of_people
            rest = tuple(line for line in lines if line >> ROWS in kept)
            if not rest:
                del tree[uid]
            elif rest != lines:
                tree[uid] = rest
        if not tree:
            self._months.pop(month, None)

    def move(self, uid: str, new: str) -> None:
        """Call the person known as ``uid`` by the uid ``new``."""
        for tree in self._months.values():
            if uid in tree:
                tree[new] = tree.pop(uid)

    def forget(self, uid: str) -> None:
        """Forget the lines of somebody: their rows are in nobody's from now on."""
        for tree in self._months.values():
            for line in tree.pop(uid, ()):
                stored = self._entered.get(line >> ROWS)
                if stored is not None and Entered(*stored).loose is not None:
                    entered = Entered(*stored).loosened([line & MASK])
                    self._entered[line >> ROWS] = tuple(entered)

    def drop_numbers(self) -> None:
        """Forget the lines of mere numbers: their digests were made under a key that is lost."""
        for tree in self._months.values():
            for one in list(tree.keys(NUMBER, NUMBER + "g")):  # hexadecimal digits follow
                del tree[one]
        for number, stored in list(self._entered.items()):
            self._entered[number] = tuple(Entered(*stored)._replace(loose=None))


def mark_of_number(institution: Institution, msisdn: str) -> str:
    """Return the word in the place of a uid for a number, in histories."""
    return f"{NUMBER}{digests.of_number(institution, msisdn)}"


def note(campaign: "Campaign") -> None:
    """Note that a campaign has rows without lines: it was released, or messages sent again."""
    institution = institution_of(campaign)
    if institution.history is None:
        institution.history = History()
    institution.history.wait(campaign.__name__)
