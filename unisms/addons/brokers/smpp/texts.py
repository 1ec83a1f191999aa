"""The alphabet of a reply, by its data_coding (SMPP 3.4 §5.2.19, 3GPP TS 23.038 §4)."""

from unisms.sms.octets import ASCII, BINARY, GSM, LATIN1, PACKED, UCS2, UTF8

#: The names by which a setting may say what the operator means by a data_coding.
ALPHABETS = (GSM, PACKED, ASCII, BINARY, LATIN1, UCS2, UTF8)
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
_COMPRESSED = 0x20


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
