"""The alphabet a text needs, its billed segments, and the French simplifications to save some.

The GSM 7-bit default alphabet and its extension are tables 1 and 2 of 3GPP TS 23.038 §6.2.1; UCS-2
is its §6.2.3. How a message is cut into segments, with a header of 6 octets in each, is 3GPP TS
23.040 §9.2.3.24.1.
"""

import re
import unicodedata
from codecs import charmap_build, charmap_encode
from collections import Counter
from collections.abc import Mapping
from itertools import pairwise
from typing import Any, NamedTuple

from unisms.sms.replacements import apart, plain
from unisms.sms.visible import shown

GSM7 = "gsm7"
UCS2 = "ucs2"


class Encoded(NamedTuple):
    """The cost of a text.

    A unit is a septet, or one 16-bit half of UCS-2; an extension character or an emoji is two.
    """

    alphabet: str  #: ``gsm7`` or ``ucs2``
    segments: int  #: at least one, even for an empty text
    units: int  #: headers not counted
    room: int  #: units that may still be added before one more segment is billed


class Alphabet(NamedTuple):
    """A broker's version of the GSM 7-bit default alphabet."""

    name: str
    basic: frozenset[str]  #: characters that cost one septet
    extension: frozenset[str]  #: characters that cost two: the escape, then theirs
    signs: str  #: the sign of each septet, 0x00 to 0x7F
    #: For ``charmap_encode``: a mark, one octet, for each character; an extension's is 0x80 + its
    #: septet.
    marks: Any
    #: For ``bytes.translate``, from marks to septets; extensions stay marks, 0xFF is in neither.
    septets: bytes
    outside: re.Pattern[str]  #: finds each character that is in neither table


class Costly(NamedTuple):
    """A character that makes a text dearer, and its substitute (``None``: none that we know)."""

    character: str
    times: int
    replacement: str | None


_ESCAPE = 0x1B
_BASIC = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\x1bÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENSION = {
    0x0A: "\f",
    0x14: "^",
    0x28: "{",
    0x29: "}",
    0x2F: "\\",
    0x3C: "[",
    0x3D: "~",
    0x3E: "]",
    0x40: "|",
    0x65: "€",
}
_UNDEFINED = "\ufffe"  # a hole, for codecs.charmap_build


def _alphabet(name: str, signs: str = _BASIC, also: str = "") -> Alphabet:
    """Build the tables; ``also`` is one more character, encoded as the septet 0x09."""
    table = [*signs, *[_UNDEFINED] * 128]
    septets = bytearray(range(256))
    # A charmap is only fast when its first place is NUL: "@", septet 0x00, lodges in the place that
    # the escape leaves.
    table[0x00], table[_ESCAPE] = "\0", "@"
    septets[0x00], septets[_ESCAPE] = 0xFF, 0x00
    for code, character in EXTENSION.items():
        table[0x80 | code] = character
    if also:
        table[0x80 | 0x09], septets[0x80 | 0x09] = also, 0x09
    basic = frozenset(signs) - {"\x1b"} | frozenset(also)
    extension = frozenset(EXTENSION.values())
    outside = re.compile(f"[^{re.escape(''.join(basic | extension))}]")
    return Alphabet(
        name, basic, extension, signs, charmap_build("".join(table)), bytes(septets), outside
    )


#: 3GPP TS 23.038 to the letter: 0x09 is "Ç", so that "ç" needs UCS-2.
GSM = _alphabet("gsm")
#: For brokers that follow Unicode's GSM0338.TXT, where 0x09 is "ç". "Ç" goes by the same septet.
GSM_WITH_SMALL_C_CEDILLA = _alphabet("gsm-c-cedilla", _BASIC.replace("Ç", "ç"), also="Ç")
#: By the name that a connection's settings give.
ALPHABETS = {alphabet.name: alphabet for alphabet in (GSM, GSM_WITH_SMALL_C_CEDILLA)}

# Octets of a segment alone, octets of one that is joined to others, octets of a unit (3GPP TS
# 23.040 §9.2.3.24.1).
_SIZES = {GSM7: (160, 153, 1), UCS2: (140, 134, 2)}


