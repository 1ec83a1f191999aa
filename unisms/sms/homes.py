"""The home countries that an institution may have, and how mobiles are written there.

Country codes are those of ITU-T E.164. The local forms of the common French plan come from ARCEP's
decision 2018-0881; those of New Caledonia, French Polynesia, Wallis and Futuna, Saint-Pierre and
Miquelon, from libphonenumber.
"""

from typing import NamedTuple


class Home(NamedTuple):
    """A home country: an institution's own territory of the French Republic."""

    code: str  #: its country code, without ``+``
    digits: int  #: of a local number, its leading 0 left out
    start: str  #: how most of its mobiles begin in E.164, for a price when no number is known
    example: str  #: a mobile as people write it there


#: By ISO 3166. +262 is La Réunion and Mayotte; +590 Guadeloupe, Saint-Martin, Saint-Barthélemy.
HOMES = {
    "FR": Home("33", 9, "+336", "06 39 98 00 01"),
    "GP": Home("590", 9, "+590", "0690 12 34 56"),
    "MQ": Home("596", 9, "+596", "0696 12 34 56"),
    "GF": Home("594", 9, "+594", "0694 12 34 56"),
    "RE": Home("262", 9, "+262", "0692 12 34 56"),
    "YT": Home("262", 9, "+262", "0639 12 34 56"),
    "MF": Home("590", 9, "+590", "0690 12 34 56"),
    "BL": Home("590", 9, "+590", "0690 12 34 56"),
    "PM": Home("508", 6, "+508", "55 12 34"),
    "NC": Home("687", 6, "+687", "75.12.34"),
    "PF": Home("689", 8, "+689", "87 12 34 56"),
    "WF": Home("681", 6, "+681", "82 12 34"),
}
FRANCE = HOMES["FR"]

#: Codes whose numbers have the nine digits of the common plan; Saint-Pierre's have six, or nine.
COMMON = ("33", "262", "508", "590", "594", "596")
#: Every code of the Republic. No code is the beginning of another one (ITU-T E.164).
FRENCH = frozenset({*COMMON, *(home.code for home in HOMES.values())})
_FRENCH_PREFIXES = tuple(f"+{code}" for code in FRENCH)


def is_foreign(msisdn: str) -> bool:
    """Whether a number in E.164, or its first digits, is abroad.

    No number of the Republic is abroad, wherever in it the institution is: for a university in
    Nouméa a student who keeps a mobile of Toulouse is no foreigner, nor the other way round.
    """
    return not msisdn.startswith(_FRENCH_PREFIXES)


def home_of(country: str) -> Home:
    """Return the ``Home`` of a country (ISO 3166); metropolitan France if it is no home country."""
    return HOMES.get(country, FRANCE)
