"""What an institution has decided for all its messages, and what follows from it at a given moment."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

EVERYBODY, SAID_YES = "everybody", "said_yes"  # who may be written to; nobody who has said no, in either case
ALLOW, REFUSE = "allow", "refuse"  # numbers abroad
SHORTEST, LONGEST = 7, 365  # days that texts and numbers may be kept


def refuses_now(institution, now, *, urgent=False):
    """When a message that is asked for at ``now`` may leave, both epoch seconds; 0 when it may now.

    In the quiet hours of the institution's day only urgent messages leave.
    """
    if urgent or not institution.quiet_hours:
        return 0
    start, end = institution.quiet_hours
    zone = ZoneInfo(institution.time_zone)
    local = datetime.fromtimestamp(now, zone)
    minute = local.hour * 60 + local.minute
    quiet = start <= minute < end if start <= end else minute >= start or minute < end
    if not quiet:
        return 0
    day = local.date() + timedelta(days=int(minute >= end))
    return int(datetime.combine(day, time(*divmod(end, 60)), zone).timestamp())
