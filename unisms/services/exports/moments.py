"""Local days and hours, and the buckets of the seconds that a message takes to arrive."""

from bisect import bisect_left
from collections.abc import Callable
from datetime import date, datetime
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

QUARTER = 900  # seconds: every clock of the world is set by multiples of that
#: upper bounds of the buckets of delays, in seconds; the bucket after the last one is of the rest
DELAYS = (1, 2, 3, 5, 10, 20, 30, 60, 120, 300, 900, 3600, 14400, 43200, 86400)
UNKNOWN = -1  # the bucket of messages that were not delivered, or nobody knows when they left


class LocalHour(NamedTuple):
    """An hour of a day, as the clock of an institution tells it."""

    day: date
    hour: int


def clock(zone: str) -> Callable[[int], LocalHour]:
    """Return what tells the ``LocalHour`` of a moment (epoch seconds) in a time zone."""
    place = ZoneInfo(zone)

    @lru_cache(maxsize=1 << 12)
    def of_quarter(quarter: int) -> LocalHour:
        local = datetime.fromtimestamp(quarter * QUARTER, place)
        return LocalHour(local.date(), local.hour)

    return lambda at: of_quarter(at // QUARTER)


_BUCKETS = [bisect_left(DELAYS, seconds) for seconds in range(DELAYS[-1] + 1)]


def delay_of(accepted_at: int, delivered_at: int) -> int:
    """Return the bucket of the time that a message took; ``UNKNOWN``: nobody knows when it left.

    A clock that was set back meanwhile tells less than nothing, which is the first bucket.
    """
    if not accepted_at:
        return UNKNOWN
    seconds = delivered_at - accepted_at
    return _BUCKETS[max(0, seconds)] if seconds <= DELAYS[-1] else len(DELAYS)
