"""The plan of a run for an institution: which days are written anew, and which stay as they are."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from unisms.services.exports import periods, tables
from unisms.services.exports.manifests import ExportedInstitution, ExportFile
from unisms.services.exports.periods import EVER, Span

DAY = timedelta(days=1)


class ExportWish(NamedTuple):
    """The wish of whoever asks for exports."""

    institution: str = ""  #: its name; empty: every one
    month: str = ""  #: as ``2026-11``: written anew though it is closed
    whole: bool = False  #: every day is written anew
    complete: bool = False  #: only days that are over are told


class Plan(NamedTuple):
    """The days of an institution that a run writes."""

    told: ExportedInstitution  #: as the manifest tells it
    files: tuple[ExportFile, ...]  #: that count until now
    now: int  #: epoch seconds
    zone: str
    last: date  #: the last day to tell of
    opened: date  #: the first day of the earliest month that stays open
    fresh: Span  #: the days whose messages are told anew

    @property
    def is_first(self) -> bool:
        """Whether nothing was told before."""
        return not self.files

    def of(self, table: str) -> list[ExportFile]:
        """Return the files of a table that count until now."""
        return [one for one in self.files if one.table == table]


def plan(
    told: ExportedInstitution, files: Sequence[ExportFile], wish: ExportWish, zone: str, now: int
) -> Plan:
    """Return the ``Plan`` for an institution that is ``told`` so, and has these files."""
    today = datetime.fromtimestamp(now, ZoneInfo(zone)).date()
    is_begun = told.until >= today.isoformat()
    last = today - DAY if wish.complete and not is_begun else today
    opened = periods.open_since(today)
    known = (told, tuple(files), now, zone, last, opened)
    return Plan(*known, _fresh(told, bool(files), wish, opened))


def kept(told: ExportedInstitution) -> date:
    """Return the last day of which somebody else gave the rows, and files alone tell."""
    return date.fromisoformat(told.given_until) if told.given_until else date.min


def _fresh(told: ExportedInstitution, is_known: bool, wish: ExportWish, opened: date) -> Span:
    span = _wished(told, is_known, wish, opened)
    if not told.given_until:
        return span
    return span._replace(first=max(span.first, kept(told) + DAY))


def _wished(told: ExportedInstitution, is_known: bool, wish: ExportWish, opened: date) -> Span:
    if wish.month:
        return periods.span_of(wish.month)
    if wish.whole or not is_known or not told.open_since:
        return EVER
    return Span(min(opened, date.fromisoformat(told.open_since)), date.max)


def spans(made: Plan, retention: int) -> dict[str, Span]:
    """Return the days of each table that are told anew.

    Replies go after ``retention`` days: what files tell of earlier ones stays. Numbers are told on
    the day itself. Hours are told of whole months.
    """
    found = dict.fromkeys(tables.TABLES, made.fresh)
    found["cube_hours"] = made.fresh._replace(first=periods.month_of(made.fresh.first))
    if not made.is_first:
        kept = made.last - (retention - 1) * DAY
        found["replies"] = made.fresh._replace(first=max(made.fresh.first, kept))
    counted = evenings(made)
    found["numbers"] = Span(counted[0], date.max) if counted else Span(date.max, date.max)
    return found


def evenings(made: Plan) -> list[date]:
    """Return the days of which the flagged numbers are counted now: the last one, and the day
    before where nobody has looked since it was over."""
    looked = {one.period: one.at for one in made.of("numbers")}
    before = made.last - DAY
    end = datetime.combine(made.last, datetime.min.time(), ZoneInfo(made.zone)).timestamp()
    wanted = [made.last] if looked.get(str(before), 0) >= end else [before, made.last]
    return [day for day in wanted if made.fresh.first <= day <= made.fresh.last]


def told_after(
    made: Plan, opened_at: int, keys: Mapping[str, int], since: date | None
) -> ExportedInstitution:
    """Return how the manifest tells of the institution once all is written."""
    first = min(filter(None, [made.told.since, str(since) if since else ""]), default="")
    return ExportedInstitution(
        made.told.key,
        since=first or str(made.last),
        until=str(made.last),
        open_since=str(made.opened),
        opened_at=opened_at,
        given_until=made.told.given_until,
        zone=made.zone,
        keys=tuple(sorted(keys.items())),
    )
