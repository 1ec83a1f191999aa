"""The policies of an institution for all its messages, and their effect at a moment."""

from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from unisms.model.root import Institution
from unisms.services.rules import clocks, timetables
from unisms.services.rules.timetables import Hours
from unisms.sms import causes, msisdn
from unisms.sms.purposes import (
    EMERGENCY,
    OPT_IN,
    OPT_OUT,
    OVERRIDES,
    PARTNER,
    POLICIES,
    SERVICE,
)
from unisms.sms.reading import Reading

EVERYBODY, SAID_YES = (
    "everybody",
    "said_yes",
)  # the people who may be written to; never somebody who said no
ALLOW, REFUSE = "allow", "refuse"  # numbers abroad
DAY = timedelta(days=1)
MOST_PERIODS = 800  # quiet hours and closed days on end: two of each day, of more than a year
SHORTEST, LONGEST = 7, 365  # days that texts and numbers may be kept


def policy_of(institution: Institution, kind: str) -> str:
    """Return the policy by which messages of this kind of purpose reach people."""
    if kind == SERVICE:
        return OPT_IN if institution.consent == SAID_YES else OPT_OUT
    told: dict[str, str] = dict(institution.policies)
    return told.get(kind, POLICIES[kind][0])


def alerts_override(institution: Institution) -> bool:
    """Whether an emergency alert is sent to those too who have refused, left or paused."""
    return policy_of(institution, EMERGENCY) == OVERRIDES


def refuses_now(
    institution: Institution, now: int, *, urgent: bool = False, kind: str = SERVICE, zone: str = ""
) -> int:
    """When a message that is asked for at ``now`` may leave, both epoch seconds; 0 when it may now.

    In the quiet hours of its ``kind`` of purpose, and on days that are closed to it, only urgent
    messages leave, and of partners not even those. ``zone`` is that of the recipients, where it is
    not the institution's.
    """
    hours = timetables.hours_of(institution, kind)
    if (urgent and kind != PARTNER) or not any(hours):
        return 0
    there, then = ZoneInfo(zone or institution.time_zone), now
    for _ in range(MOST_PERIODS):
        ends = _ends(institution, hours, then, there)
        if not ends:
            break
        then = ends
    return then if then != now else 0


def held_on(institution: Institution, now: int, kind: str, zone: str = "") -> str:
    """Return why ``refuses_now`` refuses at ``now``: ``hours``, or one of ``timetables.DAYS``."""
    hours = timetables.hours_of(institution, kind)
    day = datetime.fromtimestamp(now, ZoneInfo(zone or institution.time_zone)).date()
    return timetables.closed(institution, hours, day) or "hours"


def _ends(institution: Institution, hours: Hours, now: int, zone: ZoneInfo) -> int:
    """Return when the quiet hours or the closed day end that hold messages back; 0: none do."""
    today = datetime.fromtimestamp(now, zone).date()
    if timetables.closed(institution, hours, today):
        return clocks.begins(today + DAY, zone)
    for day in (today - DAY, today) if hours.quiet else ():
        begins, ends = _quiet(day, *hours.quiet, zone)
        if begins <= now < ends:
            return ends
    return 0


def verdict(reading: Reading, institution: Institution) -> tuple[str | None, bool]:
    """Return why this number cannot be written to or ``None``, and whether its range is unknown."""
    if reading.kind not in msisdn.USABLE:
        return reading.kind, False
    if reading.foreign and institution.foreign_numbers != ALLOW:
        return causes.FOREIGN_NOT_ALLOWED, False
    return None, reading.kind == msisdn.UNKNOWN_RANGE


@lru_cache(maxsize=512)
def _quiet(day: date, start: int, end: int, zone: ZoneInfo) -> tuple[int, int]:
    """Return the epoch seconds at which the quiet hours of ``day`` begin and end.

    ``start`` and ``end`` are minutes.

    In the hour that comes twice they begin at the first of two moments and end at the last. In the
    hour that never comes they begin or end when the clock jumps over it.
    """
    last = day + DAY if end < start else day
    return clocks.moments(day, start, zone)[0], clocks.moments(last, end, zone)[-1]
