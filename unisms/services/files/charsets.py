"""The eight-bit encodings of French files, told apart by which of them makes French of the bytes.

Statistics need pages; a file of two students has one accent. So each letter is judged where it
stands: no capital follows a small letter, ``ç`` stands before a, o or u, ``°`` after ``n``.
"""

import re
import unicodedata
from collections import Counter
from functools import lru_cache
from operator import itemgetter

#: From the likeliest on. The numbers are what an encoding must be better by than the first one.
EIGHT_BIT = {
    "cp1252": 0,  # Windows in western Europe; includes ISO 8859-1
    "iso-8859-15": 0.5,  # Unix, Oracle's WE8ISO8859P15
    "mac_roman": 1,  # "CSV (Macintosh)"
    "cp850": 3,  # "CSV (MS-DOS)", Oracle's WE8PC850
    "cp858": 3.1,  # cp850 with a euro sign
    "cp437": 3.2,  # older DOS programs
    "cp863": 5,  # DOS in Canada
    "hp_roman8": 6,  # HP-UX, Oracle's WE8ROMAN8
}
_PIECE = 1 << 18  # octets looked at together
_TELLING = 1_000  # letters of a piece: if none is new among so many, few will be later
_ASCII = bytes(range(128))
_MOST = 100_000  # letters between others, each different, that tell enough
_ENOUGH = 4  # times that one letter between two others is counted

_FOUND = re.compile(rb"[\x80-\xff](?<=(..))(?=(.))", re.DOTALL)
#: a character beyond ASCII
ODD = re.compile(r"[^\x00-\x7f]")
_LETTERS = {
    letter: worth
    for worth, letters in (
        (6, "é"),
        (5, "èàêçÉ"),
        (4, "îôâûïëùœ"),
        (3.5, "ÈÀÇÊ"),
        (3.3, "ËÏÎÔÂÛÙŒ"),
        (2, "üöäñáíóú"),
        (1.5, "ÜÖÄÑÁÍÓÚ"),
        (1, "ãõåøæßìòýÿÅØÆ"),
        (-2, "Ã"),
    )
    for letter in letters
}
_NONSENSE = -8


def ranked(content: bytes) -> list[tuple[str, float]]:
    """Return the eight-bit encodings, the one that makes most sense of ``content`` first.

    They come as pairs of name and sense; below 0 the letters would be better left alone.
    """
    found = _found(content)
    triples = [(pair + after, min(count, _ENOUGH)) for (pair, after), count in found.items()]

    def sense_in(name: str) -> float:
        table = bytes(range(256)).decode(name, "replace")
        return sum(
            _worth(table[before], table[char], table[after]) * count
            for (before, char, after), count in triples
        )

    told = [(name, sense_in(name) - least) for name, least in EIGHT_BIT.items()]
    return sorted(told, key=itemgetter(1), reverse=True)


def _found(content: bytes) -> Counter[tuple[bytes, bytes]]:
    """Count each octet beyond ASCII between its neighbours, piece by piece to spare memory.

    Once a piece brings nothing new, those without an octet that was never seen are passed over.
    """
    found: Counter[tuple[bytes, bytes]] = Counter()
    padded = b" " + content + b" "
    seen, quiet = _ASCII, False
    for start in range(0, len(content), _PIECE):
        piece = padded[start : start + _PIECE + 2]
        if quiet and not piece.translate(None, seen):
            continue
        known, letters = len(found), _FOUND.findall(piece)
        found.update(letters)
        if len(found) > _MOST:
            break
        quiet = len(found) == known and len(letters) > _TELLING
        seen = _ASCII + bytes({pair[1] for pair, _ in found}) if quiet else seen
    return found


def sense(text: str) -> float:
    """Return how much French the characters beyond ASCII make where they stand; above 0 is good."""
    return sum(worth_at(text, found.start()) for found in ODD.finditer(text))


def worth_at(text: str, place: int) -> float:
    """Return how well the character at ``place`` fits there; below 0 it does not."""
    return _worth(
        text[place - 1] if place else " ", text[place], text[place + 1 : place + 2] or " "
    )


