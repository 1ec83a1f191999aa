"""Dates as people and programs write them: the day first, or the year."""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo

from unisms.sms import months

OLDEST = 1800  # the year 0026 is a slip of the hand

_BLANK = r"[\s\xa0\u202f]"
_HOUR = (
    rf"(?:(?:{_BLANK}|T)+(?:[àÀ]{_BLANK}+)?(?P<hour>\d{{1,2}}){_BLANK}?[:.hH](?P<minute>\d{{0,2}})"
    rf"(?:[:.](?P<second>\d{{2}})(?:[.,]\d++)?)?(?:{_BLANK}*+(?P<half>[AaPp])\.?[Mm]\b\.?)?"
    rf"{_BLANK}*+(?P<offset>Z|(?:UTC|GMT)?[+-]\d{{1,2}}(?::?\d{{2}})?|UTC|GMT)?)?{_BLANK}*+"
)
_YEAR = r"(?P<year>(?:19|20)\d{2})"
_DAY_FIRST = re.compile(
    rf"{_BLANK}*(?P<day>\d{{1,2}})[-/.](?P<month>\d{{1,2}})[-/.](?P<year>\d{{4}}|\d{{2}}){_HOUR}",
    re.ASCII,
)
_YEAR_FIRST = re.compile(
    rf"{_BLANK}*{_YEAR}[-/.]?(?P<month>\d{{2}})[-/.]?(?P<day>\d{{2}}){_HOUR}", re.ASCII
)
_IN_ONE_DIGIT = re.compile(
    rf"{_BLANK}*{_YEAR}[-/.](?P<month>\d{{1,2}})[-/.](?P<day>\d{{1,2}}){_HOUR}", re.ASCII
)


def read_date(cell: str, zone: tzinfo | None = None) -> date | None:
    """Read ``19/11/2026``, ``19-11-26``, ``19.11.2026``, ``2026-11-19`` or ``20261119``.

    An hour may follow. A month may be a word, French or English: ``19-NOV-26``, ``jeu. 19 novembre
    2026``.

    The day always comes before the month: 11/19/2026 is no date. Two digits of a year mean this
    century. An hour with an offset is a moment (ISO 8601, 4.3.2): the day is that of ``zone``, if
    ``zone`` is given.
    """
    found = _found(cell)
    if not found:
        return None
    year = found["year"]
    try:
        told = date(
            int(year) + (2000 if len(year) == 2 else 0), int(found["month"]), int(found["day"])
        )
        if zone and found["offset"]:
            told = _day_there(told, found, zone)
    except (ValueError, OverflowError):
        return None
    return told if told.year >= OLDEST else None


def read_moment(cell: str, zone: tzinfo | None = None) -> tuple[date, str] | None:
    """Read a date as ``read_date`` does, and the hour behind it as a clock shows it: ``14:05``.

    Midnight is no hour: programs write it behind dates that have none. One with an offset is told
    by the clock of ``zone``. With an hour that no clock shows it is no date.
    """
    day = read_date(cell, zone)
    if day is None:
        return None
    found = _found(cell)
    if not found or found["hour"] is None:
        return day, ""
    hour, minute = _on_a_clock(found)
    if hour > 24 or minute > 59:
        return None
    if zone and found["offset"]:
        moment = datetime.combine(day, time(hour % 24, minute), _offset(found["offset"]))
        there = moment.astimezone(zone)
        hour, minute = there.hour, there.minute
    return day, f"{hour % 24:02d}:{minute:02d}" if hour % 24 or minute else ""


def _on_a_clock(found: re.Match[str]) -> tuple[int, int]:
    """Return the hour and the minute that were found."""
    hour, minute = int(found["hour"]), int(found["minute"] or 0)
    if found["half"]:
        hour = hour % 12 + (12 if found["half"] in "pP" else 0)
    return hour, minute


def _found(cell: str) -> re.Match[str] | None:
    found = _DAY_FIRST.fullmatch(cell)
    if (
        not found
        and cell[:1].isalnum()
        and not cell.isdigit()
        and (told := months.numeric(cell)) != cell
    ):
        found = _DAY_FIRST.fullmatch(told)
    if found or cell.lstrip()[:2] not in ("19", "20"):
        return found
    return _YEAR_FIRST.fullmatch(cell) or _IN_ONE_DIGIT.fullmatch(cell)


def _day_there(day: date, found: re.Match[str], zone: tzinfo) -> date:
    """Return the day in ``zone`` of the moment that was found."""
    hour, minute, second = (int(found[part] or 0) for part in ("hour", "minute", "second"))
    if found["half"]:
        hour = hour % 12 + (12 if found["half"] in "pP" else 0)
    if hour > 24:
        raise ValueError
    moment = datetime.combine(day, time(hour % 24, minute, second), _offset(found["offset"]))
    return (
        (moment + timedelta(days=hour // 24)).astimezone(zone).date()
    )  # ISO 8601 knows an hour 24


def _offset(told: str) -> tzinfo:
    """Return the time zone of ``Z``, ``UTC``, ``UTC+1``, ``+01:00``, ``+0100`` or ``+01``."""
    sign, _, figures = told.removeprefix("UTC").removeprefix("GMT").partition(":")
    if sign[:1] not in ("+", "-"):
        return UTC
    hours, rest = sign[1:3], figures or sign[3:]
    minutes = int(hours) * 60 + int(rest or 0)
    return timezone(timedelta(minutes=minutes if sign[0] == "+" else -minutes))


def unsure(cells: Iterable[str], today: date) -> frozenset[str]:
    """Return those ``cells`` of one column that may be written the other way round.

    Where one is no date unless its month comes first, and none is a date only with the day first,
    all may be American. Where all begin with a year of about ``today``, in two digits, and end in
    other figures, that is the year.
    """
    found = {cell: told for cell in cells if (told := _DAY_FIRST.fullmatch(cell))}
    figures = {cell: (int(told["day"]), int(told["month"])) for cell, told in found.items()}
    if any(month > 12 >= day for day, month in figures.values()) and not any(
        day > 12 >= month for day, month in figures.values()
    ):
        return frozenset(found)
    short = {cell: int(told["year"]) for cell, told in found.items() if len(told["year"]) == 2}
    near = {(today.year + years) % 100 for years in (-1, 0, 1)}
    if {figures[cell][0] for cell in short} <= near and not {*short.values()} <= near:
        return frozenset(short)
    return frozenset()
