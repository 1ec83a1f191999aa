"""An account's month told in rows: what each message cost, and what credit was added."""

from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from unisms.services.billing import SETTLE


class Line(NamedTuple):
    """One message, or one credit."""

    at: int  #: epoch seconds: when the message left, or the credit was added
    campaign: str  #: its name; empty for a credit
    by: str  #: uid of who caused it; empty for the service
    segments: int  #: signed: what it has added to the credit so far
    amount: int  #: thousandths of a euro, signed alike
    note: str  #: why the credit was added
    settled: bool  #: nothing of it is only set aside


class Statement(NamedTuple):
    """A stretch of an account's ledger, message by message."""

    lines: list  #: of ``Line``, newest first
    messages: int
    segments: int  #: spent by the messages
    amount: int  #: thousandths of a euro, spent alike


def statement(account, since, until):
    """Return the ``Statement`` of what began from ``since`` on and before ``until``, epoch seconds.

    A message stands whole in the stretch in which it left, whenever the rest of its credit came
    back.
    """
    lines, messages = [], {}
    for entry in account.between(since, until):
        if entry.campaign:
            messages.setdefault(entry.campaign, []).append(entry)
        else:
            lines.append(Line(entry.at, "", entry.by, entry.segments, entry.amount, entry.note, settled=True))
    lines += (_of_message(_whole(account, entries)) for entries in messages.values())
    lines = sorted((line for line in lines if line.at >= since), key=lambda line: line.at, reverse=True)
    spent = [line for line in lines if line.campaign]
    segments, amount = (-sum(line[place] for line in spent) for place in (3, 4))
    return Statement(lines, len(spent), segments, amount)


def _whole(account, entries):
    """Every entry of the message that these are of: what lacks its beginning or its end may have
    more elsewhere."""
    if {"reserve", SETTLE} <= {entry.kind for entry in entries}:
        return entries
    return account.entries_of(entries[0].campaign)


def _of_message(entries):
    first = min(entries, key=lambda entry: (entry.at, entry.kind == SETTLE))
    segments, amount = sum(entry.segments for entry in entries), sum(entry.amount for entry in entries)
    settled = any(entry.kind == SETTLE for entry in entries)
    return Line(first.at, first.campaign, first.by, segments, amount, "", settled)


def months(account, now, zone):
    """The months that the ledger has lived in, as ``2026-11``, the latest first; at least that of
    ``now``."""
    last = _month(now, zone)
    first = min(_month(account.began(), zone), last) if account.began() is not None else last
    count = (last[0] - first[0]) * 12 + last[1] - first[1]
    return [_written(last, back) for back in range(count + 1)]


def bounds(month, zone):
    """When a month such as ``2026-11`` begins, and the one after it, in epoch seconds."""
    year, number = map(int, month.split("-"))
    following = (year + number // 12, number % 12 + 1)
    firsts = (datetime(*one, 1, tzinfo=ZoneInfo(zone)) for one in ((year, number), following))
    return tuple(int(first.timestamp()) for first in firsts)


def _month(at, zone):
    local = datetime.fromtimestamp(at, ZoneInfo(zone))
    return local.year, local.month


def _written(month, back):
    """``2026-11`` of the month so many before."""
    place = month[0] * 12 + month[1] - 1 - back
    return f"{place // 12}-{place % 12 + 1:02d}"
