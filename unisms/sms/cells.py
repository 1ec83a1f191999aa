"""Cells and lines that are not one plain number: labels, several numbers, spreadsheets' traces."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

import phonenumbers

from unisms.sms.homes import COMMON, FRENCH
from unisms.sms.plan import kind_of, of_common_plan
from unisms.sms.reading import (
    EMPTY,
    IMPOSSIBLE,
    LANDLINE,
    MOBILE,
    PREMIUM,
    UNREADABLE,
    USABLE,
    VOIP,
    Reading,
)
from unisms.sms.shapes import SEPARATORS, is_date, mistyped, plainly

_SCIENTIFIC = re.compile(r"([1-9])[.,]?([0-9]*)[eE]\+?([0-9]{1,2})")
_BETWEEN = re.compile(r"([;,|&\n\r\t]|\s[-–—/]\s|[^\W\d_]+|(?=\+))")
_ZERO = re.compile(r"[(\[]\s*0\s*[)\]]")  # +33 (0)6
_MARK = re.compile(r"(?:^|(?<=\s))[1-9][0-9]?\s*[)\].:-]\s+")  # "1) 06 … 2) 06 …"
_BEFORE = r"[^\w+]*[0-9]{1,2}(?:\s*[:)\]=.-]\s*|\s+(?=[+0]))"  # "1: 06…", "1) 06…", "2 06…"
_AFTER = r"\s*[(\[][0-9]{1,2}[)\]]\W*"  # "06… (1)"
_MARKED = re.compile(rf"{_BEFORE}(.+)|(.+?){_AFTER}", re.DOTALL)
_FEWEST = 6  # digits of the shortest mobile numbers (Saint-Pierre, New Caledonia)
_FEWEST_WITH_CODE = 10  # fewer are sooner a French number that lacks digits than one abroad
_LESS_TO_MORE = (EMPTY, UNREADABLE, PREMIUM, VOIP, LANDLINE, IMPOSSIBLE)
_TELLING = {kind: rank for rank, kind in enumerate(_LESS_TO_MORE)}


class Typed(NamedTuple):
    """One number of a text, as it was typed and as it is read."""

    text: str
    reading: Reading


def rank(reading: Reading) -> tuple[bool, bool, bool, int]:
    """Sort usable first, then refusals that somebody can mend, then those that say most."""
    return bool(reading.msisdn), not reading.filler, reading.spoiled, _TELLING.get(reading.kind, 0)


@lru_cache(maxsize=1 << 10)  # what a spreadsheet broke is broken alike in many rows
def read_slowly(cell: str, home: str) -> Reading:
    """Read a cell that holds something else than one plain number of the Republic."""
    text = in_ascii_digits(cell)
    if whole := _whole(text, home):
        return whole
    pieces = [piece for piece, _ in _pieces(text) if digits_of(piece)[_FEWEST - 1 :]]
    if not pieces:
        return Reading(kind=_kind_without_number(text))
    readings = [number.reading for piece in pieces for number in _numbers(piece, home)]
    best = max(readings, key=rank)
    others = sum(reading.kind != IMPOSSIBLE for reading in readings if reading is not best)
    return best._replace(others=others)


def numbers_of(line: str, home: str) -> tuple[Typed, ...]:
    """Return each number of a line, and whatever stands there in a number's place."""
    text = in_ascii_digits(line)
    if whole := _whole(text, home):
        return (Typed(line.strip(), whole),)
    found, strays = [], []
    for piece, before in _pieces(text):
        if digits_of(piece)[_FEWEST - 1 :]:
            found += _numbers(piece, home)
        elif digits_of(piece) and before and not before.isalpha():
            strays.append(Typed(piece.strip(_EDGES), Reading(kind=IMPOSSIBLE)))
    if not found:
        kind = _kind_without_number(text)
        return (Typed(line.strip(), Reading(kind=kind)),) if kind != EMPTY else ()
    if len(found) == 1 and not strays:
        return (Typed(line.strip(), found[0].reading),)
    return (*found, *strays)


_EDGES = " \u00a0\u202f.:;,-/()"


def _whole(text: str, home: str) -> Reading | None:
    """Read what only makes sense as a whole: a power of ten, a cell too narrow to be shown."""
    scientific = _SCIENTIFIC.fullmatch(text)
    if scientific and len(scientific[2]) == int(scientific[3]):  # every digit is still there
        return _read_one(scientific[1] + scientific[2], home)
    if scientific or re.fullmatch("#{2,}", text):
        return Reading(kind=UNREADABLE, spoiled=True)
    return None


