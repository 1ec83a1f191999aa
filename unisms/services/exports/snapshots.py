"""Figures of days that no message tells: flagged numbers, subscriptions, replies, credit."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from unisms.model.accounts import Account, LedgerEntry
from unisms.model.leavings import Leaving
from unisms.model.root import Institution
from unisms.services.exports.moments import LocalHour, clock
from unisms.services.exports.periods import Span
from unisms.services.exports.tables import TableRow
from unisms.services.money.billing import SETTLE
from unisms.sms import stop

DAY = timedelta(days=1)
Key = Callable[[str], int]  # the key of a name


def days_of(span: Span) -> Iterator[date]:
    """Yield each day, the first one first."""
    for number in range(span.first.toordinal(), span.last.toordinal() + 1):
        yield date.fromordinal(number)


def _to_hour(institution: Institution) -> Callable[[int], LocalHour]:
    return clock(institution.time_zone)


class NumbersTold(NamedTuple):
    """Facts about numbers that files tell already."""

    flagged: int | None  #: on the evening before; ``None``: nobody knows
    saved: Mapping[str, Sequence[int]]  #: month -> of its days before


def numbers(
    institution: Institution, days: Sequence[date], told: NumbersTold
) -> Iterator[TableRow]:
    """Yield the rows of ``numbers`` of days that have just passed, or pass.

    Flags that have gone since the evening before were repaired, or came to their age.
    """
    health = institution.numbers
    if health is None:
        return
    hour, before, saved = _to_hour(institution), told.flagged, {**told.saved}
    since = [hour(flag.since).day for _, flag in health.flags()]
    for day in days:
        month, new = f"{day:%Y-%m}", since.count(day)
        flagged = sum(one <= day for one in since)
        repaired = None if before is None else max(0, before + new - flagged)
        so_far = health.saved(month)
        more = [
            max(0, now - then)
            for now, then in zip(so_far, saved.get(month, (0, 0, 0)), strict=True)
        ]
        yield (day, flagged, new, repaired, *more)
        before, saved[month] = flagged, so_far


def subscriptions(
    institution: Institution, key: Key, span: Span, people: Mapping[date, int]
) -> Iterator[TableRow]:
    """Yield the rows of ``subscriptions``: of each theme each day, and of the institution.

    How many people there were is known of days on which that was counted: ``people``.
    """
    for theme in institution["themes"].values():
        changes = {date.fromisoformat(day): counts for day, counts in theme.days()}
        members = len(theme) - sum(
            joined - left for day, (joined, left) in changes.items() if day > span.last
        )
        for day in reversed([*days_of(_since(span, min(changes, default=span.last)))]):
            joined, left = changes.get(day, (0, 0))
            yield (day, key(theme.__name__), members, joined, left)
            members -= joined - left
    yield from _opt_outs(institution, span, people)


def _since(span: Span, first: date) -> Span:
    return span._replace(first=max(span.first, first))


def _opt_outs(
    institution: Institution, span: Span, people: Mapping[date, int]
) -> Iterator[TableRow]:
    """Yield the days on which people were counted, or somebody has left all, or come back."""
    hour = _to_hour(institution)
    counted: defaultdict[date, Counter[bool]] = defaultdict(Counter)
    for leaving in _leavings(institution):
        if not leaving.theme:
            counted[hour(leaving.at).day][leaving.is_back] += 1
    for day in sorted({*counted, *people}):
        if span.first <= day <= span.last:
            yield (day, 0, people.get(day), counted[day][True], counted[day][False])


def _leavings(institution: Institution) -> Iterator[Leaving]:
    kept = institution.leavings
    for month in kept.months() if kept is not None else ():
        yield from kept.of(month) if kept is not None else ()


class RepliesCounted(NamedTuple):
    """The replies of an institution, counted."""

    by_account: Mapping[tuple[date, str], Counter[str]]  #: the account empty: all of them
    by_campaign: Mapping[str, Counter[str]]  #: its name -> words of ``sms.stop``


def replies(institution: Institution) -> RepliesCounted:
    """Count the replies that are kept, each of an account, and once more of the institution."""
    hour, campaigns = _to_hour(institution), institution["campaigns"]
    by_account: defaultdict[tuple[date, str], Counter[str]] = defaultdict(Counter)
    by_campaign: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for month in institution.replies.months():
        for _, reply in institution.replies.keyed(month):
            day, word = hour(reply.at).day, reply.word
            by_account[day, ""][word] += 1
            answered = campaigns.get(reply.campaign) if reply.campaign else None
            if answered is not None:
                by_account[day, answered.account][word] += 1
                by_campaign[reply.campaign][word] += 1
    return RepliesCounted(by_account, by_campaign)


def reply_rows(counted: RepliesCounted, key: Key) -> Iterator[TableRow]:
    """Yield the rows of ``replies``; those of the institution have the account 0."""
    for (day, account), words in sorted(counted.by_account.items()):
        starts = words[stop.START] + words[stop.YES]
        yield (day, key(account) if account else 0, words.total(), words[stop.STOP], starts)


def credits_of(account: Account, key: int, hour: Callable[[int], LocalHour]) -> list[TableRow]:
    """Return the rows of ``credits`` of an account: given, and taken back."""
    found: defaultdict[date, list[int]] = defaultdict(lambda: [0, 0])
    for entry in account.credits():
        found[hour(entry.at).day][0] += entry.segments
        found[hour(entry.at).day][1] += entry.amount
    return [(key, day, *figures) for day, figures in sorted(found.items())]


def balances_of(
    account: Account, key: int, hour: Callable[[int], LocalHour], span: Span
) -> Iterator[TableRow]:
    """Yield the rows of ``balances`` of an account: on the evening of each day, from its ledger."""
    dated = [(hour(entry.at).day, entry) for entry in account.ledger()]
    if not dated:
        return
    available, reserved, place = 0, _Reserved(), 0
    for day in days_of(_since(span, dated[0][0])):
        while place < len(dated) and dated[place][0] <= day:
            available += dated[place][1].segments
            reserved.add(dated[place][1])
            place += 1
        yield (day, key, available, reserved.total)


class _Reserved:
    """The segments set aside for campaigns that are not settled."""

    def __init__(self) -> None:
        self.total = 0
        self._open: dict[str, int] = {}

    def add(self, entry: LedgerEntry) -> None:
        """Follow an entry of the ledger, in the order of time."""
        if not entry.campaign:
            return
        before = self._open.pop(entry.campaign, 0)
        after = 0 if entry.kind == SETTLE else before - entry.segments
        self.total += after - before
        if after:
            self._open[entry.campaign] = after


def money(
    institution: Institution, key: Key, span: Span
) -> tuple[Sequence[TableRow], Sequence[TableRow]]:
    """Return the rows of ``credits`` and of ``balances``."""
    hour = _to_hour(institution)
    given: list[TableRow] = []
    evenings: list[TableRow] = []
    for name, account in institution["accounts"].items():
        given += credits_of(account, key(name), hour)
        evenings += balances_of(account, key(name), hour, span)
    return given, evenings
