"""Read the numbers that people type: E.164 out, or the reason why a number cannot be written to.

E.164 is ITU-T's recommendation; what a French number is comes from ARCEP's numbering plan (decision
2018-0881 and its amendments); which blocks are known, and everything foreign, from libphonenumber.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

import phonenumbers

from unisms.sms.cells import Typed, numbers_of, rank, read_slowly, without_decimals
from unisms.sms.homes import COMMON, HOMES, home_of, is_foreign
from unisms.sms.plan import in_full, of_common_plan
from unisms.sms.reading import (
    EMPTY,
    IMPOSSIBLE,
    LANDLINE,
    MOBILE,
    PREMIUM,
    UNKNOWN_RANGE,
    UNREADABLE,
    USABLE,
    VOIP,
    Reading,
)
from unisms.sms.shapes import (
    COMMON_HOMES,
    PAIR,
    SEPARATORS,
    SHORT,
    digits_of,
    is_common,
    is_plain,
    is_sure,
    plainly,
)

_NOTHING = Reading()
_BETWEEN_PAIRS = frozenset(".-/\xa0\u202f")
_DECIMALS = (".0", ",0", ".00", ",00", ".000", ",000")
_MAYOTTE = ("639", "70935", "70936", "70937", "269")
_TERRITORIES = (("+33", "FR"), *((f"+262{start}", "YT") for start in _MAYOTTE))
_TERRITORIES += (("+262", "RE"), ("+590", "GP"))


def read(cell: str, home: str = "FR") -> Reading:
    """Read what people typed in a cell; ``home`` (ISO 3166) tells whose national forms they use.

    Of several numbers the first usable one is taken, else the most telling refusal is told.
    """
    if is_plain(cell):
        compact = cell.replace(" ", "")
        # Most are typed like this: the ten digits that one dials within the Republic, no code.
        if len(compact) == 10 and compact[0] == "0" != compact[1] and home in COMMON_HOMES:
            return of_common_plan(None, compact[1:])
        if reading := plainly(compact, home):
            return reading
    elif len(cell) == 14 and cell[2] in _BETWEEN_PAIRS and not cell.endswith(_DECIMALS):
        compact = cell.replace(cell[2], "")  # 06.39.98.00.01: in half the time of what follows
        if compact.isascii() and compact.isdigit() and _is_national(compact, home):
            return of_common_plan(None, compact[1:])
    if cell.endswith(_DECIMALS):
        cell = without_decimals(cell)
    compact = cell.translate(SEPARATORS)
    if not compact:
        return _NOTHING
    reading = plainly(compact, home)
    if reading and is_sure(cell, home):
        return reading
    if not reading and is_common(home):
        if found := PAIR.fullmatch(cell):
            return _better(found[1], found[2])
        if SHORT.fullmatch(compact):
            return Reading(kind=IMPOSSIBLE)
    return read_slowly(cell, home)


def _is_national(digits: str, home: str) -> bool:
    """Whether these are the ten digits that one dials within the Republic."""
    return len(digits) == 10 and digits[0] == "0" != digits[1] and is_common(home)


def _better(one: str, other: str) -> Reading:
    """Read two numbers typed nationally, and return the better one."""
    readings = [of_common_plan(None, number.translate(SEPARATORS)[1:]) for number in (one, other)]
    return max(readings, key=rank)._replace(others=1)


@lru_cache(maxsize=8)  # the box of a page is read anew with each counting
def several(typed: str, home: str = "FR") -> tuple[Typed, ...]:
    """Return each number that people typed, in one line or in many, read or refused."""
    found: list[Typed] = []
    for line in re.split(r"[\n\r]", typed):
        whole = without_decimals(line)
        compact = whole.translate(SEPARATORS)
        if not compact:
            continue
        reading = plainly(compact, home) if is_sure(whole, home) else None
        found += [Typed(line.strip(), reading)] if reading else numbers_of(whole, home)
    return tuple(found)


def first_mobile(
    cells: Sequence[str], home: str = "FR", *, foreign_allowed: bool = True
) -> Reading:
    """Read several cells in order of preference.

    The first usable number wins, else the most telling refusal.

    A filler, or a foreign number where policy allows none, is only returned when there is nothing
    better.
    """
    fallback = _NOTHING
    for cell in filter(None, cells):
        reading = read(cell, home)
        if reading.msisdn and not reading.filler and (foreign_allowed or not reading.foreign):
            return reading
        fallback = max(fallback, reading, key=rank)  # of equals, the first
    return fallback


def beginnings(typed: str, home: str = "FR") -> tuple[str, ...]:
    """Return how numbers that begin so may begin in E.164, those at home first.

    ``06 39`` begins +33639; ``0692`` +262692 too; ``75.12`` in Nouméa +68775.
    """
    digits = digits_of(typed.replace("(0)", ""))
    if typed.lstrip().startswith("+") or digits.startswith("00"):
        return (f"+{_without_trunk(digits.removeprefix('00'))}",)
    bare, own = digits.removeprefix("0"), home_of(home)
    codes = dict.fromkeys((own.code, *COMMON))
    starts = [f"+{code}{bare}" for code in codes]
    starts += [f"+{bare}"] if bare.startswith("508") else []
    return tuple(dict.fromkeys((*starts, f"+{_without_trunk(bare)}")))


def _without_trunk(digits: str) -> str:
    """Take the 0 of national forms out of digits that begin with a code: 330639 is +33639."""
    return re.sub(rf"^({'|'.join(COMMON)})0", r"\1", digits)


def of_national(digits: str, home: str) -> str:
    """Return in E.164 what a network calls a national number of the country ``home`` (ISO 3166).

    Mobile or not, with or without the prefix that one dials first. Where the country has no numbers
    of that length, it may have a country code after all; "" where it has none either.
    """
    if _is_national(digits, home):
        return in_full(digits[1:])
    found = read(digits, home)
    if found.msisdn and not found.assumed:
        return found.msisdn
    return _possible(digits, home) or _possible(f"+{digits}", home)


def of_international(digits: str) -> str:
    """Return in E.164 a number that begins with its country code.

    Some leave the 0 in it that one dials within the country, as in 330639980001.
    """
    known = phonenumbers.COUNTRY_CODE_TO_REGION_CODE
    size = next((size for size in (1, 2, 3) if int(digits[:size]) in known), 0)
    kept = f"+{digits}"
    return (_possible(kept, "") or kept) if size and digits[size : size + 1] == "0" else kept


def _possible(text: str, home: str) -> str:
    try:
        number = phonenumbers.parse(text, home)
    except phonenumbers.NumberParseException:
        return ""
    possible = phonenumbers.is_possible_number(number)
    return (
        phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164) if possible else ""
    )


def is_country(code: str) -> bool:
    """Whether ``code`` (ISO 3166) is a country or territory that has numbers."""
    return code in phonenumbers.SUPPORTED_REGIONS


def country_code(msisdn: str) -> str:
    """Return the territory of an E.164 number (ISO 3166: ``FR``, ``RE``, ``GP``…), or "".

    +590 is told as ``GP``: no digit distinguishes Saint-Martin and Saint-Barthélemy.
    """
    for prefix, territory in _TERRITORIES:
        if msisdn.startswith(prefix):
            return territory
    digits = msisdn[1:4]
    known = phonenumbers.COUNTRY_CODE_TO_REGION_CODE
    regions = next(
        (known[int(digits[:size])] for size in (1, 2, 3) if int(digits[:size] or 0) in known), ("",)
    )
    if len(regions) == 1:
        return regions[0].replace(
            "001", ""
        )  # "001" is what libphonenumber calls the world: satellites, freephone
    return phonenumbers.region_code_for_number(phonenumbers.parse(msisdn)) or regions[0]


__all__ = [
    "EMPTY",
    "HOMES",
    "IMPOSSIBLE",
    "LANDLINE",
    "MOBILE",
    "PREMIUM",
    "UNKNOWN_RANGE",
    "UNREADABLE",
    "USABLE",
    "VOIP",
    "Reading",
    "Typed",
    "beginnings",
    "country_code",
    "first_mobile",
    "is_country",
    "is_foreign",
    "of_international",
    "of_national",
    "read",
    "several",
]
