"""The terms on which a campaign was checked: its prices, its alphabet and its rules."""

from typing import NamedTuple


class Terms(NamedTuple):
    """The terms of a check, which hold until the campaign is closed; stored as a bare tuple."""

    prices: tuple  #: pairs of prefix and millionths of a euro per segment
    #: Millionths of a euro where the connection tells no price for a country; 0: none.
    abroad: int = 0
    alphabet: str = "gsm"  #: a key of ``sms.encoding.ALPHABETS``
    rules: tuple = ()  #: those of the institution by which people are set aside
