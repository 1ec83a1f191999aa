"""Text of which not all was written in one encoding: pasted together, spoilt or cut off."""

import codecs
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import partial

from unisms.services.files import charsets

#: a character beyond ASCII in UTF-8 (RFC 3629, section 4, without its finest exceptions); it
#: begins with a class, so that octets that begin none are passed over fast
_SEQUENCE = re.compile(
    rb"[\xc2-\xf4](?:(?<=[\xc2-\xdf])|(?<=[\xe0-\xef])[\x80-\xbf]"
    rb"|(?<=[\xf0-\xf4])[\x80-\xbf]{2})[\x80-\xbf]"
)

#: L for each octet that leads a sequence of UTF-8, C for each that continues a sequence: asked
#: first, because it is quick
_PLACES = b"." * 0x80 + b"C" * 0x40 + b".." + b"L" * 0x33 + b"." * 0x0B


def decode(content: bytes) -> tuple[str, str, tuple[int, ...]]:
    """Return the text, the encoding of most lines, and the numbers of the lines written in another.

    ``content`` is not UTF-8 from end to end.
    """
    content = content.replace(codecs.BOM_UTF8, b"")
    mixed = b"LC" in content.translate(_PLACES) and _SEQUENCE.search(content) is not None
    name, sense = charsets.ranked(_SEQUENCE.sub(b" ", content) if mixed else content)[0]
    name = name if sense > 0 else "cp1252"
    if mixed:
        return _of_lines(content.splitlines(keepends=True), name)
    if sense < 0 and _is_cut_off(content):
        return content.decode("utf-8", "replace"), "utf-8", ()
    return content.decode(name, "replace"), name, ()


def _is_cut_off(content: bytes) -> bool:
    """Whether nothing is wrong with this UTF-8 but that its last character is not whole."""
    begun = codecs.getincrementaldecoder("utf-8")("replace").decode(content)
    return "\ufffd" not in begun


def _of_lines(lines: Sequence[bytes], name: str) -> tuple[str, str, tuple[int, ...]]:
    """Read most lines as UTF-8, or as ``name``, and the others as what they are."""
    odd = {number: line for number, line in enumerate(lines, 1) if not line.isascii()}
    sound = {number for number, line in odd.items() if _is_utf_8(line)}
    of_utf_8 = {
        number: number in sound or _is_rather_utf_8(line, name) for number, line in odd.items()
    }
    main = "utf-8" if sum(of_utf_8.values()) * 2 >= len(odd) else name
    if main == name:  # it may be UTF-8 by chance
        of_utf_8 |= {number: _is_rather_utf_8(odd[number], name) for number in sound}
    read_one = _among_utf_8 if main == "utf-8" else _among_eight_bit
    read = {number: read_one(line, name, of_utf_8[number]) for number, line in odd.items()}
    strays = tuple(number for number, (_, is_stray) in read.items() if is_stray)
    texts = [
        read[number][0] if number in read else line.decode() for number, line in enumerate(lines, 1)
    ]
    return "".join(texts), main, strays


def _is_utf_8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _is_rather_utf_8(line: bytes, name: str) -> bool:
    """Whether UTF-8, patched with ``name``, makes more of the line than ``name`` alone."""
    if not _SEQUENCE.search(line):
        return False
    patched, _ = _patched(line, name, _SEQUENCE.finditer(line))
    return charsets.sense(patched) > charsets.sense(line.decode(name, "replace"))


def _among_utf_8(line: bytes, name: str, of_utf_8: bool) -> tuple[str, bool]:
    """The line of a file in UTF-8, and whether some of it was written in ``name``."""
    return _patched(line, name, _SEQUENCE.finditer(line) if of_utf_8 else ())


def _among_eight_bit(line: bytes, name: str, of_utf_8: bool) -> tuple[str, bool]:
    """The line of a file in ``name``, and whether it was written in UTF-8."""
    if not of_utf_8:
        return line.decode(name, "replace"), False
    return _patched(line, name, _SEQUENCE.finditer(line))[0], True


