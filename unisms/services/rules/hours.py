"""Hours of an institution's local day, and the time zones that it may have."""

from datetime import date, datetime
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from unisms.model.root import Institution

#: the first words of the names of time zones that are named after a place
AREAS = {
    *("Africa", "America", "Antarctica", "Asia", "Atlantic"),
    *("Australia", "Europe", "Indian", "Pacific"),
}


def within(hours: tuple[int, int], minute: int) -> bool:
    """Whether a minute of the day is between ``hours``, which may pass midnight."""
    start, end = hours
    return start <= minute < end if start <= end else minute >= start or minute < end


def local_day(institution: Institution, now: int) -> date:
    """Return the day at the institution at ``now`` (epoch seconds)."""
    return datetime.fromtimestamp(now, ZoneInfo(institution.time_zone)).date()


def minute_of_day(institution: Institution, now: int) -> int:
    """The minute of the institution's day at ``now`` (epoch seconds)."""
    local = datetime.fromtimestamp(now, ZoneInfo(institution.time_zone))
    return local.hour * 60 + local.minute


@cache
def time_zones() -> list[str]:
    """Return the names of the time zones of places, like ``Europe/Paris``."""
    pairs = ((name, name.partition("/")) for name in available_timezones())
    return sorted(name for name, (area, _, place) in pairs if place and area in AREAS)
