"""Cells and lines that are not one plain number: labels, several numbers, spreadsheets' traces."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

import phonenumbers

from unisms.sms.cuts import cuts
from unisms.sms.homes import COMMON, FRENCH, HOMES
from unisms.sms.lookalikes import ANYWHERE, IN_SAINT_PIERRE, LOCALLY
from unisms.sms.marks import Piece, in_pairs, joined, misled, told, without_mark
from unisms.sms.plan import kind_of, of_common_plan
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
from unisms.sms.shapes import SEPARATORS, digits_of, is_short, mistyped, plainly

_SCIENTIFIC = re.compile(r"([1-9])[.,]?([0-9]*)[eE]\+?([0-9]{1,2})")
_CUT = r"[;,|&#\n\r\t]|\s[-–—/]\s|[^\W\d_]+|(?=\+)"
_ANYWHERE, _LOCALLY, _IN_SAINT_PIERRE = (
    re.compile(f"{nones}|{_CUT}") for nones in (ANYWHERE, LOCALLY, IN_SAINT_PIERRE)
)
_FROM_DIGIT_TO_DIGIT = re.compile(r"\+?[0-9](?:.*[0-9])?", re.DOTALL)
_ONE = re.compile(r"\+?[0-9]+")
_WITH_DECIMALS = re.compile(
    r"([^\w+€$£¥]*\+?[0-9][0-9\s]*)[.,]0+[^\w+€$£¥]*"
)  # no digit of it is behind the last dot
_ZERO = re.compile(r"^(\W*(?:00)?\W*(?:[1-9][0-9]{0,2})?\W*)[(\[]\s*0\s*[)\]]")  # +33 (0)6
_FEWEST = 6  # digits of the shortest mobile numbers of ours (Saint-Pierre, New Caledonia)
_FEWEST_ABROAD = 4  # Tokelau
_FEWEST_WITH_CODE = 10  # fewer are sooner a French number that lacks digits than one abroad
# 212 0612345678, 376 312345, 298 21 12 34: but no French number by three, 298 211 234.
_CODE_APART = re.compile(r"\W*([1-9][0-9]{0,2})\W+(?:[0-9]{4,}|[0-9]{2,}(?:\W[0-9]{2,4})+)\W*")
_BY_THREE = re.compile(r"\W*[0-9]{3}(?:\W[0-9]{3}){2}\W*")
_MOBILES_GET_9 = "+54"  # Argentina: 11 15 2345 6789 is +54 9 11 2345 6789
_LESS_TO_MORE = (EMPTY, UNREADABLE, PREMIUM, VOIP, LANDLINE, IMPOSSIBLE)
_TELLING = {kind: rank for rank, kind in enumerate(_LESS_TO_MORE)}
_NONE = Reading(kind=IMPOSSIBLE)
# Figures that count things: 06 39 98 00 01², ① 06 39 98 00 01.
_FIGURES = re.compile("[²³¹⁰-⁹₀-₉①-⓿❶-➓]+")


class Typed(NamedTuple):
    """A number of a text, as it was typed and as it is read."""

    text: str
    reading: Reading


def rank(reading: Reading) -> tuple[bool, bool, bool, int]:
    """Sort usable first, then refusals that somebody can mend, then those that say most."""
    return bool(reading.msisdn), not reading.filler, reading.spoiled, _TELLING.get(reading.kind, 0)


@lru_cache(maxsize=1 << 10)  # a spreadsheet breaks many rows alike
def read_slowly(cell: str, home: str) -> Reading:
    """Read a cell that holds something else than one plain number of the Republic."""
    numbers, strays = _found(in_ascii_digits(cell), home)
    readings = [number.reading for number in numbers or strays]
    if not readings:
        return Reading(kind=_kind_without_number(in_ascii_digits(cell)))
    best = max(readings, key=rank)
    others = sum(reading.kind != IMPOSSIBLE for reading in readings if reading is not best)
    return best._replace(others=others)


def numbers_of(line: str, home: str) -> tuple[Typed, ...]:
    """Return each number of a line, and whatever stands there in a number's place."""
    text = in_ascii_digits(line)
    numbers, strays = _found(text, home)
    if not numbers:
        kind = strays[0].reading.kind if strays else _kind_without_number(text)
        return (Typed(line.strip(), Reading(kind=kind)),) if kind != EMPTY else ()
    if len(numbers) == 1 and not strays:
        return (Typed(line.strip(), numbers[0].reading),)
    return (*numbers, *strays)