def in_ascii_digits(cell: str) -> str:
    """Return a cell with the digits of every script as 0 to 9, without figures above the line."""
    if cell.isascii():
        return cell.strip()
    plain = "".join(" " if unicodedata.category(char) == "No" else char for char in cell)
    compatible = unicodedata.normalize("NFKC", plain)
    return re.sub(r"\d", lambda digit: str(int(digit[0])), compatible).strip()


def digits_of(text: str) -> str:
    """Return the digits of a text, and nothing else."""
    return "".join(re.findall("[0-9]+", text))


def _pieces(text: str) -> list[tuple[str, str]]:
    """Cut a text where another number may begin; return each piece, and what stands before it."""
    parts = _BETWEEN.split(text)
    return list(zip(parts[::2], ["", *parts[1::2]], strict=True))


def _kind_without_number(text: str) -> str:
    if any(char.isalpha() for char in text):
        return UNREADABLE
    return IMPOSSIBLE if digits_of(text) else EMPTY


def _numbers(piece: str, home: str) -> list[Typed]:
    """Read a piece as one number or, unless it is one, as the several that it consists of."""
    whole = _read_one(piece, home)
    if whole.kind == IMPOSSIBLE:
        for parts in _cuts(piece):
            if len(parts) > 1 and all(digits_of(part)[_FEWEST - 1 :] for part in parts):
                found = [Typed(part.strip(_EDGES), _read_one(part, home)) for part in parts]
                if not any(number.reading.kind == IMPOSSIBLE for number in found):
                    return found
    return [Typed(piece.strip(_EDGES), whole)]


def _cuts(piece: str) -> Iterator[list[str]]:
    """Yield the ways to cut a piece: by tens, at blanks and strokes, at marks, at wide blanks."""
    if "+" not in piece:
        digits = digits_of(piece)
        yield [digits[start : start + 10] for start in range(0, len(digits), 10)]
    yield re.split(r"[\s/]+", piece.strip(" /"))
    yield [part for part in _MARK.split(piece) if part.strip()]
    yield re.split(r"\s{2,}|/", piece.strip(" /"))


def _read_one(piece: str, home: str) -> Reading:
    """Read one number; if it is impossible, without the mark at one of its ends: ``1) 06…``."""
    reading = _as_it_stands(piece, home)
    if reading.kind == IMPOSSIBLE and (number := _MARKED.fullmatch(piece)):
        return _as_it_stands(number[1] or number[2], home)
    return reading


def _as_it_stands(piece: str, home: str) -> Reading:
    compact = _ZERO.sub("", piece).translate(SEPARATORS)
    if is_date(piece, home):
        return Reading(kind=IMPOSSIBLE)
    if compact.startswith("+00"):
        compact = f"+{compact[3:]}"
    reading = plainly(compact, home) or mistyped(compact)
    if reading is None:
        reading = _parsed(compact, home)
        if reading.kind == IMPOSSIBLE:
            return _without_plus(compact) or reading
    return reading


def _parsed(compact: str, home: str) -> Reading:
    try:
        number = phonenumbers.parse(compact, home)
    except phonenumbers.NumberParseException:
        return Reading(kind=IMPOSSIBLE)
    if str(number.country_code) in COMMON:
        national = phonenumbers.national_significant_number(number)
        if re.fullmatch("[1-9][0-9]{8}", national):
            return of_common_plan(str(number.country_code), national)
        if number.country_code != 508:
            return Reading(kind=IMPOSSIBLE)
    kind, foreign = kind_of(number), str(number.country_code) not in FRENCH
    if kind not in USABLE:
        return Reading(kind=kind, foreign=foreign)
    msisdn = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return Reading(msisdn, kind, foreign)


def _without_plus(compact: str) -> Reading | None:
    """Read what a spreadsheet leaves of a foreign number, if ``+`` before it makes a known mobile.

    212612345678 was +212 612345678.
    """
    if len(compact) < _FEWEST_WITH_CODE or not compact.isdecimal() or compact[0] == "0":
        return None
    reading = _parsed(f"+{compact}", "")
    return reading._replace(assumed=True) if reading.kind == MOBILE else None
