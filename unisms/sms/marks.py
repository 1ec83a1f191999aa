"""Marks and country codes that stand before or behind a number, apart from it."""

import re
from collections.abc import Iterable
from typing import NamedTuple

import phonenumbers

from unisms.sms.homes import COMMON, HOMES, home_of
from unisms.sms.reading import IMPOSSIBLE
from unisms.sms.shapes import SEPARATORS, digits_of, is_short, plainly

_CODE = re.compile(r"[^\w+]*(?:\+\s*(?=[1-9])|00\s*(?=[1-9][0-9]))([1-9][0-9]{0,2})[^\w+]*")
_WITH_CODE = re.compile(r"[^\w+]*(?:\+|00)")
_BEGINS_WELL = re.compile(r"[^\w+]*[+0]")
_LEADING = re.compile(
    r"[^\w+]*?(?<![0-9])([1-9][0-9]?)(\s*[:)\]=]\s*|\s*[.-]\s+|\s+(?=[+0]))(?=\S)"
)
_TRAILING = re.compile(r"[(\[]\s*([0-9]{1,4})\s*[)\]][^\w+]*\Z")
_BRACKETED = re.compile(r"[^\w+]*[(\[]\s*([1-9][0-9]{2})\s*[)\]](?=[^+]*\Z)")
# A French number without its 0, complete as it was typed: solid, in pairs, by three.
_BARE = re.compile(
    r"[67](?:[0-9]{8}|([\s.-])[0-9]{2}(?:\1[0-9]{2}){3}|[0-9]{2}([\s.-])[0-9]{3}\2[0-9]{3})"
)
_OVERSEAS = ("690", "691", "692")  # codes of Pacific islands, and first digits of mobiles of ours
_SOLID = re.compile("[1-9][0-9]{9,14}")  # as a spreadsheet leaves a number from abroad
_CUT = re.compile(r"[;,|&#\n\r\t]|\s[-–—/]\s")
_NO_SIGN = re.compile(r"[^\W\d_]|\+")
_EDGES = " \t\u00a0\u202f.:;,-/"


class Piece(NamedTuple):
    """A part of a text, and what stands before it."""

    text: str
    before: str


def is_code(digits: str) -> bool:
    """Whether a country or territory has this code."""
    return int(digits) in phonenumbers.COUNTRY_CODE_TO_REGION_CODE


def joined(pieces: Iterable[Piece], home: str) -> list[Piece] | None:
    """Return the pieces, a code that stands apart together with its number.

    That is the next one, or else the one before. ``None`` if it has none to go with.
    """
    found: list[Piece] = []
    waiting: Piece | None = None
    for piece in pieces:
        code = _code_of(piece.text)
        if not digits_of(piece.text) or (code and waiting):
            continue
        if waiting and not _WITH_CODE.match(piece.text):
            piece = Piece(f"+{_code_of(waiting.text)} {told(piece.text)}", waiting.before)
            waiting = None
        if code:
            waiting = piece
        else:
            found.append(piece)
    return found if not waiting else _joined_behind(found, _code_of(waiting.text), home)


def _joined_behind(pieces: list[Piece], code: str, home: str) -> list[Piece] | None:
    if not pieces:
        return None  # "+33", and nothing else
    last = pieces[-1]
    if _WITH_CODE.match(last.text) or code == home_of(home).code:
        return pieces
    return [*pieces[:-1], Piece(f"+{code} {told(last.text)}", last.before)]


def _code_of(text: str) -> str:
    found = _CODE.fullmatch(text)
    return found[1] if found and is_code(found[1]) else ""


def misled(fragment: Piece, number: Piece, home: str) -> bool:
    """Whether some digits stand before a number so that they may belong to it.

    Before a number that is whole, with its 0 or its code, only another country's code may; the room
    212 is none.
    """
    if _WITH_CODE.match(number.text):
        return False
    if "+" in fragment.text or home not in HOMES:
        return "+" in fragment.text
    digits = digits_of(fragment.text)
    if _BEGINS_WELL.match(number.text):
        return not fragment.before.isalpha() and _is_foreign_code(digits, home, 3)
    return digits[0] == "0" or (not number.before.isalpha() and _completes(digits, number, home))


