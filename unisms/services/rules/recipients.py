"""A candidate for a message, wherever they come from."""

from typing import NamedTuple

SHORTEST = 6  # digits of a mobile number


class Recipient(NamedTuple):
    """A candidate for a message, before merging."""

    msisdn: str  #: E.164, or empty
    who: str  #: how a person recognises them on the page
    source: str  #: where they come from: a line of the file, a group
    values: tuple[
        str, ...
    ] = ()  #: the personal values of the text, in the order of the wanted columns
    cause: str | None = None  #: why they cannot receive (``sms.causes``), or ``None``
    uncertain_range: bool = False  #: the number is in a range that the tables do not know
    lines: int = 0  #: of a file that are theirs
    uid: str = ""  #: of the person of the directory that they are; empty: nobody knows
    excluded: int = 0  #: the place, from 1 on, of the part that leaves them out of the message


def tells_number(who: str) -> bool:
    """Whether ``who`` may be a number, typed where no name is known."""
    return sum(map(str.isdigit, who)) >= SHORTEST
