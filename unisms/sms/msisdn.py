"""Read the numbers that people type: E.164 out, or the reason why a number cannot be written to.

E.164 is ITU-T's recommendation; what a French number is comes from ARCEP's numbering plan (decision 2018-0881 and its
amendments); which blocks are known, and everything foreign, from libphonenumber.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import NamedTuple

import phonenumbers
from phonenumbers import PhoneMetadata, PhoneNumberType, ValidationResult

# Kinds of readings. The refusals bear the names of their causes (``sms.causes``).
MOBILE = "mobile"
UNKNOWN_RANGE = "unknown_range"  # possible, but in a block that libphonenumber does not know (yet): accepted
LANDLINE = "landline"
VOIP = "voip"
PREMIUM = "premium"  # and every other special number: freephone, shared cost, personal, pager
IMPOSSIBLE = "impossible"  # digits, but not as many as a number has
UNREADABLE = "unreadable"  # no number in it
EMPTY = "no_number"

#: What may be written to.
USABLE = frozenset({MOBILE, UNKNOWN_RANGE})


class Reading(NamedTuple):
    """What a cell holds. ``msisdn`` is empty unless the number may be written to."""

    msisdn: str = ""  #: E.164 with its ``+``
    kind: str = EMPTY
    foreign: bool = False  #: neither +33 nor a French overseas code
    others: int = 0  #: further numbers in the same cell, not taken
    filler: bool = False  #: usable in form, but typed to fill a field: 06 00 00 00 00, 06 06 06 06 06
    spoiled: bool = False  #: broken by a spreadsheet: 6,39998E+08


def read(cell: str, home: str = "FR") -> Reading:
    """Read what people typed in a cell; ``home`` is the country whose national forms they use (ISO 3166).

    Of several numbers the first usable one is taken, else the most telling refusal is told.
    """
    if cell.endswith((".0", ",0")):  # a number that a spreadsheet wrote: that 0 is no digit of it
        cell = cell[:-2]
    compact = cell.translate(_SEPARATORS)
    if not compact:
        return _NOTHING
    found = _shape(home).fullmatch(compact)
    if found:
        return _french(found[1], found[2])
    if home == "FR" and (found := _SEVERAL_OR_SHORT.fullmatch(compact)):
        return _better(found[1], found[2])
    return _read_slowly(cell, home)


def _better(one: str | None, other: str | None) -> Reading:
    """Read two numbers typed nationally; ``None`` for what is too short to be one."""
    if not one or not other:
        return Reading(kind=IMPOSSIBLE)
    return max(_french(None, one), _french(None, other), key=_rank)._replace(others=1)


def of_national(digits: str, home: str) -> str:
    """Return in E.164 what a network calls a national number of the country ``home`` (ISO 3166).

    Mobile or not, with or without the prefix that one dials first; "" where the country has no
    numbers of that length.
    """
    if found := read(digits, home).msisdn:
        return found
    try:
        number = phonenumbers.parse(digits, home)
    except phonenumbers.NumberParseException:
        return ""
    possible = phonenumbers.is_possible_number(number)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164) if possible else ""


def is_country(code: str) -> bool:
    """Whether ``code`` (ISO 3166) is a country or territory that has numbers."""
    return code in phonenumbers.SUPPORTED_REGIONS


def is_foreign(msisdn: str) -> bool:
    """Whether a number in E.164, or its first digits, is neither of France nor of an overseas territory of hers."""
    return not msisdn.startswith(_FRENCH_PREFIXES)


def first_mobile(cells: Sequence[str], home: str = "FR", *, foreign_allowed: bool = True) -> Reading:
    """Read several cells in order of preference: the first usable number wins, else the most telling refusal.

    A filler, or a foreign number where policy allows none, is only returned when there is nothing better.
    """
    fallback = _NOTHING
    for cell in filter(None, cells):
        reading = read(cell, home)
        if reading.msisdn and not reading.filler and (foreign_allowed or not reading.foreign):
            return reading
        fallback = max(fallback, reading, key=_rank)  # of equals, the first
    return fallback


def country_code(msisdn: str) -> str:
    """Return the territory of an E.164 number, as ISO 3166 (``FR``, ``RE``, ``GP``…), or "" when it has none.

    +590 is told as ``GP``: no digit distinguishes Saint-Martin and Saint-Barthélemy.
    """
    for prefix, territory in _TERRITORIES:
        if msisdn.startswith(prefix):
            return territory
    digits = msisdn[1:4]
    known = phonenumbers.COUNTRY_CODE_TO_REGION_CODE
    regions = next((known[int(digits[:size])] for size in (1, 2, 3) if int(digits[:size] or 0) in known), ("",))
    if len(regions) == 1:
        return regions[0].replace("001", "")  # "001" is what libphonenumber calls the world: satellites, freephone
    return phonenumbers.region_code_for_number(phonenumbers.parse(msisdn)) or regions[0]


_SEPARATORS = dict.fromkeys(
    map(
        ord,
        " \t\r\n\u00a0\u2007\u2009\u202f.,-\u2010\u2011\u2013\u2014\u2212/()_:*='\"’"
        "\u200b\u200e\u200f\u202a\u202c\u202d\u2060\u2066\u2068\u2069\ufeff",  # invisible, pasted from address books
    )
)
_FRENCH_HOMES = frozenset({"FR", "GP", "MQ", "GF", "RE", "YT", "BL", "MF", "PM", "NC", "PF", "WF"})
_CODES = "33|262|590|594|596"  # those whose numbers have the nine digits of the common plan
_LETTERS = r"[^\W\d_]*"  # "tél. 06…", "Mme 06…"
_FROM_FRANCE = re.compile(rf"{_LETTERS}(?:(?:\+?00|\+)?({_CODES})0?|\+?0|)([1-9][0-9]{{8}}){_LETTERS}")
_FROM_ABROAD = re.compile(rf"{_LETTERS}(?:\+?00|\+)({_CODES})0?([1-9][0-9]{{8}}){_LETTERS}")

_SEVERAL_OR_SHORT = re.compile(r"0([1-9][0-9]{8})/?0([1-9][0-9]{8})|0[0-9]{5,8}")  # frequent in files: read quickly


def _shape(home: str) -> re.Pattern[str]:
    return _FROM_FRANCE if home in _FRENCH_HOMES else _FROM_ABROAD


# Overseas national forms, by their first digits after the 0, and the code they have of their own (ARCEP 2018-0881).
# Saint-Pierre-et-Miquelon's own numbers have six digits: 05 08 55 12 34 is +508 551234.
_OVERSEAS = {
    **dict.fromkeys(("690", "691", "7090"), "590"),
    **dict.fromkeys(("694", "70930", "70931", "70932", "70933"), "594"),
    **dict.fromkeys(("696", "697", "7091"), "596"),
    **dict.fromkeys(("692", "693", "639", "7092", "70935", "70936", "70937"), "262"),
    **dict.fromkeys(("508", "7084", "7085"), "508"),
}
_FICTION = "63998"  # 06 39 98, reserved for films and books (ARCEP 2018-0881): mainland, though 0639 is Mayotte
_BY_FIRST_DIGIT = {**dict.fromkeys("12345", LANDLINE), "8": PREMIUM, "9": VOIP}
_REGIONS = {"33": ("FR",), "262": ("RE", "YT"), "508": ("PM",), "590": ("GP",), "594": ("GF",), "596": ("MQ",)}
_TERRITORIES = (("+33", "FR"), *((f"+262{start}", "YT") for start in ("639", "70935", "70936", "70937", "269")))
_TERRITORIES += (("+262", "RE"), ("+590", "GP"))
_FILLERS = frozenset(f"{first}{digit * 8}" for first in "67" for digit in "0123456789") | {"606060606", "707070707"}


def _french(code: str | None, digits: str) -> Reading:
    """Read the nine digits of a number of the French plan, typed with its country code or, if ``None``, nationally."""
    prefix, dropped, kind = _block(code or "33", digits[:5])
    if kind in USABLE:
        return Reading(prefix + digits[dropped:], kind, filler=digits in _FILLERS)
    return Reading(kind=kind)


@lru_cache(maxsize=1 << 15)
def _block(code: str, first: str) -> tuple[str, int, str]:
    """Return what comes before the digits in E.164, how many digits that replaces, and their kind.

    The first five digits decide: numbers are given to operators by blocks of 10,000 (ARCEP 2018-0881). People also
    write +33 before overseas digits, which no mainland number has.
    """
    if code == "33" and first != _FICTION:
        code = next((_OVERSEAS[first[:size]] for size in (3, 4, 5) if first[:size] in _OVERSEAS), code)
    dropped = 3 if code == "508" and first.startswith("508") else 0
    if not dropped and first[0] in _BY_FIRST_DIGIT:
        return f"+{code}", 0, _BY_FIRST_DIGIT[first[0]]
    known = (code == "33" and first == _FICTION) or _known_mobiles(code).fullmatch(f"{first[dropped:]}0000")
    return f"+{code}", dropped, MOBILE if known else LANDLINE if dropped else UNKNOWN_RANGE


@cache
def _known_mobiles(code: str) -> re.Pattern[str]:
    """Take libphonenumber's own table: a file of 40,000 numbers touches thousands of blocks, at 40 µs each call."""
    tables = (PhoneMetadata.metadata_for_region(region) for region in _REGIONS[code])
    mobiles = (table.mobile for table in tables if table and table.mobile)
    return re.compile("|".join(f"(?:{mobile.national_number_pattern})" for mobile in mobiles))