def _found(text: str, home: str) -> tuple[list[Typed], list[Typed]]:
    """Return the numbers of a text, and what stands in a number's place and is none."""
    if whole := _whole(text, home):
        return [Typed(text, whole)], []
    cut = list(_pieces(text, home))
    nones = [Typed(piece.before, _NONE) for piece in cut if _is_none(piece.before)]
    pieces = joined(cut, home)
    if pieces is None or any(misled(one, other, home) for one, other in _fragments(pieces, home)):
        return [], [Typed(text, _NONE)]
    numbers, strays = [], []
    for piece in pieces:
        if _has_enough(piece.text, home):
            numbers += _numbers(without_decimals(told(piece.text)), home)
        elif piece.before and not piece.before.isalpha():
            strays.append(Typed(told(piece.text), _NONE))
    return numbers, nones + strays if numbers else nones


def _fragments(pieces: list[Piece], home: str) -> Iterator[tuple[Piece, Piece]]:
    """Yield what is too short to be a number, and the number that it stands before."""
    for one, other in pairwise(pieces):
        if _has_enough(other.text, home) and not _has_enough(one.text, home):
            yield one, other


def _has_enough(text: str, home: str) -> bool:
    """Whether a text has as many digits as the shortest numbers that people type at this home."""
    return len(digits_of(text)) >= (_FEWEST if home in HOMES or "+" in text else _FEWEST_ABROAD)


def _whole(text: str, home: str) -> Reading | None:
    """Read what only makes sense as a whole.

    A power of ten, a cell too narrow to be shown, one number whose digits stand apart in pairs.
    """
    scientific = _SCIENTIFIC.fullmatch(text)
    if scientific and len(scientific[2]) == int(scientific[3]):  # every digit is still there
        return _read_one(scientific[1] + scientific[2], home, assume=True)
    if scientific or re.fullmatch("#{2,}", text):
        return Reading(kind=UNREADABLE, spoiled=True)
    if in_pairs(text) and not any(_is_none(piece.before) for piece in _pieces(text, home)):
        reading = _as_it_stands(text, home)
        return reading if reading.kind != IMPOSSIBLE else None
    return None


def in_ascii_digits(cell: str) -> str:
    """Return a cell with the digits of every script as 0 to 9, without the marks of footnotes."""
    if cell.isascii():
        return cell.strip()
    plain = _FIGURES.sub(lambda figures: _figures(figures, cell), cell)
    plain = "".join("?" if unicodedata.category(char) == "No" else char for char in plain)
    compatible = unicodedata.normalize("NFKC", plain)
    return re.sub(r"\d", lambda digit: str(int(digit[0])), compatible).strip()


def _figures(figures: re.Match[str], cell: str) -> str:
    """Return small or circled figures as digits, unless they are one mark at an end of a number."""
    before, after = cell[: figures.start()][-1:], cell[figures.end() :][:1]
    is_footnote = before.isdecimal() and not after.isdecimal()
    is_mark = not before.isdecimal() and unicodedata.name(figures[0][0]).find("CIRCLED") >= 0
    if len(figures[0]) == 1 and (is_footnote or is_mark):
        return " "
    return "".join(str(unicodedata.digit(char, "?")) for char in figures[0])


def _pieces(text: str, home: str) -> Iterator[Piece]:
    """Cut a text where another number may begin, and around what is none."""
    start, before = 0, ""
    cuts = _IN_SAINT_PIERRE if home == "PM" else _LOCALLY if is_short(home) else _ANYWHERE
    for found in cuts.finditer(text):
        yield Piece(text[start : found.start()], before)
        start, before = found.end(), found[0]
    yield Piece(text[start:], before)


def without_decimals(text: str) -> str:
    """Return digits without the ``,00`` that a spreadsheet wrote behind them."""
    whole = _WITH_DECIMALS.fullmatch(text)
    return whole[1] if whole else text


def _is_none(before: str) -> bool:
    """Whether what stands before a piece is a date or the like: all else has no digits."""
    return digits_of(before) != ""


def _kind_without_number(text: str) -> str:
    if any(char.isalpha() for char in text):
        return UNREADABLE
    return IMPOSSIBLE if digits_of(text) else EMPTY


