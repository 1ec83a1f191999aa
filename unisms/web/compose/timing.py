"""The part of the page that says when a message leaves: read from its form, and shown there."""

import re
from datetime import date
from zoneinfo import ZoneInfo

from unisms.model.timings import Timing
from unisms.services.rules import clocks, timings
from unisms.services.rules.hours import local_day
from unisms.services.tables.dates import read_date

#: the names of its fields in the form; those of its problems are ``SAID``
FIELDS = (
    *("when", "at_day", "at_time", "own_zone", "until_day", "until_time"),
    *("spread", "each", "last", "times"),
)
SAID = ("at", "until", "spread", "each", "last", "times")
LONGEST = 40  # characters of a field
AT, NOW = "at", "now"
_CLOCK = re.compile(
    r"(?P<hour>\d{1,2})\s*(?:[:hH.]\s*(?P<minute>\d{2})?)?\s*(?P<half>[aApP]\.?\s*[mM]\.?)?",
    re.ASCII,
)


def typed(post, institution, now):
    """Return the bare ``Timing`` that a form sends; empty: at once, once.

    What cannot be read stays as it was typed, and is told as a problem of its field.
    """
    told = {name: post.get(name, "").strip()[:LONGEST] for name in FIELDS}
    is_later = told["when"] == AT
    at = shown(told["at_day"], told["at_time"]) if is_later else ""
    day = told["until_day"] or at[:10] or local_day(institution, now).isoformat()
    each = told["each"]
    wanted = Timing(
        at=at or ("?" if is_later else ""),
        own_zone=is_later and bool(told["own_zone"]),
        until=shown(day, told["until_time"]) if told["until_time"] or told["until_day"] else "",
        spread="".join(told["spread"].split()),
        each=each,
        last=_day(told["last"]) if each else "",
        times=told["times"] if each else "",
    )
    return tuple(wanted) if wanted != Timing() else ()


def shown(day, hour):
    """Return a day and an hour as people write them as ``2027-01-12T10:00``; else as they stand."""
    read, clock = read_date(day), _CLOCK.fullmatch(hour)
    minutes = _minutes(clock) if clock else None
    if read is None or minutes is None:
        return f"{day} {hour}".strip()
    return f"{read.isoformat()}T{minutes // 60:02d}:{minutes % 60:02d}"


def _minutes(clock):
    hour, minute = int(clock["hour"]), int(clock["minute"] or 0)
    if clock["half"]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if clock["half"][0] in "pP" else 0)
    return hour * 60 + minute if hour < 24 and minute < 60 else None


def _day(written):
    read = read_date(written)
    return read.isoformat() if read else written


def facts(draft, institution, now):
    """Return what the part shows of a draft."""
    wanted = Timing(*draft.timing)
    at_day, at_time = _parted(wanted.at.removeprefix("?"))
    until_day, until_time = _parted(wanted.until)
    today = local_day(institution, now)
    return {
        "when": AT if wanted.at else NOW,
        "at_day": at_day,
        "at_time": at_time,
        "until_day": until_day,
        "until_time": until_time,
        "wanted": wanted,
        "today": today.isoformat(),
        "zone": institution.time_zone,
        "is_other_zone": not _is_of_paris(institution, today),
        "each": ("", *timings.EACH),
    }


def _parted(told):
    """Return a day and an hour of what a clock shows, or of what was typed instead."""
    if clocks.read(told):
        return told[:10], told[11:]
    day, _, hour = told.rpartition(" ")
    return (day, hour) if day else (hour, "")


def _is_of_paris(institution: object, day: date) -> bool:
    """Whether it is as late there as in Paris: then nothing need be said of zones."""
    noon = clocks.moments(day, 12 * 60, ZoneInfo(institution.time_zone))
    return noon == clocks.moments(day, 12 * 60, ZoneInfo("Europe/Paris"))