def encode(text: str, alphabet: Alphabet = GSM) -> Encoded:
    """Return the alphabet ``text`` needs and the number of segments it is billed for."""
    septets = _septets(text, alphabet)
    if (
        septets is not None and len(septets) <= 160
    ):  # nearly every message: kept short, as it is called for each
        return Encoded(GSM7, 1, len(septets), 160 - len(septets))
    if septets is not None and _ESCAPE not in septets:  # no pair can straddle two segments
        segments, last = divmod(len(septets) - 1, 153)
        return Encoded(GSM7, segments + 1, len(septets), 152 - last)
    name, payload = (GSM7, septets) if septets is not None else (UCS2, _utf16(text))
    alone, joined, octets = _SIZES[name]
    cuts = _cuts(payload, name)
    last = cuts[-1] - cuts[-2]
    room = (joined if len(cuts) > 2 else alone) - last
    return Encoded(name, len(cuts) - 1, len(payload) // octets, room // octets)


def split(text: str, alphabet: Alphabet = GSM) -> tuple[str, tuple[bytes, ...]]:
    """Return the alphabet ``text`` needs and the payload of each segment, without any header.

    GSM payloads are unpacked, one septet per octet, as SMPP wants them; UCS-2 ones are UTF-16, big
    end first.
    """
    septets = _septets(text, alphabet)
    if septets is not None and len(septets) <= 160:
        return GSM7, (septets,)
    name, payload = (GSM7, septets) if septets is not None else (UCS2, _utf16(text))
    cuts = _cuts(payload, name)
    return name, tuple(payload[first:end] for first, end in pairwise(cuts))


def _septets(text: str, alphabet: Alphabet) -> bytes | None:
    """Return ``text`` in septets, or ``None`` when a character is not in ``alphabet``."""
    try:
        marks = charmap_encode(text, "strict", alphabet.marks)[0]
    except UnicodeEncodeError:
        return None
    septets = marks.translate(alphabet.septets)
    if septets.isascii():
        return septets
    if 0xFF in septets:
        return None
    for code in EXTENSION:
        septets = septets.replace(bytes((0x80 | code,)), bytes((_ESCAPE, code)))
    return septets


def _utf16(text: str) -> bytes:
    """Return UTF-16, big end first; half a surrogate pair, which some scripts send, is U+FFFD."""
    try:
        return text.encode("utf-16-be")
    except UnicodeEncodeError:
        return (
            text.encode("utf-16-be", "surrogatepass")
            .decode("utf-16-be", "replace")
            .encode("utf-16-be")
        )


def _cuts(payload: bytes, name: str) -> list[int]:
    """Return where each segment begins, then where the last one ends.

    Segments are filled greedily; a pair (an escape and its septet, or two surrogates) that would
    straddle the end of one goes whole to the next, so that dividing the length is not enough (3GPP
    TS 23.040 §9.2.3.24.1).
    """
    alone, joined, _ = _SIZES[name]
    cuts = [0]
    if len(payload) > alone:
        while len(payload) - cuts[-1] > joined:
            end = cuts[-1] + joined
            if name == GSM7:
                end -= payload[end - 1] == _ESCAPE
            elif (
                0xD8 <= payload[end - 2] <= 0xDB
            ):  # a high surrogate, whose other half would be cut off
                end -= 2
            cuts.append(end)
    cuts.append(len(payload))
    return cuts


def decode_gsm(
    septets: bytes, alphabet: Alphabet = GSM, extension: Mapping[int, str] = EXTENSION
) -> str:
    """Return the text of unpacked ``septets``, for replies and receipts; never raises.

    As 3GPP TS 23.038 §6.2.1.1 asks, an unknown escape shows the basic character, and a lone one a
    space. An octet above 0x7F, which no septet can be, is shown as U+FFFD.
    """
    head, *escaped = septets.split(bytes((_ESCAPE,)))
    texts = [_shown(head, alphabet)]
    for tail in escaped:
        first = extension.get(tail[0]) or _shown(tail[:1], alphabet) if tail else " "
        texts += (first, _shown(tail[1:], alphabet))
    return "".join(texts)


def _shown(septets: bytes, alphabet: Alphabet) -> str:
    return "".join(alphabet.signs[septet] if septet < 0x80 else "\ufffd" for septet in septets)


_POWERS = re.compile("(?<=[0-9])[²³¹⁰⁴-⁹]+")  # "10²" is "10^2"
_MIXED = re.compile("(?<=[0-9])(?=[¼-¾⅐-⅞])")  # "1½" is "1 1/2"
_SPACES = " \u00a0\u202f\u2009"
_GUILLEMETS = re.compile(f"«[{_SPACES}]?|[{_SPACES}]?»")
_NUMERO = re.compile("(?<=[nN])°")  # "n° 5" becomes "no 5", while "25 °C" becomes "25 C"


def simplify(text: str, alphabet: Alphabet = GSM) -> str:
    """Return ``text`` with French typography that ``alphabet`` lacks made plain.

    It is to be offered, never done silently.

    Accents that the alphabet has (é è à ù) stay. A character without a replacement stays too, and
    UCS-2 with it, so that both prices must be shown: ``encode(text)`` and
    ``encode(simplify(text))``.
    """
    if _septets(text, alphabet) is not None:
        return text
    quoted = _NUMERO.sub("o", _GUILLEMETS.sub('"', shown(text)))
    quoted = _POWERS.sub(lambda found: f"^{unicodedata.normalize('NFKC', found[0])}", quoted)
    quoted = _MIXED.sub(" ", quoted)
    return alphabet.outside.sub(lambda found: _in(alphabet, found[0]) or "", quoted)


def costly(text: str, alphabet: Alphabet = GSM) -> tuple[Costly, ...]:
    """Return what makes ``text`` need UCS-2 or, when nothing does, what costs two septets.

    In order of appearance. The joints of a picture that is made of several signs are not told.
    """
    dear = alphabet.outside.findall(text) or [char for char in text if char in alphabet.extension]
    found = (Costly(char, times, _offered(char, alphabet)) for char, times in Counter(dear).items())
    return tuple(one for one in found if one.replacement is not None or not _JOINT.match(one[0]))


_JOINT = re.compile("[\u200d\ufe0e\ufe0f\U000e0020-\U000e007f\U0001f3fb-\U0001f3ff]")


def _offered(char: str, alphabet: Alphabet) -> str | None:
    replacement = _in(alphabet, char)
    return None if replacement == char else replacement


def _in(alphabet: Alphabet, char: str) -> str:
    """Return what may stand for ``char`` in ``alphabet``, or ``char`` itself."""
    replacement = "".join(part if part in alphabet.basic else plain(part) for part in apart(char))
    return char if alphabet.outside.search(replacement) else replacement
