"""The reading of a number: which kinds of readings there are."""

from typing import NamedTuple

# The refusals bear the names of their causes (``sms.causes``).
MOBILE = "mobile"
UNKNOWN_RANGE = "unknown_range"  # a mobile's length, in a block that no table has yet: accepted
LANDLINE = "landline"
VOIP = "voip"
PREMIUM = "premium"  # and every other special number: freephone, shared cost, personal, pager
IMPOSSIBLE = "impossible"  # digits, but not as many as a mobile has
UNREADABLE = "unreadable"  # no number in it
EMPTY = "no_number"

#: The kinds that may be written to.
USABLE = frozenset({MOBILE, UNKNOWN_RANGE})


class Reading(NamedTuple):
    """A cell as it was read. ``msisdn`` is empty unless the number may be written to."""

    msisdn: str = ""  #: E.164 with its ``+``
    kind: str = EMPTY
    foreign: bool = False  #: neither +33 nor a French overseas code
    others: int = 0  #: further numbers in the same cell, not taken
    filler: bool = False  #: usable in form, but typed to fill a field: 06 06 06 06 06
    spoiled: bool = False  #: broken by a spreadsheet: 6,39998E+08
    assumed: bool = False  #: its ``+`` was missing, as spreadsheets leave it: 212612345678
