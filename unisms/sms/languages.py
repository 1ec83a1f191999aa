"""The national language tables of the GSM 7-bit alphabet, in which handsets may write replies.

3GPP TS 23.038 §6.2.1.2 and annex A. A header names the tables (3GPP TS 23.040 §9.2.3.24.15 and 16):
a locking one in the place of the alphabet, a single one in the place of its extension.
"""

from collections.abc import Mapping

from unisms.sms import encoding

TURKISH, SPANISH, PORTUGUESE = 1, 2, 3

_DIGITS = "()*+,-./0123456789:;<=>?"
_CAPITALS, _SMALL = "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz"
_LOCKING = {
    TURKISH: (
        f"@£$¥€éùıòÇ\nĞğ\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\x1bŞşßÉ !\"#¤%&'{_DIGITS}İ{_CAPITALS}ÄÖÑÜ§ç{_SMALL}äöñüà"
    ),
    PORTUGUESE: (
        f"@£$¥êéúíóç\nÔô\rÁáΔ_ªÇÀ∞^\\€Ó|\x1bÂâÊÉ !\"#º%&'{_DIGITS}Í{_CAPITALS}ÃÕÚÜ§~{_SMALL}ãõ`üà"
    ),
}
_COMMON = encoding.EXTENSION
_SINGLE: Mapping[int, Mapping[int, str]] = {
    TURKISH: _COMMON
    | {0x47: "Ğ", 0x49: "İ", 0x53: "Ş", 0x63: "ç", 0x67: "ğ", 0x69: "ı", 0x73: "ş"},
    SPANISH: _COMMON
    | {0x09: "ç", 0x41: "Á", 0x49: "Í", 0x4F: "Ó", 0x55: "Ú"}
    | {0x61: "á", 0x69: "í", 0x6F: "ó", 0x75: "ú"},
    PORTUGUESE: _COMMON
    | {0x05: "ê", 0x09: "ç", 0x0B: "Ô", 0x0C: "ô", 0x0E: "Á", 0x0F: "á", 0x1F: "Ê"}
    | {0x12: "Φ", 0x13: "Γ", 0x15: "Ω", 0x16: "Π", 0x17: "Ψ", 0x18: "Σ", 0x19: "Θ"}
    | {0x41: "À", 0x49: "Í", 0x4F: "Ó", 0x55: "Ú", 0x5B: "Ã", 0x5C: "Õ", 0x61: "Â"}
    | {0x69: "í", 0x6F: "ó", 0x75: "ú", 0x7B: "ã", 0x7C: "õ", 0x7F: "â"},
}


def decode(septets: bytes, locking: int = 0, single: int = 0) -> str:
    """Return the text of unpacked ``septets``, by the usual table if the language has no such."""
    alphabet = encoding.GSM
    if locking in _LOCKING:
        alphabet = alphabet._replace(signs=_LOCKING[locking])
    return encoding.decode_gsm(septets, alphabet, _SINGLE.get(single, _COMMON))
