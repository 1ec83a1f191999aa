"""The timetable of an institution: the hours and days on which each kind of purpose leaves."""

from datetime import date
from functools import lru_cache
from typing import NamedTuple

from unisms.model.root import Institution
from unisms.sms.homes import HOMES
from unisms.sms.purposes import EMERGENCY, PARTNER, SERVICE, THEME

SUNDAY, HOLIDAY, CLOSURE = DAYS = ("sunday", "holiday", "closure")
#: From half past nine in the evening to eight: the hours of the French charter of 2026. It
#: tolerates Sundays and public holidays; we do not, by default.
NIGHT = (21 * 60 + 30, 8 * 60)
ALSACE = "FR-57"  # Alsace and Moselle have two holidays more
#: regions whose holidays an institution may have, as ``holidays`` knows them
REGIONS = {
    "FR": ("FR", None),
    ALSACE: ("FR", "57"),
    **{code: (code, None) for code in HOMES if code != "FR"},
}
UNDO, GROWTH = "undo", "growth"
#: people from whom on a sending may be called back for a minute, and percent of growth that stop it
DEFAULTS = {UNDO: 100, GROWTH: 20}
MOST_CLOSURES = 40


class Hours(NamedTuple):
    """When messages of one kind of purpose do not leave."""

    quiet: tuple[int, int] | tuple[()] = ()  #: from and to, in minutes of the day
    closed: tuple[str, ...] = ()  #: of ``DAYS``


#: of each kind of purpose, where an institution has chosen nothing else
OURS = {
    SERVICE: Hours(),
    THEME: Hours(NIGHT, DAYS),
    PARTNER: Hours(NIGHT, DAYS),
    EMERGENCY: Hours(),
}


def hours_of(institution: Institution, kind: str) -> Hours:
    """Return the ``Hours`` of a kind of purpose; an emergency has none."""
    told = dict(institution.timetable)
    found = Hours(*told.get(kind, OURS[kind])) if kind != EMERGENCY else OURS[kind]
    return found._replace(quiet=institution.quiet_hours) if kind == SERVICE else found


def number_of(institution: Institution, name: str) -> int:
    """Return a setting that is a number: ``UNDO`` or ``GROWTH``."""
    told: dict[str, int] = dict(institution.timetable)
    return told.get(name, DEFAULTS[name])


def region_of(institution: Institution) -> str:
    """Return the region of ``REGIONS`` whose public holidays count."""
    told: dict[str, str] = dict(institution.timetable)
    return told.get("region", institution.country)


def closures_of(institution: Institution) -> tuple[tuple[str, str], ...]:
    """Return the days on which the institution itself is closed: pairs of first and last day."""
    told: dict[str, tuple[tuple[str, str], ...]] = dict(institution.timetable)
    return told.get("closures", ())


def choose(institution: Institution, name: str, value: object) -> None:
    """Keep a part of the timetable from now on; a default is not kept."""
    told = dict(institution.timetable) | {name: value}
    usual = {**DEFAULTS, **{kind: tuple(hours) for kind, hours in OURS.items()}}
    usual |= {"region": institution.country, "closures": ()}
    institution.timetable = tuple(
        (one, told[one]) for one in sorted(told) if told[one] != usual[one]
    )


def closed(institution: Institution, hours: Hours, day: date) -> str:
    """Return why nothing of these ``hours`` leaves on a ``day``, of ``DAYS``; empty: it leaves."""
    return next((why for why in hours.closed if _IS[why](institution, day)), "")


def _is_sunday(_institution: Institution, day: date) -> bool:
    return day.isoweekday() == 7


def _is_holiday(institution: Institution, day: date) -> bool:
    return day in holidays_of(region_of(institution), day.year)


def _is_closure(institution: Institution, day: date) -> bool:
    told = day.isoformat()
    return any(first <= told <= last for first, last in closures_of(institution))


_IS = {SUNDAY: _is_sunday, HOLIDAY: _is_holiday, CLOSURE: _is_closure}


@lru_cache(maxsize=128)
def holidays_of(region: str, year: int) -> frozenset[date]:
    """Return the public holidays of a region in a year."""
    import holidays  # takes a tenth of a second, and few processes ask

    country, part = REGIONS.get(region, REGIONS["FR"])
    return frozenset(holidays.country_holidays(country, subdiv=part, years=year))
