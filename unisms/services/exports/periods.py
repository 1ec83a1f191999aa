"""The periods of files: a day in an open month, else its month, else its year."""

import calendar
from datetime import date, timedelta
from typing import NamedTuple

GRACE = 3  # days of a month after which the month before is closed: it is open until the 4th
WHOLE = "all"


class Span(NamedTuple):
    """The days from ``first`` to ``last``, both included."""

    first: date
    last: date

    def covers(self, other: "Span") -> bool:
        """Whether each day of ``other`` is one of these."""
        return self.first <= other.first and other.last <= self.last

    def meets(self, other: "Span") -> bool:
        """Whether some day is in both."""
        return self.first <= other.last and other.first <= self.last


EVER = Span(date.min, date.max)


def month_of(day: date) -> date:
    """Return the first day of the month of ``day``."""
    return day.replace(day=1)


def month_before(day: date) -> str:
    """Return the month before that of ``day``, as ``2026-11``."""
    return f"{month_of(day) - timedelta(days=1):%Y-%m}"


def open_since(today: date) -> date:
    """Return the first day of the earliest month that is still open on ``today``."""
    return month_of(today - timedelta(days=GRACE))


def period_of(day: date, opened: date, by_month: bool = False) -> str:
    """Return the period of the file that tells of ``day``; months are open from ``opened`` on."""
    if day >= opened:
        return f"{day:%Y-%m}" if by_month else day.isoformat()
    return f"{day:%Y}" if day.year < opened.year else f"{day:%Y-%m}"


def span_of(period: str) -> Span:
    """Return the days of a period.

    :raises ValueError: it is none.
    """
    if period == WHOLE:
        return EVER
    year, *rest = map(int, period.split("-"))
    if not rest:
        return Span(date(year, 1, 1), date(year, 12, 31))
    month, *day = rest
    if day:
        return Span(date(year, month, day[0]), date(year, month, day[0]))
    return Span(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]))
