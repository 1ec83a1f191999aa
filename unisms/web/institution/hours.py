"""The hours and days on which an institution's messages leave, by kind of purpose."""

import re

from unisms.model.acl import Permission
from unisms.services.rules import timetables
from unisms.services.rules.hours import local_day
from unisms.services.rules.timetables import DAYS, GROWTH, MOST_CLOSURES, UNDO, Hours
from unisms.services.tables.dates import read_date
from unisms.sms.purposes import PARTNER, SERVICE, THEME
from unisms.web.edge.languages import marked as _
from unisms.web.forms.fields import Field, Wrong
from unisms.web.forms.readers import hours, number, one_of
from unisms.web.forms.settings_page import SettingsPage, settings_page
from unisms.web.frame.formats import minutes

MOST_PEOPLE, MOST_GROWTH = 1_000_000, 1_000
_BETWEEN = re.compile(r"\s*(?:→|–|\bau\b|\bto\b|\s-\s)\s*")


def told_hours(typed):
    """Two times of the day as they are written, ``("21:30", "08:00")``, or none."""
    return tuple(minutes(one) for one in hours(typed))


def quiet(kind):
    """Return the field of the quiet hours of a kind of purpose."""

    def read(institution):
        return tuple(minutes(one) for one in timetables.hours_of(institution, kind).quiet)

    def write(institution, told):
        found = timetables.hours_of(institution, kind)
        timetables.choose(institution, kind, tuple(Hours(hours(told), found.closed)))

    return Field(f"hours_{kind}", told_hours, many=True, read=read, write=write)


def closed(kind):
    """Return the field of the days on which messages of a kind of purpose do not leave."""

    def parse(typed):
        return tuple(one_of(DAYS)(one) for one in dict.fromkeys(typed) if one)

    def read(institution):
        return timetables.hours_of(institution, kind).closed

    def write(institution, told):
        found = timetables.hours_of(institution, kind)
        kept = () if kind == SERVICE else found.quiet  # service has its quiet hours elsewhere
        timetables.choose(institution, kind, tuple(Hours(kept, told)))

    return Field(f"closed_{kind}", parse, many=True, read=read, write=write)


def told_closures(typed):
    """Return days that are typed one a line, alone or the first and the last, as ISO has them."""
    lines = [line.strip() for line in typed.splitlines() if line.strip()]
    if len(lines) > MOST_CLOSURES:
        raise Wrong("many", MOST_CLOSURES)
    return "\n".join(map(_period, lines))


def _period(line):
    first, *rest = _BETWEEN.split(line)
    days = [read_date(one) for one in (first, *rest)]
    if not 1 <= len(days) <= 2 or None in days or days[0] > days[-1]:
        raise Wrong("closure", line)
    return " → ".join(dict.fromkeys(day.isoformat() for day in days))


def read_closures(institution):
    return "\n".join(
        " → ".join(dict.fromkeys(pair)) for pair in timetables.closures_of(institution)
    )


def write_closures(institution, told):
    pairs = [line.split(" → ") for line in told.splitlines()]
    timetables.choose(institution, "closures", tuple((one[0], one[-1]) for one in pairs))


def setting(name, least, most):
    """Return the field of a setting that is a number."""

    def read(institution):
        return timetables.number_of(institution, name)

    def write(institution, told):
        timetables.choose(institution, name, told)

    return Field(name, number(least, most), read=read, write=write)


def write_region(institution, told):
    timetables.choose(institution, "region", told)


@settings_page(
    "hours",
    renderer="hours.jinja2",
    title=_("Heures et jours d'envoi"),
    sentence=_("thèmes et partenaires, dimanches et jours fériés, fermetures, annulation"),
    heading="texts",
    permission=Permission.INSTITUTION_MANAGE,
    verb="hours.changed",
    done=_("a modifié les heures et jours d'envoi"),
    called={
        "hours_theme": _("heures calmes des thèmes"),
        "hours_partner": _("heures calmes des partenaires"),
        "closed_service": _("jours sans messages de service"),
        "closed_theme": _("jours sans messages de thème"),
        "closed_partner": _("jours sans messages de partenaire"),
        "region": _("jours fériés"),
        "closures": _("fermetures"),
        "undo": _("envois que l'on peut annuler"),
        "growth": _("destinataires en plus, en pour cent"),
    },
)
class HoursPage(SettingsPage):
    fields = (
        *(quiet(kind) for kind in (THEME, PARTNER)),
        *(closed(kind) for kind in (SERVICE, THEME, PARTNER)),
        Field(
            "region",
            one_of([*timetables.REGIONS]),
            read=timetables.region_of,
            write=write_region,
        ),
        Field("closures", told_closures, read=read_closures, write=write_closures),
        setting(UNDO, 0, MOST_PEOPLE),
        setting(GROWTH, 0, MOST_GROWTH),
    )
    mark = "timetable_change"

    def page(self):
        """Show the next public holidays too, so that one sees which ones are meant."""
        institution = self.request.institution
        today = local_day(institution, self.request.now)
        region = timetables.region_of(institution)
        found = {
            day for year in (0, 1) for day in timetables.holidays_of(region, today.year + year)
        }
        next_ones = sorted(day for day in found if day >= today)[:4]
        return {
            **super().page(),
            "regions_known": [*timetables.REGIONS],
            "next_holidays": next_ones,
        }
