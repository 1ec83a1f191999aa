"""Owners of messages and replies: whom their rows tell of, else whoever has the number.

A number may have been somebody else's. What history, or a note, tells to be another person's is
never told to, nor erased with, whoever has the number now.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from math import inf
from typing import NamedTuple

from unisms.model import digests
from unisms.model.campaigns import Campaign
from unisms.model.history import MASK, ROWS, mark_of_number
from unisms.model.replies import KeptReply
from unisms.model.root import Institution
from unisms.model.rows import MSISDN, StoredRow, is_erased
from unisms.services.dossiers.subjects import Subject


class Traces(NamedTuple):
    """Rows and numbers of a person, as code reads them; stored as a bare tuple."""

    #: pairs of a campaign's name and the number of a row that is to them
    rows: tuple[tuple[str, int], ...] = ()
    #: theirs, and those at which they were written to that nobody has now
    numbers: tuple[str, ...] = ()


def traces(institution: Institution, subject: Subject) -> Traces:
    """Return the ``Traces`` of a person, while the directory still knows them."""
    rows = (*_rows(institution, subject.uid), *_named(institution, subject))
    with_number, campaigns = institution["people"].with_number, institution["campaigns"]
    found = (campaigns[name].find_row(row) for name, row in rows)
    former = {row[MSISDN] for row in found if row is not None and not is_erased(row)}
    unheld = sorted(one for one in former - {subject.msisdn} if not with_number(one))
    return Traces(rows, (*([subject.msisdn] if subject.msisdn else ()), *unheld))


def _named(institution: Institution, subject: Subject) -> Iterator[tuple[str, int]]:
    """Yield the rows at a number that others have too, and that bear the name of the person."""
    person = institution["people"].get(subject.uid)
    if person is None or not person.msisdn or subject.msisdn:
        return
    for name, row in _rows(institution, mark_of_number(institution, person.msisdn)):
        campaign = institution["campaigns"][name]
        if campaign.find_row(row) is not None and campaign.values(row)[0] == person.name:
            yield name, row


def _rows(institution: Institution, uid: str) -> Iterator[tuple[str, int]]:
    """Yield the name of a campaign and the number of a row, for each line of a history."""
    history, campaigns = institution.history, institution["campaigns"]
    if history is None or not uid:
        return
    for number, row in history.lines(uid):
        if (name := history.campaign(number)) in campaigns:
            yield name, row


class Owners:
    """Tells which rows and replies are those of one person."""

    def __init__(self, institution: Institution, subject: Subject, known: Traces) -> None:
        self._institution, self._uid, self._called = institution, subject.uid, subject.called
        self._former: dict[str, int] = dict(subject.former)
        # of a number alone: until when it was somebody's, who has another now
        self._anothers_until = _anothers_until(institution, subject) if not subject.uid else 0
        self._numbers, self._own = frozenset(known.numbers), dict[str, set[int]]()
        for name, row in known.rows:
            self._own.setdefault(name, set()).add(row)
        self._of_numbers: dict[str, set[int]] = {}  # rows in lines of the numbers, by campaign
        for number in known.numbers:
            for name, row in _rows(institution, mark_of_number(institution, number)):
                self._of_numbers.setdefault(name, set()).add(row)
        self._month, self._lines = "", array("q")  # of others, in the month asked for last

    def rows_of(self, campaign: Campaign) -> list[int]:
        """Return the numbers of the rows of a campaign that are to the person."""
        own = self._own.get(campaign.__name__, ())
        found = {place for place in own if campaign.find_row(place) is not None}
        if self._uid:
            found |= campaign.rows_of(self._uid, self._called)
        numbers, rows = self._numbers, self._to_look_at(campaign) if self._numbers else ()
        by_number = {place for place, row in rows if row[MSISDN] in numbers} - found
        others = self._others(campaign) if by_number else frozenset[int]()
        noted = {place for place in by_number if self._is_noted(campaign, place)}
        return sorted(found | (by_number - others - noted))

    def _to_look_at(self, campaign: Campaign) -> Iterable[tuple[int, StoredRow]]:
        """Return the rows of a campaign that may be theirs by the number: those in the lines of
        their numbers, and in no lines. What is in those of a person is theirs alone."""
        history = self._institution.history
        entered = history.entered(campaign.__name__) if history is not None else None
        if entered is None or entered.loose is None or entered.rows < campaign.last_number():
            return campaign.stored_rows()
        places = {*entered.loose, *self._of_numbers.get(campaign.__name__, ())}
        found = ((place, campaign.find_row(place)) for place in places)
        return [(place, row) for place, row in found if row is not None]

    def wrote(self, reply: KeptReply) -> bool:
        """Whether the person wrote a reply: it answers a message to them, or is from their number
        and answers nobody else's."""
        name, row = reply.campaign, reply.row
        campaign = self._institution["campaigns"].get(name) if name else None
        if row in self._own.get(name, ()):
            return True
        if campaign is None:
            own = reply.msisdn in self._numbers and reply.at > self._anothers_until
            return own or self._was_their_number(reply)
        if self._uid and campaign.uid(row) == self._uid:
            return True
        if reply.msisdn not in self._numbers or self._is_noted(campaign, row):
            return False
        return row not in self._others(campaign)

    def _was_their_number(self, reply: KeptReply) -> bool:
        """Whether a reply is from a number that was theirs until after it came."""
        if not self._former or not reply.msisdn:
            return False
        seen_at = self._former.get(digests.of_number(self._institution, reply.msisdn))
        return seen_at is not None and (not seen_at or reply.at <= seen_at)

    def _is_noted(self, campaign: Campaign, row: int) -> bool:
        """Whether a row is noted for somebody else; of a number alone, one who is there still."""
        uid = campaign.uid(row)
        return bool(uid) and (bool(self._uid) or uid in self._institution["people"])

    def _others(self, campaign: Campaign) -> frozenset[int]:
        """Return the numbers of the rows that are in the history of somebody else."""
        history = self._institution.history
        entered = history.entered(campaign.__name__) if history is not None else None
        if history is None or entered is None:
            return frozenset()
        if entered.month != self._month:
            self._month, self._lines = entered.month, history.others(entered.month, self._uid)
        begin = history.number(campaign.__name__) << ROWS
        lines = self._lines
        places = bisect_left(lines, begin), bisect_right(lines, begin | MASK)
        return frozenset(line & MASK for line in lines[slice(*places)])


def _anothers_until(institution: Institution, subject: Subject) -> float:
    """Return until when a number was that of a person of the directory, epoch seconds; 0: never."""
    if not subject.msisdn:
        return 0
    before = institution["people"].had_before(subject.msisdn)
    return (before.seen_at or inf) if before is not None else 0


def owners(institution: Institution, subject: Subject) -> Owners:
    """Return the ``Owners`` that tell what is a person's who is not erased yet."""
    return Owners(institution, subject, traces(institution, subject))
