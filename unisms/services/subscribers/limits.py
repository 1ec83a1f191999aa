"""How often people may have messages sent to themselves, and what may keep one from leaving.

Codes are limited for each person and number (``codes``), and for all together: whoever has many
accounts cannot spend what an institution has for SMS. A whole campus may share one network, and a
year may begin on one day: the limits grow with the people of the directory.
"""

from collections.abc import Sequence

from unisms.model import digests
from unisms.model.accounts import AccountClosed, NotEnoughCredit
from unisms.model.root import Institution
from unisms.services.brokers.connections import carries, usable
from unisms.services.door.sessions import SLIP
from unisms.services.door.throttle import network
from unisms.services.errands.errands import NoWay
from unisms.services.ground.lives import StoreHeld
from unisms.services.money.service_account import known_account

A_MOMENT = 20  # seconds within which a button was pressed twice
HOUR, DAY = 3600, 86400  # seconds
#: of what there were too many: of somebody's, of a network's, of everybody's
MANY, NETWORK, CEILING = "too_many", "network", "ceiling"
NO_WAY, UNPAID = "no_way", "unpaid"  # why no code leaves: no connection carries it, no credit
OF_CODES = "code "  # how what is noted of the codes of each person begins
#: why a message to oneself does not leave
CANNOT = (NoWay, AccountClosed, NotEnoughCredit, StoreHeld)


class NotYet(Exception):
    """There were too many already; ``wait`` is in seconds, ``why`` is ``MANY`` or another."""

    def __init__(self, wait: int, why: str = MANY) -> None:
        super().__init__(wait)
        self.wait, self.why = wait, why


def silence(institution: Institution) -> str:
    """Return why no code leaves, ``NO_WAY`` or ``UNPAID``; nothing where they leave."""
    if not any(map(carries, usable(institution).values())):
        return NO_WAY
    account = known_account(institution)
    pays = account is None or (not account.closed and account.spendable > 0)
    return "" if pays else UNPAID


def refuse_silence(institution: Institution) -> None:
    """Raise ``NoWay`` where no connection carries messages: what waits for one helps nobody."""
    if silence(institution) == NO_WAY:
        raise NoWay


def of_network(institution: Institution, address: str) -> str:
    """Return how what is noted of the codes that a network has asked for begins."""
    return f"from {digests.of_word(institution, 'codes', network(address))} "


def most_of_network(institution: Institution) -> tuple[tuple[int, int], ...]:
    """Return how many codes one network may ask for: in an hour a twentieth of the people."""
    known = len(institution["people"])
    return ((HOUR, max(200, known // 20)), (DAY, max(500, known // 4)))


def ceiling(institution: Institution) -> int:
    """Return how many codes leave within a day at most: for half of the people."""
    return max(1_000, len(institution["people"]) // 2)


def codes_of_day(institution: Institution, now: int) -> int:
    """Return how many codes have left within the day before ``now`` (epoch seconds)."""
    return len(recently([*institution["me"].times_of(OF_CODES)], now))


def until_any(institution: Institution, address: str, now: int) -> tuple[int, str]:
    """Return the seconds until a code may leave for this network address, and why not before.

    They are 0 where one may leave at ``now`` (epoch seconds).
    """
    pages = institution["me"]
    here = [*pages.times_of(of_network(institution, address))]
    every = [*pages.times_of(OF_CODES)]
    waits = (
        (until_next(every, now, ((DAY, ceiling(institution)),)), CEILING),
        (until_next(here, now, most_of_network(institution)), NETWORK),
    )
    return next((pair for pair in waits if pair[0]), (0, ""))


def until_next(moments: Sequence[int], now: int, most: Sequence[tuple[int, int]]) -> int:
    """Return the seconds until it may be done once more, where it was done at these moments.

    ``most`` are pairs of a number of seconds, and how often it may be done within so many.
    """
    waits = [0]
    for window, count in most:
        recent = recently(moments, now, window)
        if len(recent) >= count:
            waits.append(recent[-count] + window - now)
    return max(waits)


def recently(moments: Sequence[int], now: int, window: int = DAY) -> tuple[int, ...]:
    """Return the moments of the last ``window`` seconds in order; none of the future counts."""
    return tuple(sorted(min(at, now) for at in moments if -SLIP <= now - at < window))