_NOTHING = Reading()
_FRENCH_CODES = frozenset({33, 262, 508, 590, 594, 596, 681, 687, 689})
_FRENCH_PREFIXES = tuple(f"+{code}" for code in _FRENCH_CODES)  # no code is the beginning of another (ITU-T E.164)
_SCIENTIFIC = re.compile(r"([1-9])[.,]?([0-9]*)[eE]\+?([0-9]{1,2})")
_BETWEEN = re.compile(r"[;,|&\n\r\t]|\s[-–—/]\s|[^\W\d_]+|(?=\+)")
_FEWEST = 6  # digits of the shortest mobile numbers (Saint-Pierre, New Caledonia)
_KINDS = {
    PhoneNumberType.MOBILE: MOBILE,
    PhoneNumberType.FIXED_LINE_OR_MOBILE: MOBILE,
    PhoneNumberType.UNKNOWN: UNKNOWN_RANGE,
    PhoneNumberType.FIXED_LINE: LANDLINE,
    PhoneNumberType.VOIP: VOIP,
}
_TELLING = {kind: rank for rank, kind in enumerate((EMPTY, UNREADABLE, PREMIUM, VOIP, LANDLINE, IMPOSSIBLE))}


def _rank(reading: Reading) -> tuple[bool, bool, bool, int]:
    """Sort usable first, then the refusals that somebody can mend, then those that say most about the number."""
    return bool(reading.msisdn), not reading.filler, reading.spoiled, _TELLING.get(reading.kind, 0)


