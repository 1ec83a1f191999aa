"""The time zone in which somebody lives, as their number tells it."""

from datetime import datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import phonenumbers

from unisms.sms.homes import is_foreign
from unisms.sms.regions import region_of

#: of the territories of the Republic, by ISO 3166
ZONES = {
    "FR": "Europe/Paris",
    "GP": "America/Guadeloupe",
    "MQ": "America/Martinique",
    "GF": "America/Cayenne",
    "RE": "Indian/Reunion",
    "YT": "Indian/Mayotte",
    "MF": "America/Marigot",
    "BL": "America/St_Barthelemy",
    "PM": "America/Miquelon",
    "NC": "Pacific/Noumea",
    "PF": "Pacific/Tahiti",
    "WF": "Pacific/Wallis",
}
#: of the code that it shares with La Réunion, an hour away: the mobiles of the French plan
_MAYOTTE = "+262639"
_CODE = 4  # characters of a code of ours
_LATELY = 4096


def zone_of(msisdn: str, home: str) -> str:
    """Return the time zone of a number in E.164, or ``home`` where the number does not tell it.

    A mobile of metropolitan France is in Paris, wherever it travels. A country of several zones
    tells none, unless its numbers do.
    """
    if msisdn.startswith(_MAYOTTE):
        return ZONES["YT"]
    return _zone(msisdn if is_foreign(msisdn) else msisdn[:_CODE]) or home


@lru_cache(maxsize=_LATELY)
def _zone(number: str) -> str:
    return ZONES.get(region_of(number), "") or _abroad(number) if number else ""


def _abroad(number: str) -> str:
    from phonenumbers import timezone  # its tables take a while to read, and few write abroad

    try:
        found = timezone.time_zones_for_number(phonenumbers.parse(number))
    except phonenumbers.NumberParseException:
        return ""
    known = [name for name in found if name != timezone.UNKNOWN_TIMEZONE]
    return known[0] if len({*map(_offsets, known)}) == 1 else ""


def _offsets(name: str) -> tuple[timedelta | None, ...]:
    """Return the offsets of a zone in winter and in summer."""
    zone = ZoneInfo(name)
    return tuple(datetime(2027, month, 15, tzinfo=zone).utcoffset() for month in (1, 7))
