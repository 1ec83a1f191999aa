"""The end of each message of the invented past: its network, its cause, how long it took."""

import math
from bisect import bisect_left
from datetime import date
from typing import NamedTuple

from unisms.scripts.demonstration.past.customs import SHARED
from unisms.services.exports.moments import DELAYS, UNKNOWN
from unisms.sms import causes, states

NETWORKS = {"208-01": 36, "208-10": 24, "208-15": 20, "208-20": 15, "": 5}
ABROAD = 0.006  # the part of the numbers that are not French
COUNTRIES = ("BE", "ES", "MA")
PRICES = {"FR": 50}  # thousandths of a euro, a segment
FOREIGN_PRICE = 120

FLAGGED, LEFT, WITHOUT = 0.06, 0.022, 0.045  # parts of the people: at most, at last, always
PILED, LAST = 0.25, 0.1  # when most are set aside, from 0 to 1; what is left of them at last
#: cause -> its part of what was handed over, on the first day and on the last
FAILURES = {
    (states.FAILED, causes.NUMBER_INVALID): (0.021, 0.008),
    (states.FAILED, causes.ABSENT): (0.011, 0.009),
    (states.EXPIRED, causes.EXPIRED): (0.012, 0.010),
    (states.FAILED, causes.OPERATOR): (0.003, 0.003),
    (states.FAILED, causes.CONTENT): (0.002, 0.001),
    (states.EXPIRED, causes.NO_NEWS): (0.004, 0.003),
}
SECONDS = {False: 3.6, True: 6.5}  # half of the messages arrive within, by whether it is shared
SLOWER, SLOW_WEEKS = 15.0, 8  # how many times the shared connection slows down; since so long
SPREAD = 0.55
#: the day and month of a spring on which one network stood still, and the part that it lost
STANDSTILL, STOOD, LOST = ((3, 17), (3, 18)), "208-10", 0.45


class PastMessage(NamedTuple):
    """A message of the past, as exports tell it."""

    network: str
    country: str
    state: str
    cause: str
    delay: int  #: a bucket
    segments: int  #: billed
    cost: int  #: thousandths of a euro


class Weather(NamedTuple):
    """The conditions of a day: how far the past has come, from 0 to 1, and how slow it is."""

    day: date
    progress: float
    days_left: int

    @property
    def aside(self):
        """Pairs of a cause and the part of the people whom nothing is sent for it."""
        return (
            (causes.NO_NUMBER, WITHOUT),
            (causes.SUSPENDED, flagged(self.progress)),
            (causes.OPT_OUT, LEFT * self.progress),
        )

    @property
    def failures(self):
        """Pairs of a state and cause, and the part of the messages that ended so."""
        return [
            (end, first + (last - first) * self.progress) for end, (first, last) in FAILURES.items()
        ]

    def seconds(self, shared):
        """Return the seconds within which half of the messages arrive."""
        usual = SECONDS[shared]
        late = 1 - self.days_left / (7 * SLOW_WEEKS)
        return usual * SLOWER**late if shared and late > 0 else usual


def flagged(progress):
    """Return the part of the numbers that are set aside: they pile up, then are repaired."""
    if progress < PILED:
        return FLAGGED * (1 + progress / PILED) / 2
    return FLAGGED * (1 - (1 - LAST) * (progress - PILED) / (1 - PILED))


def messages(campaign, weather, chance):
    """Yield the messages of a campaign, a ``PastMessage`` for each of its people."""
    way = _Way(weather, math.log(weather.seconds(campaign.broker == SHARED)), weather.failures)
    aside = weather.aside
    networks = chance.choices([*NETWORKS], [*NETWORKS.values()], k=campaign.people)
    for network in networks:
        if cause := _drawn(aside, chance.random()):
            yield _aside(cause)
        else:
            segments = campaign.custom.segments - (chance.random() < 0.3)
            yield _carried(network, max(1, segments), way, chance)


class _Way(NamedTuple):
    """The conditions under which the messages of a campaign travel."""

    weather: Weather
    middle: float  #: the logarithm of the seconds that half of them take at most
    failures: list


def _aside(cause):
    country = "" if cause == causes.NO_NUMBER else "FR"
    return PastMessage("", country, states.SET_ASIDE, cause, UNKNOWN, 0, 0)


def _carried(network, segments, way, chance):
    country = chance.choice(COUNTRIES) if chance.random() < ABROAD else "FR"
    network = network if country == "FR" else ""
    cost = segments * PRICES.get(country, FOREIGN_PRICE)
    if end := _failure(network, way, chance):
        return PastMessage(network, country, *end, UNKNOWN, segments, cost)
    delay = bisect_left(DELAYS, chance.lognormvariate(way.middle, SPREAD))
    return PastMessage(network, country, states.DELIVERED, "", delay, segments, cost)


def _failure(network, way, chance):
    """Return how a message failed, state and cause, or ``None``."""
    day = way.weather.day
    stood = network == STOOD and (day.month, day.day) in STANDSTILL
    if stood and chance.random() < LOST:
        return states.FAILED, causes.OPERATOR
    return _drawn(way.failures, chance.random())


def _drawn(parts, figure):
    """Return the one of ``parts``, pairs with a part of 1, that a figure from 0 to 1 hits."""
    for found, part in parts:
        if figure < part:
            return found
        figure -= part
    return None
