"""Moments in a template: in the reader's language, in the local time of the institution."""

from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import dates, units
from jinja2 import pass_context
from markupsafe import Markup

from unisms.services.rules import clocks, periods

YEAR = 365.25  # days
LATELY = (
    4096  # figures and dates whose words are kept: those of one page are mostly those of the next
)


@pass_context
def clock(context, at, seconds=False):
    """``10:42``, of epoch seconds."""
    return _local(context, at).strftime("%H:%M:%S" if seconds else "%H:%M")


@pass_context
def day(context, at):
    """``12 janvier``, with the year when it is not this one; ``aujourd'hui`` has no figure."""
    local, today = _local(context, at), _local(context, context["request"].now)
    pattern = "d MMMM" if local.year == today.year else "d MMMM y"
    return _date(local.date(), pattern, context["request"].language)


@pass_context
def month(context, value):
    """``novembre 2026``, of ``2026-11``."""
    return _month(value, context["request"].language)


@lru_cache(maxsize=LATELY)
def _month(value, language):
    return _date(date.fromisoformat(f"{value}-01"), "MMMM y", language)


@lru_cache(maxsize=LATELY)
def _date(local, pattern, language):
    told = dates.format_date(local, pattern, locale=language)
    return (
        told.replace("1", "1er", 1)
        if language == "fr" and local.day == 1 and pattern.startswith("d")
        else told
    )


@pass_context
def when(context, at):
    """``10:42`` today, ``12 janv. 10:42`` on another day."""
    return _when(at, *_place(context))


@pass_context
def dated(context, at):
    """``12 janv. 10:42``, today as well."""
    return _dated(at, *_place(context))


@pass_context
def full(context, at):
    """``12 janvier 2027, 10:42``: what is read away from these pages, at any time."""
    return f"{full_day(context, at)}, {_local(context, at):%H:%M}"


@pass_context
def full_day(context, at):
    """``12 janvier 2027``, likewise."""
    return _date(_local(context, at).date(), "d MMMM y", context["request"].language)


@pass_context
def stamp(context, at):
    """The whole ``<time>`` of a moment, which reads as ``when`` tells it."""
    return _stamp(at, *_place(context))


def _place(context):
    """Return the facts that the words for a moment depend on: time zone, today there, language.

    A local time would not do as a key: it is equal to that of another zone at the same moment.
    """
    request = context["request"]
    zone = _zone(request)
    return zone, _in_zone(request.now, zone).date(), request.language


@lru_cache(maxsize=LATELY)
def _stamp(at, zone, today, language):
    time = Markup('<time datetime="{}">{}</time>')
    return time.format(_instant(at, zone), _when(at, zone, today, language))


@lru_cache(maxsize=LATELY)
def _when(at, zone, today, language):
    local = _in_zone(at, zone)
    return f"{local:%H:%M}" if local.date() == today else _dated(at, zone, today, language)


@lru_cache(maxsize=LATELY)
def _dated(at, zone, today, language):
    local = _in_zone(at, zone)
    pattern = "d MMM" if local.year == today.year else "d MMM y"
    return f"{_date(local.date(), pattern, language)} {local:%H:%M}"


@pass_context
def moment(context, at):
    """``à 10:42`` today, ``le 12 janv. à 10:42`` on another day: in a sentence."""
    _, shown = context["request"].translations.gettext, when(context, at).rsplit(" ", 1)
    words = _("le %(day)s à %(clock)s") if len(shown) == 2 else _("à %(clock)s")
    return words % {"day": shown[0], "clock": shown[-1]}


@pass_context
def hour_shown(context, shown):
    """``le 12 janv. à 10:00``, of what a clock on a wall shows, ``2027-01-12T10:00``."""
    told, request = clocks.read(shown), context["request"]
    if told is None:
        return shown
    this_year = _in_zone(request.now, _zone(request)).year
    pattern = "EEE d MMM" if told.year == this_year else "EEE d MMM y"
    day = dates.format_date(told.date(), pattern, locale=request.language)
    _ = request.translations.gettext
    return _("le %(day)s à %(clock)s") % {"day": day, "clock": told.strftime("%H:%M")}


@pass_context
def day_shown(context, value):
    """``1 janv.``, of a date; with the year when it is not this one."""
    request = context["request"]
    this_year = _in_zone(request.now, _zone(request)).year
    return _date(value, "d MMM" if value.year == this_year else "d MMM y", request.language)


@pass_context
def in_minutes(context, minutes):
    """``3 heures`` of 180, ``90 minutes`` of 90: nothing is rounded."""
    whole = minutes % 60 == 0
    count, unit = (minutes // 60, "duration-hour") if whole else (minutes, "duration-minute")
    return units.format_unit(count, unit, locale=context["request"].language)


def place_of_zone(zone):
    """``La Réunion``… as far as the name of a zone says it: ``Reunion``, ``Noumea``."""
    return zone.rpartition("/")[2].replace("_", " ")


@pass_context
def since(context, at):
    """Return the words behind « depuis »: ``10:42`` today, ``le 12 janv. 10:42`` on another day."""
    _, told = context["request"].translations.gettext, when(context, at)
    return told if today(context, at) else _("le %(day)s") % {"day": told}


@pass_context
def today(context, at):
    """Whether a moment is of today, as in ``{% if campaign.sent_at is today %}``."""
    return _local(context, at).date() == _local(context, context["request"].now).date()


@pass_context
def instant(context, at):
    """For ``<time datetime=…>``."""
    return _instant(at, _zone(context["request"]))


def _instant(at, zone):
    return _in_zone(at, zone).isoformat(timespec="seconds")


@pass_context
def duration(context, seconds):
    """``4 secondes``, ``2 minutes``: one unit, rounded up to a whole second."""
    return dates.format_timedelta(
        max(1, round(seconds)), threshold=1.5, locale=context["request"].language
    )


@pass_context
def kept(context, kind):
    """``36 mois``, ``30 jours``: how long the institution keeps a kind of ``rules.periods``.

    ``texts`` are those of messages, with names and numbers.
    """
    institution = context["request"].institution
    if kind == "texts":
        return lasting(context, institution.retention)
    return lasting(context, periods.days_of(institution, kind))


@pass_context
def lasting(context, days):
    """``36 mois`` of days that are whole years, ``30 jours`` of others."""
    return _lasting(days, context["request"].language)


@lru_cache(maxsize=LATELY)
def _lasting(days, language):
    years = round(days / YEAR)
    whole = years and abs(days - years * YEAR) <= 1
    count, unit = (12 * years, "duration-month") if whole else (days, "duration-day")
    return units.format_unit(count, unit, locale=language)


def _local(context, at):
    return _in_zone(at, _zone(context["request"]))


def _zone(request):
    return getattr(request.institution, "time_zone", "Europe/Paris")


@lru_cache(maxsize=LATELY)
def _in_zone(at, zone):
    return datetime.fromtimestamp(at, ZoneInfo(zone))


FILTERS = {
    "clock": clock,
    "day": day,
    "when": when,
    "moment": moment,
    "since": since,
    "hour_shown": hour_shown,
    "day_shown": day_shown,
    "in_minutes": in_minutes,
    "place_of_zone": place_of_zone,
    "dated": dated,
    "full": full,
    "full_day": full_day,
    "month": month,
    "instant": instant,
    "stamp": stamp,
    "duration": duration,
    "kept": kept,
    "lasting": lasting,
}