def _patched(line: bytes, name: str, sequences: Iterable[re.Match[bytes]]) -> tuple[str, bool]:
    """Read ``sequences`` of a line as UTF-8, and what is between them as ``name``.

    Return the text, with U+FFFD for what makes none, and whether anything between them did.
    """
    pieces: list[str] = []
    others: list[int] = []
    length = at = 0
    for start, end in (*(found.span() for found in sequences), (len(line), len(line))):
        between = line[at:start].decode(name, "replace")
        others += [length + found.start() for found in charsets.ODD.finditer(between)]
        pieces += between, line[start:end].decode("utf-8", "replace")
        length, at = length + len(between) + len(pieces[-1]), end
    text = "".join(pieces)
    lost = [place for place in others if charsets.worth_at(text, place) < 0]
    return _without(text, lost) if lost else text, len(lost) < len(others)


def _without(text: str, lost: Iterable[int]) -> str:
    chars = list(text)
    for place in lost:
        chars[place] = "\ufffd"
    return "".join(chars)


def _taken_for(name: str) -> tuple[re.Pattern[str], dict[str, int]]:
    """Return a pattern and the octets of each sign.

    The pattern finds the characters of UTF-8 that were read as ``name``.
    """
    signs = {
        char: octet
        for octet in range(0x80, 0x100)
        if (char := bytes([octet]).decode(name, "ignore"))
    }
    if name == "cp1252":  # browsers keep what it does not know
        signs |= {chr(octet): octet for octet in range(0x80, 0xC0)}

    def those(*octets: int) -> str:
        return "".join(re.escape(char) for char, octet in signs.items() if octet in octets)

    going_on, two = those(*range(0x80, 0xC0)), those(0xC2, 0xC3, 0xC5)
    # a sign of cp1252 becomes another text when it is misread a second time
    again = "Æ’|Ë†|Ëœ" if name == "cp1252" else "(?!)"
    return re.compile(
        f"[{two}][{going_on}]|[{those(0xE2)}][{those(0x80, 0x82, 0x84)}][{going_on}]|{again}"
    ), signs


_TAKEN_FOR = tuple(map(_taken_for, ("cp1252", "mac_roman", "cp850")))
_SIGNS_OF_IT = ("Ã", "Â", "Å", "√", "¬", "≈", "├", "┬", "┼")
_PAIRS = (
    ("€", "â€"),
    ("‚", "â‚"),
    ("„", "â„"),
    ("‚", "‚Ä"),
    ("‚", "‚Ç"),
    ("‚", "‚Ñ"),
    ("Ô", "ÔÇ"),
    ("Ô", "Ôé"),
    ("Ô", "Ôä"),
)
_TIMES = 3  # that a text may have been converted too often


def undouble(text: str, lines: list[str]) -> list[int]:
    """Read in place the characters that became UTF-8 twice, or more often: ``ZoÃ©`` was ``Zoé``.

    Return the numbers of the lines.

    A Macintosh and DOS write ``Zo√©`` and ``Zo├®``. ``text`` is all of the ``lines``.
    """
    numbers: list[int] = []
    if not _may_be_doubled(text):
        return numbers
    for number, line in enumerate(lines, 1):
        read = line if line.isascii() else _undoubled(line)
        if read != line:
            lines[number - 1] = read
            numbers.append(number)
    return numbers


def _may_be_doubled(text: str) -> bool:
    """Whether there are signs of it, sought one by one: that is quickest."""
    return any(sign in text for sign in _SIGNS_OF_IT) or any(
        sign in text and pair in text for sign, pair in _PAIRS
    )


def _undoubled(line: str) -> str:
    for _ in range(_TIMES):
        ways = (pattern.sub(partial(_once, signs), line) for pattern, signs in _TAKEN_FOR)
        line = next((read for read in ways if read != line), line)
    return line


def _once(signs: Mapping[str, int], found: re.Match[str]) -> str:
    octets = bytes(signs[char] for char in found[0])
    return octets.decode("utf-8", "replace").replace("\ufffd", found[0])


def by_chance(content: bytes, text: str) -> str:
    """Return the encoding that makes more sense, if ``content`` is UTF-8, ``text``, by mere chance.

    ``l’été`` of a Macintosh has Armenian letters then.
    """
    if not _STRANGE.search(text) or _FOREIGN.search(text):
        return ""
    name = charsets.ranked(content)[0][0]
    better = charsets.sense(content.decode(name, "replace")) > max(charsets.sense(text), 0)
    return name if better else ""


#: letters that French texts seldom have: IPA, Greek, Cyrillic, Armenian …; three octets never make
#: a letter of them by chance, nor do four octets make two
_STRANGE = re.compile("[\u0180-\u07ff]")
_FOREIGN = re.compile("[\u0180-\u07ff]{2}")
