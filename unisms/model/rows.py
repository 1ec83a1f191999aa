"""A message as a row of its campaign, and the place of each element in the stored tuple."""

from typing import NamedTuple

from unisms.sms import states

_made = tuple.__new__  # without the defaults, which cost as much again


class MessageRow(NamedTuple):
    """A message, as code reads it.

    It is stored as a bare tuple, so that a storage server needs none of our classes, and without
    what nobody knows at its end: rows of before 2027-01 have six elements.
    """

    msisdn: str
    state: str = states.QUEUED
    ids: str = ""  #: broker ids, one a segment, joined by spaces; ``+`` before those said delivered
    segments: int = 1
    changed_at: int = 0
    cause: str | None = None
    #: The connection that carried it, by its number (``Campaign.carried_by``); 0: unknown.
    connection: int = 0
    accepted_at: int = 0  #: when the broker took it, epoch seconds; 0: unknown
    network: str = ""  #: of its number, as ``208-01`` (MCC and MNC); empty: unknown

    # Four times as quick as ``_replace``: each message passes here several times.

    def moved(
        self, state: str, now: int, cause: str | None = None, ids: str | None = None
    ) -> "MessageRow":
        """Return the row in ``state`` since ``now`` (epoch seconds), with its ids or these."""
        ids = self[2] if ids is None else ids
        return _made(MessageRow, (self[0], state, ids, self[3], now, cause, *self[6:]))

    def carried(self, connection: int, accepted_at: int = 0) -> "MessageRow":
        """Return the row with the connection that carried it, and the moment of the acceptance if
        it is new.
        """
        how = (connection, self[7] or accepted_at, self[8])
        return self if how == self[6:] else _made(MessageRow, self[:6] + how)


#: The place of each in a stored row, for loops over thousands of them: ``row[STATE]``. A stored row
#: has at least these.
MSISDN, STATE, IDS, SEGMENTS, CHANGED_AT, CAUSE = range(6)
SHORTEST = 6  # elements of a stored row
_UNKNOWN = (0, 0, "")  # the others, in rows that lack them


def known(stored: tuple) -> MessageRow:
    """Return a stored row as a ``MessageRow``."""
    return _made(MessageRow, stored + _UNKNOWN[len(stored) - SHORTEST :])


def queued(msisdn: str, segments: int) -> tuple:
    """Return the row of a message that waits, as the store keeps it."""
    return (msisdn, states.QUEUED, "", segments, 0, None)


def set_aside(msisdn: str, cause: str, now: int) -> tuple:
    """Return the row of a message that is never sent, as the store keeps it."""
    return (msisdn, states.SET_ASIDE, "", 0, now, cause)


def bare(row: tuple) -> tuple:
    """Return the row as the store keeps it; ``MessageRow(*stored)`` makes one of it again."""
    known = len(row)
    while known > SHORTEST and not row[known - 1]:
        known -= 1
    return row[:known] if known < len(row) else tuple(row)


class Claim(NamedTuple):
    """Rows taken out of the queue for good and not settled yet; stored as a bare tuple."""

    numbers: tuple  #: of rows
    at: int  #: epoch seconds
    holder: str  #: the machine that holds them
