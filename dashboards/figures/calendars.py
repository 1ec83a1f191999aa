"""Days of a frame put on a calendar: days without a row are gaps, long periods are summed up.

A day that no file tells is unknown, which is not the number 0: it has no bar and no point, and a
grey ground stands behind it.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

import pandas as pd

from dashboards.figures.looks import Look

DAYS, WEEKS = 100, 750  # days up to which a figure shows days, then weeks; months beyond
DAY, WEEK, MONTH = "day", "week", "month"


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


def calendar(frame: pd.DataFrame, sums: Sequence[str], day: str = "day") -> Calendar:
    """Return the columns ``sums`` of a frame on a calendar from its first to its last day."""
    found = frame[[day, *sums]].copy()
    found[day] = pd.to_datetime(found[day])
    by_day = found.groupby(day)[[*sums]].sum(min_count=1)
    whole = by_day.reindex(pd.date_range(by_day.index.min(), by_day.index.max(), freq="D"))
    size = _size(len(whole))
    if size == DAY:
        return Calendar(whole, DAY)
    if size == WEEK:
        starts = whole.index - pd.to_timedelta(whole.index.weekday, unit="D")
    else:
        starts = whole.index.to_period("M").to_timestamp()
    return Calendar(whole.groupby(starts).sum(min_count=1), size)


def months(frame: pd.DataFrame, sums: Sequence[str], month: str = "month") -> Calendar:
    """Return the columns ``sums`` of a frame with a row a month on a calendar of months."""
    found = frame[[month, *sums]].copy()
    found[month] = pd.to_datetime(found[month])
    by_month = found.groupby(month)[[*sums]].sum(min_count=1)
    every = pd.date_range(by_month.index.min(), by_month.index.max(), freq="MS")
    return Calendar(by_month.reindex(every), MONTH)


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