@lru_cache(maxsize=1 << 10)  # what a spreadsheet broke is broken alike in many rows
def _read_slowly(cell: str, home: str) -> Reading:
    text = cell.strip() if cell.isascii() else _in_ascii_digits(cell)
    scientific = _SCIENTIFIC.fullmatch(text)
    if scientific and len(scientific[2]) == int(scientific[3]):  # every digit is still there
        return read(scientific[1] + scientific[2], home)
    if scientific or re.fullmatch("#{2,}", text):
        return Reading(kind=UNREADABLE, spoiled=True)
    pieces = [piece for piece in _BETWEEN.split(text) if len(_digits(piece)) >= _FEWEST]
    if not pieces:
        return Reading(kind=_kind_without_number(text))
    readings = [_read_one(number, home) for piece in pieces for number in _numbers(piece, home)]
    best = max(readings, key=_rank)
    others = sum(reading.kind != IMPOSSIBLE for reading in readings if reading is not best)
    return best._replace(others=others)


def _in_ascii_digits(cell: str) -> str:
    return re.sub(r"\d", lambda digit: str(int(digit[0])), unicodedata.normalize("NFKC", cell)).strip()


def _kind_without_number(text: str) -> str:
    if any(char.isalpha() for char in text):
        return UNREADABLE
    return IMPOSSIBLE if _digits(text) else EMPTY


def _numbers(piece: str, home: str) -> list[str]:
    """Cut a piece that holds several numbers and nothing else; otherwise it is one number."""
    shape, digits = _shape(home), "" if "+" in piece else _digits(piece)
    tens = [digits[start : start + 10] for start in range(0, len(digits), 10)]
    for parts in (tens, re.split(r"[\s/]+", piece.strip(" /"))):
        if len(parts) > 1 and all(shape.fullmatch(part.translate(_SEPARATORS)) for part in parts):
            return parts
    return [piece]


def _read_one(piece: str, home: str) -> Reading:
    compact = piece.replace("(0)", "").translate(_SEPARATORS)
    found = _shape(home).fullmatch(compact)
    return _french(found[1], found[2]) if found else _parsed(compact, home)


def _parsed(compact: str, home: str) -> Reading:
    try:
        number = phonenumbers.parse(compact, home)
    except phonenumbers.NumberParseException:
        return Reading(kind=IMPOSSIBLE)
    if str(number.country_code) in _CODES.split("|"):
        plan = re.fullmatch("[1-9][0-9]{8}", phonenumbers.national_significant_number(number))
        return _french(str(number.country_code), plan[0]) if plan else Reading(kind=IMPOSSIBLE)
    foreign = number.country_code not in _FRENCH_CODES
    if phonenumbers.is_possible_number_with_reason(number) != ValidationResult.IS_POSSIBLE:
        return Reading(kind=IMPOSSIBLE, foreign=foreign)
    kind = _KINDS.get(phonenumbers.number_type(number), PREMIUM)
    if kind not in USABLE:
        return Reading(kind=kind, foreign=foreign)
    return Reading(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164), kind, foreign)


def _digits(text: str) -> str:
    return "".join(re.findall("[0-9]+", text))
