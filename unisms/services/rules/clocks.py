"""The moments at which a clock on a wall shows an hour, the nights of its changes included."""

from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)
_LATELY = 512
_WRITTEN = 16  # characters of 2027-01-12T10:00


def moments(day: date, minute: int, zone: ZoneInfo) -> tuple[int, ...]:
    """Return the moments at which a clock shows this minute of the ``day``: twice, perhaps.

    If it never does, that is the jump of the clock.
    """
    shown = datetime.combine(day, time(*divmod(minute, 60)), zone)
    first, second = (int(shown.replace(fold=fold).timestamp()) for fold in (0, 1))
    return (first, second) if first <= second else (_jump(zone, second, first),)


def _jump(zone: ZoneInfo, before: int, after: int) -> int:
    """The second at which the clock jumps between two moments (epoch seconds)."""
    offset = datetime.fromtimestamp(before, zone).utcoffset()
    while after - before > 1:
        middle = (before + after) // 2
        if datetime.fromtimestamp(middle, zone).utcoffset() == offset:
            before = middle
        else:
            after = middle
    return after


@lru_cache(maxsize=_LATELY)
def moment_of(shown: str, zone: str) -> int:
    """Return when a clock in ``zone`` shows ``2027-01-12T10:00``, in epoch seconds.

    An hour that never comes is the jump of the clock, one that comes twice is the first of both.

    :raises ValueError: it is not written so.
    """
    told = read(shown)
    if told is None:
        raise ValueError(shown)
    return moments(told.date(), told.hour * 60 + told.minute, ZoneInfo(zone))[0]


def read(shown: str) -> datetime | None:
    """Return ``2027-01-12T10:00`` as a date and an hour without a zone; ``None``: it is not so."""
    try:
        told = datetime.fromisoformat(shown) if len(shown) == _WRITTEN else None
    except ValueError:
        return None
    return told if told is not None and told.tzinfo is None else None


def written(told: datetime) -> str:
    """Return a date and an hour as ``read`` reads them: ``2027-01-12T10:00``."""
    return told.strftime("%Y-%m-%dT%H:%M")


def shown_at(at: int, zone: str) -> str:
    """Return what a clock in ``zone`` shows at ``at`` (epoch seconds): ``2027-01-12T10:00``."""
    return written(datetime.fromtimestamp(at, ZoneInfo(zone)))


def begins(day: date, zone: ZoneInfo) -> int:
    """Return when a day begins in ``zone``, in epoch seconds."""
    return moments(day, 0, zone)[0]
