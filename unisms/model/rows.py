"""A message as a row of its campaign, and the place of each element in the stored tuple."""

from typing import Any, NamedTuple, TypeAlias

from unisms.sms import states

#: a row as the store keeps it; the places of its elements are below
StoredRow: TypeAlias = tuple[Any, ...]
#: the cause, connection, accepted_at and network of a row
Carriage: TypeAlias = tuple[str | None, int, int, str]
_made = tuple.__new__  # without the defaults, which cost as much again


class MessageRow(NamedTuple):
    """A message, as code reads it.

    It is stored as a bare tuple (``bare``), so that a storage server needs none of our classes.
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

    def moved(self, state: str, now: int, cause: str | None = None) -> "MessageRow":
        """Return the row in ``state`` since ``now`` (epoch seconds)."""
        return self._replace(state=state, changed_at=now, cause=cause)

    def redated(self, now: int) -> "MessageRow":
        """Return the row without a moment after ``now`` (epoch seconds)."""
        moments = min(self.changed_at, now), min(self.accepted_at, now)
        return self._replace(changed_at=moments[0], accepted_at=moments[1])


#: The place of each in a stored row, for loops over thousands of them: ``row[STATE]``. In the last
#: place stands the cause alone (``cause_of``) while nobody knows how the message was carried, as in
#: all rows of before 2027-01. Then a tuple of cause, connection, accepted_at and network takes its
#: place: the rows of a batch share it, and the store writes it once for a hundred of them.
MSISDN, STATE, IDS, SEGMENTS, CHANGED_AT, CARRIAGE = range(6)
LENGTH = 6
_UNKNOWN = (0, 0, "")  # connection, accepted_at, network


BEGINNING = 5  # characters of a number within which it tells its country, and nobody


def is_erased(stored: StoredRow) -> bool:
    """Whether only the beginning of its number is left: its person asked to be erased."""
    return len(stored[MSISDN]) <= BEGINNING


def erased(row: MessageRow) -> MessageRow:
    """Return the row with the beginning of its number alone."""
    return row._replace(msisdn=row.msisdn[:BEGINNING])


def known(stored: StoredRow) -> MessageRow:
    """Return a stored row as a ``MessageRow``."""
    return _made(MessageRow, stored[:CARRIAGE] + carriage_of(stored))


def cause_of(stored: StoredRow) -> str | None:
    """Return the cause of a stored row, or ``None``."""
    carriage = stored[CARRIAGE]
    return carriage[0] if type(carriage) is tuple else carriage


def carriage_of(stored: StoredRow) -> Carriage:
    """Return the cause, connection, accepted_at and network of a stored row."""
    carriage = stored[CARRIAGE]
    if type(carriage) is tuple:
        return carriage
    # For some days these stood one by one in the row, without what was unknown at the end.
    return (*stored[CARRIAGE:], *_UNKNOWN[len(stored) - LENGTH :])


def bare(row: StoredRow) -> StoredRow:
    """Return a ``MessageRow`` as the store keeps it; ``known`` makes one of it again."""
    carriage = carriage_of(row)
    is_known = carriage[1:] != _UNKNOWN
    return (*row[:CARRIAGE], carriage if is_known else carriage[0])


def queued(msisdn: str, segments: int) -> tuple:
    """Return the row of a message that waits, as the store keeps it."""
    return (msisdn, states.QUEUED, "", segments, 0, None)


def set_aside(msisdn: str, cause: str, now: int) -> tuple:
    """Return the row of a message that is never sent, as the store keeps it."""
    return (msisdn, states.SET_ASIDE, "", 0, now, cause)


class Claim(NamedTuple):
    """Rows taken out of the queue for good and not settled yet; stored as a bare tuple."""

    numbers: tuple  #: of rows
    at: int  #: epoch seconds
    holder: str  #: the machine that holds them
