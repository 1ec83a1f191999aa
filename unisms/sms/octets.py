"""From the octets of a reply to its text, by the name of their alphabet or by what they show."""

from collections.abc import Iterable
from itertools import groupby
from operator import itemgetter

from unisms.sms import encoding, languages

GSM, ASCII, BINARY, LATIN1, UCS2, UTF8 = "gsm", "ascii", "binary", "latin-1", "ucs-2", "utf-8"
# Windows-1252 shows what Latin-1 leaves empty (0x92 is an apostrophe), and nothing else differs.
_CODECS = {LATIN1: "cp1252", UTF8: "utf-8"}
NATIONAL = "national"  # before the numbers of two languages
_OF_OCTETS = (GSM, ASCII, BINARY, LATIN1)
_SMALL_END = b"\xff\xfe"
FEWEST = 2  # characters that show the alphabet in which they are written
_SPACES = b"\t\n\r\f"
_CONTROLS = frozenset(range(0x20)) - frozenset(_SPACES)


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


def text_of(alphabet: str, payload: bytes) -> str:
    """Return ``payload`` as text, in the alphabet of this name or the one that its octets show.

    :raises ValueError: it is no text.
    """
    if alphabet == UCS2:
        return _ucs2(payload)
    if alphabet in _OF_OCTETS and _is_big_end(payload):
        return _ucs2(payload)  # operators forget to say so
    if alphabet.startswith(NATIONAL):
        return languages.decode(payload, *map(int, alphabet.split()[1:]))
    if alphabet in (GSM, ASCII):
        return _of_septets(alphabet, payload)
    if alphabet == BINARY and not _CONTROLS.isdisjoint(payload):
        raise ValueError(BINARY)
    return _of_bytes(payload) if alphabet == BINARY else _decoded(alphabet, payload)


def _of_septets(alphabet: str, payload: bytes) -> str:
    if not payload.isascii():
        return _of_bytes(payload)  # no septet is as high
    # ASCII has no use for control characters: a letter with an accent among those is GSM's.
    if alphabet == ASCII and _CONTROLS.isdisjoint(payload):
        return payload.decode("ascii")
    return encoding.decode_gsm(payload)


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
    if payload[:2] == _SMALL_END or _is_small_end(payload):
        return payload.decode("utf-16-le", "replace").removeprefix("\ufeff")
    if len(payload) % 2:
        if payload.isascii() and _CONTROLS.isdisjoint(payload):
            return payload.decode("ascii")  # no unit has one octet: the coding is wrong, not the text
        if payload[-1] == 0:
            payload = payload[:-1]  # ended as a C-octet string is
    return payload.decode("utf-16-be", "replace").removeprefix("\ufeff")


def _is_small_end(payload: bytes) -> bool:
    """Whether every character is one of Latin-1 if the small end comes first."""
    characters, others = payload[::2], payload[1::2]
    return 0 < len(characters) == len(others) and not any(others) and _CONTROLS.isdisjoint(characters)


def _is_big_end(payload: bytes) -> bool:
    """Whether these are characters of Latin-1 in UCS-2: no other text has an ``@`` before each."""
    others, characters = payload[::2], payload[1::2]
    several = FEWEST <= len(characters) == len(others)
    return several and not any(others) and _CONTROLS.isdisjoint(characters)
