"""Days of a frame put on a calendar: days without a row are gaps, long periods are summed up.

A day that no file tells is unknown, which is not the number 0: it has no bar and no point, and a
grey ground stands behind it.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

import pandas as pd

from dashboards.exports import notes
from dashboards.figures.looks import Look

DAYS, WEEKS = 100, 750  # days up to which a figure shows days, then weeks; months beyond
DAY, WEEK, MONTH = "day", "week", "month"


#: notes of days that no file tells
UNKNOWN = (notes.MISSING_DAYS, notes.NOT_YET, notes.BEFORE)


class Calendar(NamedTuple):
    """A frame with a row a day, week or month, in order, with none left out."""

    frame: pd.DataFrame  #: its index is made of dates; values are missing where no row was
    size: str  #: ``DAY``, ``WEEK`` or ``MONTH``

    @property
    def days(self) -> list[date]:
        """Return the first day of each row."""
        return [as_day(each) for each in self.frame.index]

    @property
    def x(self) -> list[str]:
        """Return the first day of each row as Plotly reads it."""
        return [each.isoformat() for each in self.days]

    @property
    def margin(self) -> float:
        """Return the days of room that a bar at either end needs."""
        return {DAY: 0.6, WEEK: 4.0, MONTH: 17.0}[self.size]

    def missing(self) -> list[tuple[date, date]]:
        """Return the first and last day of each run of rows that tell nothing."""
        unknown = self.frame.isna().all(axis=1).tolist()
        return [*_runs(self.days, unknown)]


def calendar(frame: pd.DataFrame, sums: Sequence[str], look: Look, day: str = "day") -> Calendar:
    """Return the columns ``sums`` of a frame by day, week or month, from end to end.

    A day without a row is 0, if no note of the frame says that nobody knows it.
    """
    known = frame.assign(**{day: pd.to_datetime(frame[day])}).groupby(day)[[*sums]]
    by_day = known.sum(min_count=1)
    every = pd.date_range(*_ends(by_day.index, look), freq="D")
    whole = _filled(by_day, by_day.reindex(every), frame)
    size = _size(len(whole))
    if size == DAY:
        return Calendar(whole, DAY)
    if size == WEEK:
        starts = whole.index - pd.to_timedelta(whole.index.day_of_week, unit="D")
    else:
        starts = whole.index.to_period("M").to_timestamp()
    return Calendar(whole.groupby(starts).sum(min_count=1), size)


def months(frame: pd.DataFrame, sums: Sequence[str], look: Look, month: str = "month") -> Calendar:
    """Return the columns ``sums`` of a frame with a row a month, with a row for each month."""
    known = frame.assign(**{month: pd.to_datetime(frame[month])}).groupby(month)[[*sums]]
    by_month = known.sum(min_count=1)
    first, last = _ends(by_month.index, look)
    every = pd.date_range(first.replace(day=1), last, freq="MS")
    return Calendar(_filled(by_month, by_month.reindex(every), frame, MONTH), MONTH)


def levels(frame: pd.DataFrame, look: Look) -> Calendar:
    """Return a frame whose index is made of days, with a row for each: missing where none was."""
    known = frame.set_index(pd.to_datetime(frame.index))
    every = pd.date_range(*_ends(known.index, look), freq="D")
    return Calendar(known.reindex(every), DAY)


def _ends(days: pd.Index, look: Look) -> tuple[pd.Timestamp, pd.Timestamp]:
    if look.period is not None:
        return pd.Timestamp(look.period[0]), pd.Timestamp(look.period[1])
    return days.min(), days.max()


def _filled(
    known: pd.DataFrame, every: pd.DataFrame, frame: pd.DataFrame, size: str = DAY
) -> pd.DataFrame:
    """Return 0 for the rows that are not in ``known``, unless notes say that nobody knows them."""
    unknown = pd.Series(False, every.index)
    for first, last in _gaps(frame):
        end = every.index + (pd.offsets.MonthEnd() if size == MONTH else pd.Timedelta(0))
        unknown |= (every.index >= first) & (end <= last)
    empty = ~every.index.isin(known.index) & ~unknown
    return every.where(~empty, 0)


def _gaps(frame: pd.DataFrame) -> Iterator[tuple[pd.Timestamp, pd.Timestamp]]:
    """Yield the first and last day of each period that the notes of a frame call unknown."""
    for note in notes.of(frame):
        if note.code in UNKNOWN and note.first is not None and note.last is not None:
            yield pd.Timestamp(note.first), pd.Timestamp(note.last)


def _size(days: int) -> str:
    return DAY if days <= DAYS else WEEK if days <= WEEKS else MONTH


def grounds(look: Look, found: Calendar) -> list[dict[str, Any]]:
    """Return the grey grounds behind the days that nobody tells, as shapes of Plotly."""
    return [
        {
            "type": "rect",
            "xref": "x",
            "yref": "paper",
            "x0": f"{(first - timedelta(days=1)).isoformat()}T12:00:00",
            "x1": f"{last.isoformat()}T12:00:00",
            "y0": 0,
            "y1": 1,
            "layer": "below",
            "line": {"width": 0},
            "fillcolor": look.ink("rule"),
            "opacity": 0.6,
        }
        for first, last in found.missing()
    ]


def as_day(moment: Any) -> date:
    """Return the day of a date, a moment or a timestamp."""
    return moment.date() if isinstance(moment, datetime) else moment


def _runs(days: Sequence[date], unknown: Sequence[bool]) -> Iterator[tuple[date, date]]:
    first: date | None = None
    for at, (day, is_unknown) in enumerate(zip(days, unknown, strict=True)):
        if is_unknown and first is None:
            first = day
        if first is not None and not is_unknown:
            yield first, days[at] - timedelta(days=1)
            first = None
    if first is not None:
        yield first, days[-1]
