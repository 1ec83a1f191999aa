"""Which days have really passed: nothing is erased by its age because a clock is ahead.

The store knows the latest moment that it *believes*: each beat (``services.lives``) of that day, or
of the next one, carries it on. A clock that tells another day has made a leap: nothing is erased
until a day of beats has passed there, on clocks that nobody sets, and no machine was at work on the
old day; or until somebody who runs the installation has confirmed it. So a service that was off for
weeks goes on by itself, and a wrong clock that comes right again leaves everything where it was.
"""

import time
from typing import NamedTuple

from unisms.model.root import Life, Root

DAY = 86400  # seconds
NIGHT = 3 * 3600 + 600  # seconds after midnight, UTC, when the night's work is due
SKEW = 3600  # seconds by which the clocks of two machines may differ
LEAST = 3  # beats on a new day, however far apart they are


class Leap(NamedTuple):
    """A clock that tells another day than the store believes; stored as a bare tuple."""

    since: int  #: the first moment it told, epoch seconds
    last: int  #: and last
    lived: int = 0  #: seconds that have really passed meanwhile
    beats: int = 1


class HeldClock(NamedTuple):
    """A clock that tells a day which is not believed yet; nothing is erased meanwhile."""

    believed: int  #: the latest moment that is, epoch seconds
    since: int  #: when a worker's clock first told the other day; 0: none was at work there
    lived: int  #: seconds that have really passed since, on clocks that nobody sets


def live(root: Root, now: int, lived: int) -> None:
    """Count ``lived`` seconds of a machine that is at work at ``now`` (epoch seconds).

    The machine was last seen so many seconds before, by a clock that nobody sets.
    """
    life = root.life
    if may_erase(root, now):
        life.trusted, life.leap = max(_trusted(root), now), ()
        return
    leap = leap_of(root)
    if leap is None or not 0 <= now - leap.last <= DAY:
        leap = Leap(now, now)  # another one
    else:
        passed = leap.lived + min(lived, now - leap.last)
        leap = leap._replace(last=now, lived=passed, beats=leap.beats + 1)
    if leap.lived >= DAY and leap.beats >= LEAST:
        believe(life, now)
    else:
        life.leap = tuple(leap)


def recall(root: Root, now: int) -> None:
    """Believe our clock if another machine's clock made a leap and ours did not.

    Our machine is at work at ``now``, while the other one writes the beats.
    """
    is_news = root.life.leap or now - root.life.trusted > SKEW
    if is_news and may_erase(root, now):
        root.life.trusted, root.life.leap = max(root.life.trusted, now), ()


def leap_of(root: Root) -> Leap | None:
    """The ``Leap`` about which the store waits, or ``None``."""
    return Leap(*root.life.leap) if root.life is not None and root.life.leap else None


def held_clock(root: Root, now: int) -> HeldClock | None:
    """The ``HeldClock`` where ``now`` is not believed, or ``None``."""
    if may_erase(root, now):
        return None
    leap = leap_of(root) or Leap(0, 0)
    return HeldClock(_trusted(root), leap.since, leap.lived)


def believe(life: Life, now: int) -> None:
    """Believe the clock, because somebody has looked at it."""
    life.trusted, life.leap = now, ()


def may_erase(root: Root, now: int) -> bool:
    """Whether what is too old at ``now`` (epoch seconds) may be erased: that day has come."""
    trusted = _trusted(root)
    return not trusted or abs(now - trusted) <= DAY


def is_ahead(moment: int, now: int) -> bool:
    """Whether a stored ``moment`` is in the future, further than clocks differ.

    The clock was ahead when it was written.
    """
    return moment > now + SKEW


def _trusted(root: Root) -> int:
    """The latest moment that is believed; 0 in a new store, which believes the first that comes."""
    return (root.life.trusted if root.life is not None else 0) or root.night_at


def moment(at: int) -> str:
    """Return when that was, in the time of this machine, for those who run it."""
    return time.strftime("%Y-%m-%d %H:%M", time.localtime(at)) if at else "an unknown moment"


def begin_night(root: Root, now: int) -> bool:
    """Whether a night's work is due: none was begun since 3:10 UTC. If so, it is noted as begun.

    A moment in the future is not believed: the clock was ahead when it was written. Neither is a
    clock that has made a leap, until a day has passed on it.
    """
    if not root.night_at:  # of a new store
        root.night_at = now
        return False
    if not may_erase(root, now):
        return False
    due = now - (now - NIGHT) % DAY
    if due <= root.night_at and not is_ahead(root.night_at, now):
        return False
    root.night_at = now
    return True
