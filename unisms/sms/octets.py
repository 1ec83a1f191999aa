"""From the octets of a reply to its text, by the name of their alphabet or by what they show."""

import re
from collections.abc import Iterable
from itertools import groupby
from operator import itemgetter

from unisms.sms import encoding, languages

GSM, ASCII, BINARY, LATIN1, UCS2, UTF8 = "gsm", "ascii", "binary", "latin-1", "ucs-2", "utf-8"
PACKED = "gsm-packed"  # eight septets in seven octets: ``unpacked`` makes GSM of it
# Windows-1252 shows what Latin-1 leaves empty (0x92 is an apostrophe), and nothing else differs.
_CODECS = {LATIN1: "cp1252", UTF8: "utf-8"}
NATIONAL = "national"  # before the numbers of two languages
_OF_OCTETS = (GSM, ASCII, BINARY, LATIN1)
_BIG_END, _SMALL_END = b"\xfe\xff", b"\xff\xfe"
FEWEST = 2  # characters that show the alphabet in which they are written
# The first octets of the other characters that stand among those of Latin-1: letters as œ,
# punctuation, signs, emoji.
_COMPANY = frozenset(b"\x01\x02\x03\x1e\x20\x21\x22\x25\x26\x27\x2b\xfe") | frozenset(
    range(0xD8, 0xE0)
)
_SPACES = b"\t\n\r\f"
_CONTROLS = frozenset(range(0x20)) - frozenset(_SPACES)
_SEPTET = 7  # bits
_WORD = re.compile(r"[^\W_]+")
_STRANGE = re.compile(r"[^\w\s.,;:!?'’\"()@/€«»-]|_")  # signs that stand between no words


def national(locking: int, single: int) -> str:
    """Return the name of the GSM alphabet with the tables of these languages."""
    return f"{NATIONAL} {locking} {single}"


def shown(alphabet: str, payload: bytes) -> str:
    """Return ``payload`` as text in any case: what is none is shown as it came."""
    try:
        return text_of(alphabet, payload)
    except (ValueError, LookupError):  # it is no text, or there is no such alphabet
        return _decoded(UTF8, payload)


def joined(pieces: Iterable[tuple[str, bytes]]) -> str:
    """Return the text of these pairs of an alphabet and octets.

    Octets are put together before they are read, where they are of one alphabet: a pair of UCS-2
    units, or an escape and its sign, may be cut in two.
    """
    alphabets = groupby(pieces, key=itemgetter(0))
    return "".join(shown(name, b"".join(octets for _, octets in same)) for name, same in alphabets)


def unpacked(payload: bytes, header: int = 0) -> bytes:
    """Return the septets of packed GSM, an octet each, which stand behind ``header`` octets.

    The first of them begins at the next septet from the beginning of the header (3GPP TS 23.040
    §9.2.3.24); seven bits too many at the end are no sign (3GPP TS 23.038 §6.1.2.3.1).
    """
    fill = -8 * header % _SEPTET
    bits, count = int.from_bytes(payload, "little") >> fill, (8 * len(payload) - fill) // _SEPTET
    septets = bytes(bits >> _SEPTET * place & 0x7F for place in range(count))
    is_full = (8 * len(payload) - fill) % _SEPTET == 0
    return septets[:-1] if is_full and septets[-1:] in (b"\0", b"\r") else septets


def text_of(alphabet: str, payload: bytes) -> str:
    """Return ``payload`` as text, in the alphabet of this name or the one that its octets show.

    A NUL at its end is the end of a string, and no sign.

    :raises ValueError: it is no text.
    """
    if alphabet == UCS2 or (alphabet in _OF_OCTETS and _is_ucs2(payload)):
        return _ucs2(payload).rstrip("\0")  # operators forget to say so
    if alphabet.startswith(NATIONAL):
        return languages.decode(_ended(payload), *map(int, alphabet.split()[1:]))
    if alphabet == GSM:
        return _of_septets(_ended(payload))
    payload = payload.rstrip(b"\0") or payload
    if alphabet == ASCII:
        # ASCII has no use for control characters: a letter with an accent among those is GSM's.
        return payload.decode("ascii") if _is_plain(payload) else _of_septets(payload)
    if alphabet == BINARY and not _CONTROLS.isdisjoint(payload):
        raise ValueError(BINARY)
    return _of_bytes(payload) if alphabet == BINARY else _decoded(alphabet, payload)


def _ended(septets: bytes) -> bytes:
    """Return GSM without the NUL that ends a string.

    Where there are others, or nothing else, it is an ``@``.
    """
    end = len(septets) - 1
    return septets[:end] if end > 0 and septets.find(b"\0") == end else septets


def _is_plain(payload: bytes) -> bool:
    return payload.isascii() and _CONTROLS.isdisjoint(payload)


def _of_septets(payload: bytes) -> str:
    # No septet is higher.
    return encoding.decode_gsm(payload) if payload.isascii() else _of_bytes(payload)


def _of_bytes(payload: bytes) -> str:
    """Return as text what nobody says the alphabet of.

    Octets that can be UTF-8 are hardly ever anything else.
    """
    try:
        return payload.decode()
    except UnicodeDecodeError:
        return _decoded(LATIN1, payload)


def _decoded(alphabet: str, payload: bytes) -> str:
    return payload.decode(_CODECS.get(alphabet, alphabet), "replace")


def _ucs2(payload: bytes) -> str:
    """Return UTF-16, big end first unless a mark or the octets themselves say otherwise."""
    if payload[:2] == _SMALL_END or _has_small_end(payload):
        return payload.decode("utf-16-le", "replace").removeprefix("\ufeff")
    if payload[:2] != _BIG_END and _is_of_octets(payload):
        return _of_bytes(payload)  # the coding is wrong, not the text
    if len(payload) % 2 and payload[-1] == 0:
        payload = payload[:-1]  # ended as a C-octet string is
    return payload.decode("utf-16-be", "replace").removeprefix("\ufeff")


def _is_of_octets(payload: bytes) -> bool:
    """Whether one octet is one character here, or UTF-8.

    French in UCS-2 has a NUL in each unit, and no unit is one octet. Chinese may well have two
    letters in each; but these are hardly ever words, and mostly of ASCII.
    """
    if not payload or not _CONTROLS.isdisjoint(payload):
        return False
    return len(payload) % 2 == 1 or _has_words(_of_bytes(payload))


def _has_words(text: str) -> bool:
    if 3 * sum(char.isascii() for char in text) < 2 * len(text):
        return False
    return not _STRANGE.search(text) and all(map(_is_word, _WORD.findall(text)))


def _is_word(text: str) -> bool:
    return text.isupper() or text.islower() or text.istitle() or text.isdecimal()


def _has_small_end(payload: bytes) -> bool:
    return _is_wide(payload[1::2], payload[::2])


def _is_ucs2(payload: bytes) -> bool:
    """Whether it is, whatever the coding says: no other text has an ``@`` beside each letter."""
    several = len(payload) >= 2 * FEWEST
    return several and (_is_wide(payload[::2], payload[1::2]) or _has_small_end(payload))


def _is_wide(firsts: bytes, seconds: bytes) -> bool:
    """Whether most units of these octets are of Latin-1, and the others stand among such."""
    if len(firsts) != len(seconds) or 2 * firsts.count(0) <= len(firsts):
        return False
    units = zip(firsts, seconds, strict=True)
    return all(first in _COMPANY if first else second not in _CONTROLS for first, second in units)