def _numbers(piece: str, home: str) -> list[Typed]:
    """Read a piece as one number or, unless it is one, as the several that it consists of."""
    whole = _read_one(piece, home)
    if whole.kind == IMPOSSIBLE:
        for parts in cuts(piece, home):
            if len(parts) > 1 and all(_has_enough(part, home) for part in parts):
                found = [Typed(told(part), _read_one(part, home, assume=True)) for part in parts]
                if not any(number.reading.kind == IMPOSSIBLE for number in found):
                    return found
    return [Typed(piece, _read_one(piece, home, assume=True))]


def _read_one(piece: str, home: str, *, assume: bool = False) -> Reading:
    """Read one number, without the mark at one of its ends: ``1) 06…``."""
    number = without_mark(piece, home)
    if number is None:
        number = piece
    reading = _as_it_stands(number, home) if number else _NONE
    return (assume and _assumed(number or piece, reading)) or reading


def _as_it_stands(piece: str, home: str) -> Reading:
    compact = _compact(piece)
    if compact.startswith("+00"):
        compact = f"+{compact[3:]}"
    return plainly(compact, home) or mistyped(compact) or _parsed(compact, home)


def _compact(piece: str) -> str:
    """Return a number without what stands between its digits, before and behind them."""
    compact = _ZERO.sub(r"\1", piece).translate(SEPARATORS)
    number = _FROM_DIGIT_TO_DIGIT.search(compact)
    return number[0] if number else ""


def _parsed(compact: str, home: str) -> Reading:
    if not _ONE.fullmatch(compact):
        return _NONE  # phonenumbers passes over what it does not know
    try:
        number = phonenumbers.parse(compact, home)
    except phonenumbers.NumberParseException:
        return _NONE
    if str(number.country_code) in COMMON:
        national = phonenumbers.national_significant_number(number)
        if re.fullmatch("[1-9][0-9]{8}", national):
            return of_common_plan(str(number.country_code), national)
        if number.country_code != 508:
            return _NONE
    kind, foreign = kind_of(number), str(number.country_code) not in FRENCH
    if kind not in USABLE:
        return Reading(kind=kind, foreign=foreign)
    msisdn = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    if not _is_typed(msisdn, compact) or (
        kind == UNKNOWN_RANGE and not _is_all_of_it(number, compact)
    ):
        return _NONE
    return Reading(msisdn, kind, foreign)


def _is_typed(msisdn: str, compact: str) -> bool:
    """Whether every digit behind a country code was typed: phonenumbers completes some numbers."""
    is_national = not compact.startswith(("+", "00"))
    return (
        is_national
        or msisdn.startswith(_MOBILES_GET_9)
        or len(msisdn) <= len(f"+{compact.lstrip('+0')}")
    )


def _is_all_of_it(number: phonenumbers.PhoneNumber, compact: str) -> bool:
    """Whether each digit typed is there, but zeros: phonenumbers drops some countries' prefixes."""
    national = phonenumbers.national_significant_number(number)
    before = compact.removesuffix(national) if compact.endswith(national) else "?"
    return before.lstrip("+0").rstrip("0") in ("", str(number.country_code).rstrip("0"))


def _assumed(piece: str, reading: Reading) -> Reading | None:
    """Read what a spreadsheet leaves of a foreign number, if ``+`` before it makes a known mobile.

    212612345678 was +212 612345678. Ten digits that begin with 6 or 7 are sooner a French number
    that has one too many, and nine one that lacks its 0, unless a code stands apart. 13123456789
    may be of Chicago or, as people type at home, of China: nobody knows.
    """
    compact, apart = _compact(piece), _CODE_APART.fullmatch(piece)
    by_code = apart and not _BY_THREE.fullmatch(piece)
    if reading.kind != IMPOSSIBLE and not (by_code and len(compact) == 9):
        return None
    fewest = 9 if by_code else _FEWEST_WITH_CODE
    if len(compact) < fewest or not compact.isdecimal() or re.match("0|[67][0-9]{9}$", compact):
        return None
    if not (apart and apart[1] == "1") and _is_chinese(compact):
        return None
    found = _parsed(f"+{compact}", "")
    exact = found.msisdn == f"+{compact}" or (apart and found.msisdn.startswith(f"+{apart[1]}"))
    return found._replace(assumed=True) if found.kind == MOBILE and exact else None


def _is_chinese(compact: str) -> bool:
    """Whether it is a mobile as people type it in China, which has no prefix there."""
    return (
        _IN_CHINA.fullmatch(compact) is not None
        and kind_of(phonenumbers.parse(compact, "CN")) == MOBILE
    )


_IN_CHINA = re.compile("1[3-9][0-9]{9}")
