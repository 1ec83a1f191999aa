"""The lines that tell of a campaign: those of its history, its own in lists, and its errand."""

from typing import NamedTuple


class Event(NamedTuple):
    """A line of a campaign's history; stored as a bare tuple."""

    at: int
    by: str  #: a uid, or empty for the service itself
    verb: str
    detail: str = ""


class Errand(NamedTuple):
    """A campaign of one message that the service sends by itself; stored as a bare tuple."""

    word: str  #: of ``services.errands``: what it is for
    until: int = 0  #: nothing leaves after this, epoch seconds
    is_secret: bool = False  #: its text is erased once it has left


class Listed(NamedTuple):
    """A campaign as its folder lists and finds it, without loading it; stored as a bare tuple."""

    author: str
    account: str
    state: str
    at: int  #: when it was sent, or written where it was not; epoch seconds
    words: str  #: of title and text, folded, each once, a space before each
    places: tuple  #: of groups and people of its audience, as ``group:l2-histoire``
