"""Hours of an institution's local day."""

from datetime import datetime
from zoneinfo import ZoneInfo

from unisms.model.root import Institution


def within(hours: tuple[int, int], minute: int) -> bool:
    """Whether a minute of the day is between ``hours``, which may pass midnight."""
    start, end = hours
    return start <= minute < end if start <= end else minute >= start or minute < end


def minute_of_day(institution: Institution, now: int) -> int:
    """The minute of the institution's day at ``now`` (epoch seconds)."""
    local = datetime.fromtimestamp(now, ZoneInfo(institution.time_zone))
    return local.hour * 60 + local.minute
