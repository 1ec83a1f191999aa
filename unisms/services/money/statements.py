"""An account's month told in rows: what each message cost, and what credit was added."""

from collections.abc import Sequence
from datetime import datetime
from operator import attrgetter
from typing import NamedTuple
from zoneinfo import ZoneInfo

from unisms.model.accounts import Account, LedgerEntry
from unisms.services.money.billing import RESERVE, SETTLE


class Line(NamedTuple):
    """A line of a statement: a message, or a credit."""

    at: int  #: epoch seconds: when the message left, or the credit was added
    campaign: str  #: its name; empty for a credit
    by: str  #: uid of who caused it; empty for the service
    segments: int  #: signed: what it has added to the credit so far
    amount: int  #: thousandths of a euro, signed alike
    note: str  #: why the credit was added
    settled: bool  #: nothing of it is only set aside


class Statement(NamedTuple):
    """A stretch of an account's ledger, message by message."""

    lines: list[Line]  #: newest first
    messages: int
    segments: int  #: spent by the messages
    amount: int  #: thousandths of a euro, spent alike


def statement(account: Account, since: int, until: int) -> Statement:
    """Return the ``Statement`` of what began from ``since`` on and before ``until``, epoch seconds.

    A message stands whole in the stretch in which it left, whenever the rest of its credit came
    back.
    """
    lines, others = _whole_lines(account.between(since, until))
    lines += [_of_message(account.entries_of(name)) for name in others]
    lines = [line for line in lines if line.at >= since]
    lines.sort(key=attrgetter("at", "campaign"), reverse=True)
    spent = [line for line in lines if line.campaign]
    segments = -sum(line.segments for line in spent)
    amount = -sum(line.amount for line in spent)
    return Statement(lines, len(spent), segments, amount)


def _whole_lines(entries: Sequence[LedgerEntry]) -> tuple[list[Line], set[str]]:
    """Return the lines that these entries tell whole, and the names of all other messages.

    A credit is a line, and so is a message of two entries. The others may have more entries
    elsewhere.
    """
    lines, begun, others = [], {}, set()
    for entry in entries:
        name = entry.campaign
        if not name:
            lines.append(_line(entry, entry.segments, entry.amount))
        elif entry.kind == RESERVE:
            begun[name] = entry
        elif entry.kind == SETTLE and name in begun:
            first = begun.pop(name)
            lines.append(_line(first, first.segments + entry.segments, first.amount + entry.amount))
        else:  # it began before, or was tried again
            others.add(name)
            begun.pop(name, None)
    return lines, others | begun.keys()


def _of_message(entries: Sequence[LedgerEntry]) -> Line:
    first = min(entries, key=lambda entry: (entry.at, entry.kind == SETTLE))
    segments, amount = (
        sum(entry.segments for entry in entries),
        sum(entry.amount for entry in entries),
    )
    settled = any(entry.kind == SETTLE for entry in entries)
    return _line(first, segments, amount, settled=settled)


def _line(first: LedgerEntry, segments: int, amount: int, *, settled: bool = True) -> Line:
    return Line(first.at, first.campaign, first.by, segments, amount, first.note, settled)


def months(account: Account, now: int, zone: str) -> list[str]:
    """Return the months that the ledger has lived in, as ``2026-11``, the latest first.

    The month of ``now`` is always among them.
    """
    last = _month(now, zone)
    began = account.began()
    first = last if began is None else min(_month(began, zone), last)
    count = (last[0] - first[0]) * 12 + last[1] - first[1]
    return [_written(last, back) for back in range(count + 1)]


def bounds(month: str, zone: str) -> tuple[int, ...]:
    """When a month such as ``2026-11`` begins, and the one after it, in epoch seconds."""
    year, number = map(int, month.split("-"))
    following = (year + number // 12, number % 12 + 1)
    firsts = (datetime(*one, 1, tzinfo=ZoneInfo(zone)) for one in ((year, number), following))
    return tuple(int(first.timestamp()) for first in firsts)


def _month(at: int, zone: str) -> tuple[int, int]:
    local = datetime.fromtimestamp(at, ZoneInfo(zone))
    return local.year, local.month


def _written(month: tuple[int, int], back: int) -> str:
    """``2026-11`` of the month so many before."""
    place = month[0] * 12 + month[1] - 1 - back
    return f"{place // 12}-{place % 12 + 1:02d}"