@lru_cache(1 << 16)
def _worth(before: str, char: str, after: str) -> float:
    if char == "\ufffd" or unicodedata.category(char) == "Cc":
        return _NONSENSE
    return _of_letter(before, char, after) if char.isalpha() else _of_sign(before, char, after)


def _of_letter(before: str, char: str, after: str) -> float:
    joined, goes_on = before.isalpha(), after.isalpha()
    if _is_mixed(before, char, after):
        return -6
    if (
        before.isupper() and char.islower() and not goes_on
    ):  # of two letters, or of a word in capitals
        return -1
    if after.isdigit() or (before.isdigit() and char not in "èéÈÉ"):  # 2ème
        return -3
    if not joined and not goes_on and not before.isdigit():
        return {"à": 5, "À": 4}.get(char, -2)
    misplaced = _MISPLACED.get(char.lower())
    if misplaced and misplaced.search(
        f"{before if joined else ' '}{char}{after if goes_on else ' '}"
    ):
        return -3
    return _LETTERS.get(char, 0 if _is_latin(char) else -4)


def _is_mixed(before: str, char: str, after: str) -> bool:
    """Whether capitals and small letters alternate as in no word: ``PrŽnom``, ``HéLENE``."""
    if char.isupper():
        return before.islower() or (before.isupper() and after.islower())
    return after.isupper() or (char in "ªº" and after.islower())


def _is_latin(char: str) -> bool:
    return unicodedata.name(char, "").startswith("LATIN")


#: where a letter never stands in French, between what is before and after it, blank at an end
_MISPLACED = {
    letter: re.compile(pattern, re.IGNORECASE)
    for letter, pattern in (
        ("à", r"à[^\W\d_]|[^\W\d_ljçhtv]à"),  # là, déjà, çà
        ("ù", r"ù[^\W\d_]|[^oO]ù"),  # où
        ("œ", r"[aeiouyéèê]œ|œ[^uidtslc ]"),  # cœur, œil, œdème, fœtus
        ("ç", r"ç[^aouâôûàãõeiéè ]"),
        ("ê", r" ê[^t]|[aou]ê"),  # être
        ("â", r"[aou]â"),
        ("ë", r"[^aouéi]ë"),  # Noël, Raphaël
        ("ï", r"[^aouéy]ï"),  # Loïc, Anaïs
        ("ÿ", r" ÿ"),
        ("ñ", r"ñ[^aeiouáéíóú ]"),
        ("ó", r"[aou]ó"),
        ("ø", r"[aou]ø"),
    )
}


def _of_sign(before: str, char: str, after: str) -> float:
    joined, goes_on = before.isalpha(), after.isalpha()
    if joined and goes_on:
        return {"’": 5, "·": 1, "\xa0": 0, "\xad": 0, "\u2011": 0}.get(char, -5)
    if char == "\xa0":
        return 2 if before in "«0123456789" or after in "»;:!?%€" else 0
    if char in "°º":
        return 4 if before in "nN0123456789" else -3 if joined else 0
    if char in _SIGNS:
        places, worth = _SIGNS[char]
        return worth if (">" if joined else "<" if goes_on else "-") in places else -3
    return -5 if joined or goes_on or not char.isprintable() else _ALONE.get(char, -2)


#: signs, where they stand: alone ("-"), before a word ("<") or after one (">"); and their worth
_SIGNS = {
    sign: (places, worth)
    for places, worth, signs in (
        ("-<", 3, "«"),
        ("->", 3, "»"),
        ("-<", 2, "“"),
        ("->", 2, "”"),
        ("-<", 1, "‘"),
        (">", 1, "’"),
        (">", 3, "…"),
        ("->", 1, "²³"),
        ("-", 4, "€"),
    )
    for sign in signs
}
_ALONE = dict.fromkeys("–—", 2) | dict.fromkeys("•·§£©®™µ×½¼¾", 0)