def _completes(digits: str, number: Piece, home: str) -> bool:
    """Whether digits may begin a number without its 0: 34 / 612345678, 6 - 61 23 45 678."""
    bare = told(number.text)
    if is_local(bare, home):
        return False
    if _is_foreign_code(digits, home, 2) or (number.before == "," and bare == number.text):
        return True
    return len(digits_of(bare)) == 9 and not _BARE.fullmatch(bare)


def _is_foreign_code(digits: str, home: str, fewest: int) -> bool:
    return (
        fewest <= len(digits) <= 3
        and digits not in (home_of(home).code, *COMMON)
        and is_code(digits)
    )


def is_local(text: str, home: str) -> bool:
    """Whether a text is a short number of this home, mobile or not."""
    count = len(digits_of(text))
    if not is_short(home) or count != HOMES[home].digits or "+" in text:
        return False
    reading = plainly(text.translate(SEPARATORS), home)
    return reading is not None and reading.kind != IMPOSSIBLE


def without_mark(text: str, home: str) -> str | None:
    """Return a text without the mark at one of its ends, or with its code in brackets as a code.

    ``None`` if it has no mark; "" if what stands beside the mark is no whole number.
    """
    if home in HOMES and (found := _BRACKETED.match(text)) and is_code(found[1]):
        rest = text[found.end() :]
        if found[1] in _OVERSEAS and len(digits_of(rest)) == 6:
            return None
        return f"+{found[1]} {rest}"
    if found := _TRAILING.search(text):
        return _before(text[: found.start()], found[1], home)
    found = _LEADING.match(text)
    if found and not (found[2].strip() and len(gaps := _gaps(text)) > 1 and len({*gaps}) == 1):
        return _behind(found[1], found[2], text[found.end() :], home)
    lone = re.fullmatch(r"\W*[67]\s(.+)", text)
    return "" if lone and is_local(lone[1], home) else None


def _before(number: str, mark: str, home: str) -> str | None:
    """Return the number before a mark in brackets: 06 39 98 00 01 (1)."""
    begins_well = _BEGINS_WELL.match(number)
    if len(mark) == 3 and is_code(mark):
        return number if _WITH_CODE.match(number) else f"+{mark} {number}"
    if len(mark) > 2 or (not begins_well and _is_foreign_code(mark, home, 2)):
        return ""
    return number


def _behind(mark: str, sign: str, rest: str, home: str) -> str | None:
    """Return the number behind a mark: 1) 06 39 98 00 01."""
    if not sign.strip() and (
        home not in HOMES or is_local(mark + rest, home) or _is_foreign_code(mark, home, 2)
    ):
        return None
    if _BEGINS_WELL.match(rest):
        return rest
    if home not in HOMES or mark == home_of(home).code or _is_foreign_code(mark, home, 2):
        return None
    is_closed = re.search(r"[:)\]=]", sign)
    if is_local(rest, home) or (
        is_closed and (_BARE.fullmatch(told(rest)) or _SOLID.fullmatch(rest))
    ):
        return rest
    return None if not is_closed and is_local(mark + rest, home) else ""


def _gaps(text: str) -> list[str]:
    """Return what stands between the digits of a text."""
    return re.findall("(?<=[0-9])[^0-9]+(?=[0-9])", text)


def has_one_sign(text: str) -> bool:
    """Whether the same sign is everywhere between the digits of a text: 06 / 39 / 98 / 00 / 01."""
    return len({gap.strip() for gap in _gaps(text)}) < 2


def in_pairs(text: str) -> bool:
    """Whether a text is one number in pairs or by three, with signs between them that may cut it.

    The signs are all alike, or the pairs are those of a French number: 06 / 39 98 00 01.
    """
    gaps, groups = _gaps(text), re.findall("[0-9]+", text)
    if not any(map(_CUT.search, gaps)) or any(map(_NO_SIGN.search, gaps)):
        return False
    sizes = [len(group) for group in groups]
    if sizes == [2] * 5 and groups[0][0] == "0":
        return True
    return sizes[0] < 5 and {*sizes[1:]} in ({2}, {3}) and has_one_sign(text)


def told(text: str) -> str:
    """Return a number as it was typed, without the signs around it."""
    text = text.strip(_EDGES).lstrip(")]").rstrip("([").strip(_EDGES)
    inside = text[1:-1]
    if text[:1] in "([" and text[-1:] in ")]" and not re.search(r"[()\[\]]", inside):
        return inside.strip(_EDGES)
    return text
