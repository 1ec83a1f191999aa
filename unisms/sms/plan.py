"""The numbering plans of the Republic: which code and which kind the first digits of a number tell.

The French plan is ARCEP's (decision 2018-0881 and its amendments); the blocks that are known are
libphonenumber's.
"""

import re
from functools import cache, lru_cache

import phonenumbers
from phonenumbers import PhoneMetadata, PhoneNumberType, ValidationResult

from unisms.sms.reading import (
    IMPOSSIBLE,
    LANDLINE,
    MOBILE,
    PREMIUM,
    UNKNOWN_RANGE,
    USABLE,
    VOIP,
    Reading,
)

# Overseas national forms, by their first digits after the 0, and the code they have of their own
# (ARCEP 2018-0881). Saint-Pierre's own numbers have six digits: 05 08 55 12 34 is +508 551234.
_OVERSEAS = {
    **dict.fromkeys(("690", "691", "7090"), "590"),
    **dict.fromkeys(("694", "70930", "70931", "70932", "70933"), "594"),
    **dict.fromkeys(("696", "697", "7091"), "596"),
    **dict.fromkeys(("692", "693", "639", "7092", "70935", "70936", "70937"), "262"),
    **dict.fromkeys(("508", "7084", "7085"), "508"),
}
#: 06 39 98, reserved for films and books (ARCEP 2018-0881): mainland, though 0639 is Mayotte.
_FICTION = "63998"
_BY_FIRST_DIGIT = {**dict.fromkeys("12345", LANDLINE), "8": PREMIUM, "9": VOIP}
_REGIONS = {
    "33": ("FR",),
    "262": ("RE", "YT"),
    "508": ("PM",),
    "590": ("GP",),
    "594": ("GF",),
    "596": ("MQ",),
}
#: First digits that no mobile has, though libphonenumber does not know all their blocks: 40 and 49
#: in Tahiti, 20 to 49 in Nouméa.
_LANDLINES = {689: ("4",), 687: ("2", "3", "4")}
_FILLERS = {f"{first}{digit * 8}" for first in "67" for digit in "0123456789"}
_FILLERS |= {"606060606", "707070707"}
_KINDS = {
    PhoneNumberType.MOBILE: MOBILE,
    PhoneNumberType.FIXED_LINE_OR_MOBILE: MOBILE,
    PhoneNumberType.UNKNOWN: UNKNOWN_RANGE,
    PhoneNumberType.FIXED_LINE: LANDLINE,
    PhoneNumberType.VOIP: VOIP,
}


def of_common_plan(code: str | None, digits: str) -> Reading:
    """Read nine digits of the French plan, typed after ``code`` or, if ``None``, nationally."""
    prefix, dropped, kind = _block(code or "33", digits[:5])
    if kind in USABLE:
        # Each of 40,000 cells comes here: without the defaults it takes half the time.
        told = (prefix + digits[dropped:], kind, False, 0, digits in _FILLERS, False, False)
        return tuple.__new__(Reading, told)
    return Reading(kind=kind)


def in_full(digits: str) -> str:
    """Return in E.164 nine digits of the French plan, typed nationally, mobile or not."""
    prefix, dropped, _ = _block("33", digits[:5])
    return prefix + digits[dropped:]


@lru_cache(maxsize=1 << 15)
def _block(code: str, first: str) -> tuple[str, int, str]:
    """Return the beginning in E.164, how many digits it replaces, and the kind of the number.

    The first five digits decide: operators are given blocks of 10,000 numbers (ARCEP 2018-0881).
    """
    code = _own_code(code, first)
    dropped = 3 if code == "508" and first.startswith("508") else 0
    if not dropped and first[0] in _BY_FIRST_DIGIT:
        return f"+{code}", 0, _BY_FIRST_DIGIT[first[0]]
    fiction = code == "33" and first == _FICTION
    known = fiction or _known_mobiles(code).fullmatch(f"{first[dropped:]}0000")
    return f"+{code}", dropped, MOBILE if known else LANDLINE if dropped else UNKNOWN_RANGE


def _own_code(code: str, first: str) -> str:
    """Return the code of the territory that has these digits: no two share a mobile in this plan.

    People write +33 before overseas digits, and their own overseas code before a mainland number.
    """
    if first == _FICTION:
        return code if code == "262" else "33"
    starts = (first[:size] for size in (3, 4, 5))
    overseas = next((_OVERSEAS[start] for start in starts if start in _OVERSEAS), "")
    return overseas or ("33" if first[0] in "67" else code)


@cache
def _known_mobiles(code: str) -> re.Pattern[str]:
    """Take libphonenumber's own table: a file touches thousands of blocks, at 40 µs each call."""
    tables = (PhoneMetadata.metadata_for_region(region) for region in _REGIONS[code])
    mobiles = (table.mobile for table in tables if table and table.mobile)
    return re.compile("|".join(f"(?:{mobile.national_number_pattern})" for mobile in mobiles))


def of_local_plan(code: str, digits: str) -> Reading:
    """Read a number of Saint-Pierre, Nouméa, Tahiti or Wallis: all digits after its code."""
    kind = _local_kind(code, digits[:-3])
    if kind not in USABLE:
        return Reading(kind=kind)
    return Reading(f"+{code}{digits}", kind, filler=digits == digits[:2] * (len(digits) // 2))


@lru_cache(maxsize=1 << 12)
def _local_kind(code: str, first: str) -> str:
    """Return the kind of the numbers of this thousand."""
    return kind_of(phonenumbers.parse(f"+{code}{first}000"))


def kind_of(number: phonenumbers.PhoneNumber) -> str:
    """Return the kind of a number: its range may be unknown, its length must be one of mobiles.

    It must also begin as some number of that country: +32 0639980001 is nobody's, no more than
    +689 19112026.
    """
    kind = _KINDS.get(phonenumbers.number_type(number), PREMIUM)
    if kind != UNKNOWN_RANGE:
        return kind
    possible = phonenumbers.is_possible_number_for_type_with_reason(number, PhoneNumberType.MOBILE)
    if possible != ValidationResult.IS_POSSIBLE or not _begins_well(number):
        return IMPOSSIBLE
    is_fixed = str(number.national_number).startswith(_LANDLINES.get(number.country_code or 0, ()))
    return LANDLINE if is_fixed else UNKNOWN_RANGE


def _begins_well(number: phonenumbers.PhoneNumber) -> bool:
    """Whether its country has numbers that begin so."""
    code = number.country_code or 0
    region = phonenumbers.region_code_for_country_code(code)
    table = PhoneMetadata.metadata_for_region_or_calling_code(code, region)
    general = table.general_desc if table else None
    pattern = general.national_number_pattern if general else None
    national = phonenumbers.national_significant_number(number)
    return re.fullmatch(pattern or "", national) is not None
