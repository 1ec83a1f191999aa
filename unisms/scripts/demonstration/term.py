"""The days on which the demonstration happens: weekdays at office hours, told in French."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Paris")
OPENS, CLOSES = time(9, 30), time(17, 30)  # between which the latest things happen
WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi")
SATURDAY = 5


class Term:
    """Moments of the working days before ``now`` (epoch seconds)."""

    def __init__(self, now):
        self.latest = _latest(datetime.fromtimestamp(now, ZONE))

    def at(self, days, hours):
        """Return the moment ``days`` working days before the last, at ``hours`` (``9:05``)."""
        clock = time(*map(int, hours.split(":")))
        return _epoch(datetime.combine(working_day(self.latest.date(), -days), clock, ZONE))

    def ago(self, minutes):
        """Return the moment so many minutes before the latest office hour."""
        return _epoch(self.latest) - 60 * minutes


def _latest(local):
    """The office hour at ``local``, or the last one before it."""
    day = local.date()
    if day.weekday() < SATURDAY and local.time() >= OPENS:
        return min(local, datetime.combine(day, CLOSES, ZONE))
    return datetime.combine(working_day(day, -1), CLOSES, ZONE)


def working_day(day, further):
    """Return the date ``further`` weekdays after ``day``; before it, where that is negative."""
    step = timedelta(days=1 if further > 0 else -1)
    for _ in range(abs(further)):
        day += step
        while day.weekday() >= SATURDAY:
            day += step
    return day


def day_of(moment):
    """Return the date of a moment (epoch seconds) at the universities."""
    return datetime.fromtimestamp(moment, ZONE).date()


def said(day):
    """Return a date as a message says it, never longer than another: ``mardi 24/11``."""
    return f"{WEEKDAYS[day.weekday()]} {day:%d/%m}"


def _epoch(local):
    return int(local.timestamp())
