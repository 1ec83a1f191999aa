"""From an address as the SMSC writes it, with its type and plan, to a number as we write it."""

from unisms.addons.brokers.smpp.submission import LONGEST_SHORT_CODE
from unisms.sms import msisdn

INTERNATIONAL, NATIONAL, NETWORK, SUBSCRIBER, ALPHANUMERIC, ABBREVIATED = range(1, 7)  # TON, §5.2.5
NATIONAL_PLAN = 8  # NPI, §5.2.6
SHORTEST, LONGEST = 10, 15  # digits of a number where its type says otherwise; of any (ITU-T E.164)


def number(kind, address, country):
    """Return E.164 with its ``+``, or nothing for a short code, a word, or no number.

    ``kind`` is the pair of octets TON and NPI; ``country`` (ISO 3166) that of national numbers.
    """
    # No country code begins with 0 (ITU-T E.164): such a number is national, whatever its type.
    if kind[0] == INTERNATIONAL and address[:1] not in b"+0" and address.isdigit():
        return _international(address.decode())
    text = "".join(address.decode("latin-1").split())
    bare = text.removeprefix("+").removeprefix("00")
    if not (bare.isascii() and bare.isdecimal()):
        return ""
    if kind[0] in (NETWORK, ABBREVIATED) and len(bare) < SHORTEST:
        return ""  # it means something within one network only
    if bare[0] == "0" or (bare == text and _is_national(kind)):
        return msisdn.of_national(bare, country)
    return _international(bare)


def _international(digits):
    if not LONGEST_SHORT_CODE < len(digits) <= LONGEST:
        return ""
    return msisdn.of_international(digits)


def _is_national(kind):
    ton, npi = kind
    return ton in (NATIONAL, SUBSCRIBER) or (not ton and npi == NATIONAL_PLAN)


def shown(kind, address, country):
    """Return the number of a reply's writer or addressee; a short code or a word as it is."""
    return number(kind, address, country) or address.decode("latin-1")
