"""The days that an institution keeps what may name somebody, beside texts and numbers.

Those of texts and numbers are ``Institution.retention``, those of numbers that fail stand among
the thresholds of health. Nothing is kept longer than here by
default, but refusals, which protect who said them.
"""

from typing import NamedTuple

from unisms.model.root import Institution

DAY = 86400  # seconds
REFUSALS, HISTORY = "refusals", "history"
COMPARISONS, ADDRESSES, JOURNAL = "comparisons", "addresses", "journal"


class Period(NamedTuple):
    """Days: those that count where none are chosen, and the bounds of a choice."""

    days: int
    least: int
    most: int


PERIODS = {
    #: of numbers that nobody writes to: 36 months, five years at most
    REFUSALS: Period(1096, 1096, 1827),
    #: of a line a message without its text, where the institution keeps it: three years
    HISTORY: Period(1095, 30, 1095),
    #: of the people whom a file of the directory names
    COMPARISONS: Period(30, 7, 90),
    #: of network addresses in the audit journal: 12 months
    ADDRESSES: Period(366, 30, 366),
    #: of what its entries say: 36 months
    JOURNAL: Period(1096, 366, 1096),
}


def seconds_of(institution: Institution | None, kind: str) -> int:
    """Return how long an institution keeps a kind of ``PERIODS``, in seconds; ``None``: default."""
    return days_of(institution, kind) * DAY


def days_of(institution: Institution | None, kind: str) -> int:
    """Return for how many days an institution keeps a kind of ``PERIODS``."""
    chosen: dict[str, int] = dict(institution.periods) if institution is not None else {}
    return chosen.get(kind, PERIODS[kind].days)


def choose(institution: Institution, kind: str, days: int) -> None:
    """Keep a kind of ``PERIODS`` for this many days from now on."""
    told = {**dict(institution.periods), kind: days}
    institution.periods = tuple(
        (one, told[one])
        for one, period in PERIODS.items()
        if told.get(one, period.days) != period.days
    )
