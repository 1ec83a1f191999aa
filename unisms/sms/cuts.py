"""The ways in which several numbers stand on one line without a sign between them."""

import re
from collections.abc import Iterator

from unisms.sms.homes import HOMES
from unisms.sms.marks import has_one_sign
from unisms.sms.shapes import digits_of, is_short

_MARK = re.compile(r"(?:^|(?<=\s))[1-9][0-9]?\s*[)\].:-]\s+")  # "1) 06 … 2) 06 …"


def cuts(piece: str, home: str) -> Iterator[list[str]]:
    """Yield the ways to cut a piece: at blanks and strokes, by digits, at marks, at wide blanks."""
    yield re.split(r"[\s/]+", piece)
    yield _in_tens(piece)
    if is_short(home):
        yield _in_local_pairs(piece, HOMES[home].digits)
    yield [part for part in _MARK.split(piece) if part.strip()]
    yield re.split(r"\s{2,}|/", piece)


def _in_tens(piece: str) -> list[str]:
    """Cut a piece into national numbers of ten digits, with one sign between them, or not at all.

    No number ends within digits that were typed together, unless these are ten or twenty.
    """
    parts: list[str] = []
    start, count = 0, 0
    for group in re.finditer("[0-9]+", piece):
        size = len(group[0])
        start, count = (start if count else group.start()), count + size
        if count % 10 and count < 10:
            continue
        part = piece[start : group.end()].replace(".", " ")
        tens = [digits_of(part)[place : place + 10] for place in range(0, count, 10)]
        if count % 10 or (count > 10 and count != size) or not has_one_sign(part):
            return []
        parts, count = [*parts, *tens], 0
    is_whole = not count and "+" not in piece and all(part[0] == "0" for part in parts)
    return parts if is_whole else []


def _in_local_pairs(piece: str, size: int) -> list[str]:
    """Cut a piece into numbers of so many digits, if all was typed in pairs, or not at all."""
    pairs = re.findall("[0-9]+", piece)
    if "+" in piece or any(len(pair) != 2 for pair in pairs) or len(pairs) % (size // 2):
        return []
    return ["".join(pairs[place : place + size // 2]) for place in range(0, len(pairs), size // 2)]
