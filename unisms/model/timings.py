"""The hours of a campaign: what its author wants of them, and what it waits for."""

from typing import NamedTuple

from unisms.sms import states
from unisms.sms.purposes import EMERGENCY, purpose

_WAITING = {states.DRAFT, states.PREPARING, states.CHECKED, states.SCHEDULED}


class Timing(NamedTuple):
    """When a message leaves, as its author says it; stored as a bare tuple, the empty one for now.

    Moments are those that a clock on a wall shows, ``2027-01-12T10:00``: which one that is depends
    on a time zone (``services.rules.clocks``). What a form sends and nobody can read stands here as
    it was typed.
    """

    at: str = ""  #: empty: at once
    own_zone: bool = False  #: whether ``at`` and ``until`` are those of each recipient's territory
    until: str = ""  #: nothing leaves after that; empty: it is always of use
    spread: str = ""  #: minutes between the first and the last message; empty: as fast as it goes
    each: str = ""  #: ``day``, ``week`` or ``month``; empty: it is not repeated
    last: str = ""  #: the last day of a repetition, ``2027-06-30``
    times: str = ""  #: or how often it leaves in all


class Schedule(NamedTuple):
    """A campaign that waits for its hour; stored as a bare tuple.

    Once it was taken back from there, ``refused`` says why, until somebody sends or changes it.
    """

    at: int  #: when it is due, epoch seconds
    by: str  #: the uid of the person who sent it
    asked_at: int
    is_undo: bool = False  #: whether it waits only so that its sender may think again
    recipients: int = 0  #: of the check that this person has read
    segments: int = 0
    told: tuple[int, int] | tuple[()] = ()  #: people and segments, where they were told others
    renewed_at: int = 0  #: when the audience was resolved again; 0: not yet
    added: int = 0  #: people who have come since that check
    gone: int = 0  #: and who are no longer written to
    refused: tuple = ()  #: a bare ``Problem``
    is_known: bool = True  #: whether that person was one of the institution's people then

    @property
    def is_pending(self) -> bool:
        """Whether the campaign is still to leave by it."""
        return not self.refused


class Series(NamedTuple):
    """The place of a campaign among those that repeat one another; stored as a bare tuple."""

    first: str  #: the name of the first one
    number: int  #: of this one, from 1
    previous: str = ""  #: the name of the one before
    following: str = ""  #: the name of the next one, once there is one
    first_at: str = ""  #: the hour of the first one, as clocks show it
    shown: str = ""  #: and of this one


class Wave(NamedTuple):
    """The rows of a campaign that leave at one hour of one zone; stored as a bare tuple.

    Rows are in order of their waves, so that a claim needs to know the number of the first row.
    """

    first: int
    at: int  #: epoch seconds
    zone: str


class Timed:
    """The hours of a ``Campaign``."""

    timing: tuple = ()  # added 2027-01: a bare ``Timing``; empty: it leaves at once
    schedule: tuple = ()  # added 2027-01: a bare ``Schedule``, of what waits or has waited
    series: tuple = ()  # added 2027-01: a bare ``Series``, of what is repeated
    waves: tuple = ()  # added 2027-01: of bare ``Wave``, where each zone has an hour of its own

    purpose: tuple

    @property
    def held_by(self) -> str:
        """Return the kind of purpose by whose hours it is held back in its line.

        Where each zone has an hour of its own, its rows are held back one zone after the other.
        """
        return EMERGENCY if self.waves else purpose(self.purpose).kind

    @property
    def wanted(self) -> Timing:
        """Return the ``Timing`` of it."""
        return Timing(*self.timing)

    @property
    def scheduled(self) -> Schedule | None:
        """Return the ``Schedule`` of it, or ``None``."""
        return Schedule(*self.schedule) if self.schedule else None

    def due_in(self, state: str) -> int:
        """Return when a worker must let it leave if its state is ``state``; 0: nothing is due."""
        found = self.scheduled if state in _WAITING else None
        return found.at if found is not None and found.is_pending else 0


class Timetabled:
    """The hours of an ``Institution``."""

    # added 2027-01: pairs of a part of it and what was chosen (services.rules.timetables)
    timetable: tuple = ()
    timetable_change: tuple = ()  # added 2027-01: (epoch seconds, uid): who changed it last
