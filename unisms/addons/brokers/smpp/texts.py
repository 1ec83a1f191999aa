"""From the octets of a reply to its text, by their data_coding (SMPP 3.4 §5.2.19, 3GPP TS 23.038
§4)."""

from unisms.sms import encoding, languages

GSM, ASCII, BINARY, LATIN1, UCS2, UTF8 = "gsm", "ascii", "binary", "latin-1", "ucs-2", "utf-8"
#: The names by which a setting may say what the operator means by a data_coding.
ALPHABETS = (GSM, ASCII, BINARY, LATIN1, UCS2, UTF8)
# Windows-1252 shows what Latin-1 leaves empty (0x92 is an apostrophe), and nothing else differs.
_CODECS = {LATIN1: "cp1252", UTF8: "utf-8"}
_OF_SMPP = {
    0: GSM,  # the SMSC's own: nearly everywhere this one
    1: ASCII,
    2: BINARY,
    3: LATIN1,
    4: BINARY,
    5: "iso2022_jp",
    6: "iso8859_5",
    7: "iso8859_8",
    8: UCS2,
    9: "shift_jis",
    10: "iso2022_jp",
    13: "iso2022_jp_1",
    14: "euc_kr",
}
NATIONAL = "national"  # before the numbers of two languages
_OF_OCTETS = (GSM, ASCII, BINARY, LATIN1)
_SMALL_END = b"\xff\xfe"
FEWEST = 2  # characters that show the alphabet in which they are written
_COMPRESSED = 0x20
_SPACES = b"\t\n\r\f"
_CONTROLS = frozenset(range(0x20)) - frozenset(_SPACES)


def alphabet_of(data_coding, own=None):
    """Return the name of the alphabet, or ``None`` where the text is compressed.

    ``own`` maps data codings to what the operator means otherwise.
    """
    if own and data_coding in own:
        return own[data_coding]
    if data_coding < 0x10:
        return _OF_SMPP.get(data_coding, GSM)
    group = data_coding >> 4
    if group < 0x08:  # general, or for automatic deletion: bit 5 and an alphabet in bits 3 and 2
        return None if data_coding & _COMPRESSED else (GSM, BINARY, UCS2, GSM)[data_coding >> 2 & 3]
    if group == 0x0E:  # a message that waits, in UCS-2; 0xC0 to 0xDF: in GSM
        return UCS2
    if group == 0x0F:  # a class
        return BINARY if data_coding & 0x04 else GSM
    return GSM  # a reserved coding is read so (3GPP TS 23.038 §4)


def national(locking, single):
    """Return the name of the GSM alphabet with the tables of these languages."""
    return f"{NATIONAL} {locking} {single}"


def text_of(alphabet, payload):
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


def _of_septets(alphabet, payload):
    if not payload.isascii():
        return _of_bytes(payload)  # no septet is as high
    # ASCII has no use for control characters: a letter with an accent among those is GSM's.
    if alphabet == ASCII and _CONTROLS.isdisjoint(payload):
        return payload.decode("ascii")
    return encoding.decode_gsm(payload)


def _of_bytes(payload):
    """Return as text what nobody says the alphabet of.

    Octets that can be UTF-8 are hardly ever anything else.
    """
    try:
        return payload.decode()
    except UnicodeDecodeError:
        return _decoded(LATIN1, payload)


def _decoded(alphabet, payload):
    return payload.decode(_CODECS.get(alphabet, alphabet), "replace")


def _ucs2(payload):
    """Return UTF-16, big end first unless a mark or the octets themselves say otherwise."""
    if payload[:2] == _SMALL_END or _is_small_end(payload):
        return payload.decode("utf-16-le", "replace").removeprefix("\ufeff")
    if len(payload) % 2:
        if payload.isascii() and _CONTROLS.isdisjoint(payload):
            return payload.decode("ascii")  # no unit has one octet: the coding is wrong, not the text
        if payload[-1] == 0:
            payload = payload[:-1]  # ended as a C-octet string is
    return payload.decode("utf-16-be", "replace").removeprefix("\ufeff")


def _is_small_end(payload):
    """Whether every character is one of Latin-1 if the small end comes first."""
    characters, others = payload[::2], payload[1::2]
    return 0 < len(characters) == len(others) and not any(others) and _CONTROLS.isdisjoint(characters)


def _is_big_end(payload):
    """Whether these are characters of Latin-1 in UCS-2: no other text has an ``@`` before each."""
    others, characters = payload[::2], payload[1::2]
    several = FEWEST <= len(characters) == len(others)
    return several and not any(others) and _CONTROLS.isdisjoint(characters)
