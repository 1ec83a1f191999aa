"""How often people may have messages sent to themselves, and what may keep one from leaving."""

from collections.abc import Sequence

from unisms.model.accounts import AccountClosed, NotEnoughCredit
from unisms.services.door.sessions import SLIP
from unisms.services.errands.errands import NoWay
from unisms.services.ground.lives import StoreHeld

HOUR, DAY = 3600, 86400  # seconds
#: why a message to oneself does not leave
CANNOT = (NoWay, AccountClosed, NotEnoughCredit, StoreHeld)


class NotYet(Exception):
    """There were too many already; ``wait`` is in seconds."""

    def __init__(self, wait: int) -> None:
        super().__init__(wait)
        self.wait = wait


def until_next(moments: Sequence[int], now: int, most: Sequence[tuple[int, int]]) -> int:
    """Return the seconds until it may be done once more, where it was done at these moments.

    ``most`` are pairs of a number of seconds, and how often it may be done within so many.
    """
    waits = [0]
    for window, count in most:
        recent = recently(moments, now, window)
        if len(recent) >= count:
            waits.append(recent[-count] + window - now)
    return max(waits)


def recently(moments: Sequence[int], now: int, window: int = DAY) -> tuple[int, ...]:
    """Return the moments of the last ``window`` seconds in order; none of the future counts."""
    return tuple(sorted(min(at, now) for at in moments if -SLIP <= now - at < window))
