"""Periods of days: named by words, shifted back, and as file names spell them."""

import calendar
import re
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

DAY = timedelta(days=1)
ALL = "all"
ACADEMIC_START = 9  # September
_SPELLED = re.compile(r"\d{4}(-\d\d){0,2}", re.ASCII)


class Period(NamedTuple):
    """Days from the first to the last, both included."""

    first: date
    last: date

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


def month_end(day: date) -> date:
    """Return the last day of the month of ``day``."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def months_back(day: date, months: int) -> date:
    """Return the day ``months`` earlier; where that month is too short, its last day."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def before(period: Period) -> Period:
    """Return the period of the same length that goes before.

    A period that begins with a month is compared by months: that before ``1..12 November`` is
    ``1..12 October``, that before a whole February is the whole of January.
    """
    if period.first.day != 1:
        return Period(period.first - period.days * DAY, period.first - DAY)
    return _back(period, _months(period))


def last_year(period: Period) -> Period:
    """Return the same days of the year before; the end of a month stays the end of a month."""
    return _back(period, 12)


def _months(period: Period) -> int:
    years = period.last.year - period.first.year
    return years * 12 + period.last.month - period.first.month + 1


def _back(period: Period, months: int) -> Period:
    last = months_back(period.last, months)
    whole = period.first.day == 1 and period.last == month_end(period.last)
    return Period(months_back(period.first, months), month_end(last) if whole else last)


def academic_year(day: date) -> Period:
    """Return the academic year of ``day``: 1 September to 31 August."""
    year = day.year - (day.month < ACADEMIC_START)
    return Period(date(year, ACADEMIC_START, 1), date(year + 1, ACADEMIC_START - 1, 31))


def month(day: date) -> Period:
    """Return the calendar month of ``day``."""
    return Period(day.replace(day=1), month_end(day))


def year(day: date) -> Period:
    """Return the calendar year of ``day``."""
    return Period(date(day.year, 1, 1), date(day.year, 12, 31))


def _last_days(days: int) -> Callable[[date], Period]:
    return lambda today: Period(today - (days - 1) * DAY, today)


def _last_months(months: int) -> Callable[[date], Period]:
    return lambda today: Period(months_back(today.replace(day=1), months - 1), today)


#: Periods that are named by a word, each a function of the latest day that counts. Those of today
#: end there, so that the same part of another period stands beside them.
WORDS: dict[str, Callable[[date], Period]] = {
    "this week": lambda today: Period(today - today.weekday() * DAY, today),
    "last 7 days": _last_days(7),
    "last 28 days": _last_days(28),
    "this month": lambda today: Period(today.replace(day=1), today),
    "last month": lambda today: month(months_back(today, 1)),
    "last 3 months": _last_months(3),
    "last 12 months": _last_months(12),
    "last 24 months": _last_months(24),
    "this year": lambda today: Period(year(today).first, today),
    "last year": lambda today: last_year(year(today)),
    "this academic year": lambda today: Period(academic_year(today).first, today),
    "last academic year": lambda today: last_year(academic_year(today)),
}


@lru_cache(4_096)
def spelled(name: str) -> Period | None:
    """Return the days of a period as file names spell it (``2026-11-29``, ``2026-11``, ``2026``).

    ``all`` is every day. None where it is not one of them.
    """
    if name == ALL:
        return Period(date.min, date.max)
    if not _SPELLED.fullmatch(name):
        return None
    try:
        first = date.fromisoformat(name + "-01-01"[len(name) - 4 :])
    except ValueError:
        return None
    ends = {10: first, 7: month_end(first), 4: first.replace(month=12, day=31)}
    return Period(first, ends[len(name)])


def gaps(covered: Iterable[Period], whole: Period) -> list[Period]:
    """Return the stretches of ``whole`` that no period of ``covered`` holds."""
    found, first = [], whole.first
    for period in sorted(covered):
        if period.first > whole.last:
            break
        if period.first > first:
            found.append(Period(first, period.first - DAY))
        if period.last >= whole.last:
            return found
        first = max(first, period.last + DAY)
    return [*found, Period(first, whole.last)]
