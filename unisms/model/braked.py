"""The brake of a campaign: the failures at which it paused by itself."""

from typing import NamedTuple


class Braked(NamedTuple):
    """A pause that nobody asked for, as code reads it; stored as a bare tuple."""

    at: int  #: epoch seconds
    cause: str  #: of ``sms.causes``
    failed: int  #: messages that failed for it
    ended: int  #: messages whose end was known
    before: tuple = ()  #: pairs of a cause and its failures of the whole campaign by then
    ended_before: int = 0  #: messages of the whole campaign whose end was known by then
