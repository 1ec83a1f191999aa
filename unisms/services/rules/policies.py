"""The policies of an institution for all its messages, and their effect at a moment."""

from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from unisms.model.root import Institution
from unisms.sms import causes, msisdn
from unisms.sms.purposes import EMERGENCY, OPT_IN, OPT_OUT, OVERRIDES, POLICIES, SERVICE
from unisms.sms.reading import Reading

EVERYBODY, SAID_YES = (
    "everybody",
    "said_yes",
)  # the people who may be written to; never somebody who said no
ALLOW, REFUSE = "allow", "refuse"  # numbers abroad
DAY = timedelta(days=1)
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


def refuses_now(institution: Institution, now: int, *, urgent: bool = False) -> int:
    """When a message that is asked for at ``now`` may leave, both epoch seconds; 0 when it may now.

    In the quiet hours of the institution's day only urgent messages leave.
    """
    if urgent or not institution.quiet_hours:
        return 0
    zone = ZoneInfo(institution.time_zone)
    today = datetime.fromtimestamp(now, zone).date()
    for day in (today - DAY, today):
        begins, ends = _quiet(day, *institution.quiet_hours, zone)
        if begins <= now < ends:
            return refuses_now(institution, ends) or ends
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
    return _moments(day, start, zone)[0], _moments(last, end, zone)[-1]


def _moments(day: date, minute: int, zone: ZoneInfo) -> tuple[int, ...]:
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
