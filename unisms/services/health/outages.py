"""The circuit breaker: when a route fails, no number is to blame.

Messages are counted by the hour in which they left, by each connection, all of them and those to
each network (or to a range of numbers, where nobody tells the network). Where too many of an hour,
or of a day, fail together, their failures do not count against numbers. Too many is a share that
the institution has chosen; or, where the usual share is known, a share far above the usual one.
Where a few are refused together and it may be the route or the numbers, a refusal is not enough.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from unisms.model.connections import BrokerConnection
from unisms.model.folder import path_of
from unisms.model.health import NumberHealth, Outage
from unisms.model.root import Institution, Root
from unisms.services.health.thresholds import Rules, weight

HOUR = 3600  # seconds
SPANS = (1, 24)  # hours that are looked at together
ANY = ""  # in the place of a cause: every end, of messages; every cause, of an outage
REFUSED = "refused"  # in the place of a cause too: messages refused for their number
OF_GROUP = "@"  # between a cause and the group of numbers that it is counted of
RANGE = 6  # characters of a number that name its range: +33612
LEAST = 10  # failures: of fewer a share says nothing
USUAL_DAYS = 30  # days before, whose share is the usual one
USUAL_MESSAGES = 500  # ends: of fewer a usual share says nothing
FAR_ABOVE = 4  # times the usual share
FAR_LEAST = 5  # percent: a share below is never far above the usual one
DOUBTFUL = 2  # percent of an hour or a day: where so many are refused, none of them is sure
SHOWN = 30 * 86400  # seconds that a page tells of an outage

Place = tuple[int, int]  #: connection and hour
Counts = Mapping[Place, Counter[str]]  #: -> causes


class ToldOutage(NamedTuple):
    """An outage as a page tells of it."""

    institution: Institution
    outage: Outage


def count(health: NumberHealth, ended: Counts) -> None:
    """Add ends of messages to those that are known."""
    for (connection, hour), counted in ended.items():
        health.count(connection, hour, counted.items())


def group_of(number: str, network: str) -> str:
    """Return the network (MCC and MNC) of a number (E.164), or its range where that is unknown."""
    return network or number[:RANGE]


def mark(group: str, *of: str) -> dict[str, int]:
    """Return what a message adds to counts: to each of ``of``, and to each of its group."""
    return {key: 1 for one in (ANY, *of) for key in (one, f"{one}{OF_GROUP}{group}")}


def find(
    health: NumberHealth, places: Iterable[Place], waiting: Counts, rules: Rules, now: int
) -> list[Outage]:
    """Return the outages of these connections and hours, and write them down.

    ``waiting`` are messages whose end is still to come: they may arrive. An outage that is known is
    returned again, since some of its failures may be new.
    """
    usual = lru_cache(maxsize=None)(lambda one, hour: _usual(health, one, hour, rules))
    found: list[Outage] = []
    for connection, first, span in _spans(places):
        counted = _of_span(health, waiting, connection, first, span)
        bounds = (connection, first * HOUR, (first + span) * HOUR)
        for group, cause, some in _broken(counted, usual(connection, first), rules):
            failed = _failures(some)[cause]
            found.append(Outage(*bounds, cause, failed, some[ANY], now, group))
            health.put_outage(found[-1])
    return found


def _spans(places: Iterable[Place]) -> list[tuple[int, int, int]]:
    """Return the connection, first hour and length of each span that holds one of these places."""
    found = {(one, hour // span * span, span) for one, hour in places for span in SPANS}
    return sorted(found)


def _broken(
    counted: Counter[str], usual: Mapping[str, float], rules: Rules
) -> Iterator[tuple[str, str, Counter[str]]]:
    """Yield the group, cause and ends of all numbers if too many failed, and of each group."""
    known = _failing(counted, usual, rules)
    if known is not None:
        yield "", known, counted
    for group, some in _by_group(counted).items() if known != ANY else ():
        cause = _failing(some, {}, rules)
        if cause not in (None, known):
            yield group, cause, some


def _by_group(counted: Mapping[str, int]) -> dict[str, Counter[str]]:
    """Return ``{group: ends by cause}``."""
    groups: dict[str, Counter[str]] = defaultdict(Counter)
    for key, messages in counted.items():
        cause, sign, group = key.partition(OF_GROUP)
        if sign:
            groups[group][cause] += messages
    return groups


def doubts(health: NumberHealth, places: Iterable[Place]) -> set[Place]:
    """Return the places in the hours and days of these where a refusal may be the route's fault.

    There so many were refused that nobody knows: each waits for a second day, as a number does that
    an operator calls unknown.
    """
    found: set[Place] = set()
    for connection, first, span in _spans(places):
        counted = _of_span(health, {}, connection, first, span)
        refused = counted[REFUSED]
        if refused > 1 and 100 * refused >= DOUBTFUL * counted[ANY]:
            found.update((connection, hour) for hour in range(first, first + span))
    return found


def _of_span(
    health: NumberHealth, waiting: Counts, connection: int, first: int, span: int
) -> Counter[str]:
    """Return the ends of some hours by cause, ``ANY`` of them with those still to come."""
    counted: Counter[str] = Counter()
    for _, pairs in health.hours(connection, first, first + span):
        counted.update(dict(pairs))
    for hour in range(first, first + span):
        counted.update(waiting.get((connection, hour), {}))
    return counted


def _failures(counted: Mapping[str, int]) -> dict[str, int]:
    """Return ``{cause: failures that count against numbers}``, ``ANY`` for all causes together."""
    failed = {cause: messages for cause, messages in counted.items() if weight(cause)}
    return {ANY: sum(failed.values()), **failed}


def _failing(counted: Counter[str], usual: Mapping[str, float], rules: Rules) -> str | None:
    """Return the cause of which too many failed, ``ANY`` for several together, or ``None``."""
    failed = _failures(counted)
    for cause, messages in failed.items():
        share = 100 * messages / max(1, counted[ANY])
        if messages < LEAST:
            continue
        if share >= rules.outage or (usual and share >= _far_above(usual.get(cause, 0))):
            return cause
    return None


def _far_above(usual: float) -> float:
    return max(FAR_LEAST, FAR_ABOVE * usual)


def _usual(health: NumberHealth, connection: int, hour: int, rules: Rules) -> dict[str, float]:
    """Return ``{cause: percent}`` of the weeks before an hour; empty where too few are known.

    Hours of an outage are left out if the share that the institution has chosen was reached. Those
    that were only unusual count: what comes again and again is usual, and is the numbers' fault.
    """
    broken = [
        one
        for one in health.all_outages()
        if one.connection == connection
        and not one.group
        and 100 * one.failed >= rules.outage * one.total
    ]
    counted: Counter[str] = Counter()
    for one, pairs in health.hours(connection, hour - USUAL_DAYS * 24, hour):
        if not any(outage.begins <= one * HOUR < outage.ends for outage in broken):
            counted.update(dict(pairs))
    if counted[ANY] < USUAL_MESSAGES:
        return {}
    return {cause: 100 * n / counted[ANY] for cause, n in _failures(counted).items()}


def of_connection(root: Root, connection: BrokerConnection, now: int) -> list[ToldOutage]:
    """Return the outages of a connection in the last weeks, of all who use it, the latest first."""
    path, since = path_of(connection), now - SHOWN
    found = [
        ToldOutage(institution, outage)
        for institution in _users(root, connection)
        for outage in _by(institution, path)
        if outage.ends >= since
    ]
    return sorted(found, key=lambda told: told.outage.begins, reverse=True)


def _users(root: Root, connection: BrokerConnection) -> Iterator[Institution]:
    owner = connection.__parent__.__parent__
    if isinstance(owner, Institution):
        yield owner
    else:
        yield from root["institutions"].values()


def _by(institution: Institution, path: str) -> list[Outage]:
    """Return the outages of the connection at ``path``, an hour of a day that is told left out."""
    health = institution.numbers
    if health is None:
        return []
    found = [one for one in health.all_outages() if health.path_of(one.connection) == path]
    return [one for one in found if not any(_contains(other, one) for other in found)]


def _contains(larger: Outage, one: Outage) -> bool:
    is_wider = larger.begins <= one.begins and one.ends <= larger.ends
    return larger != one and is_wider and larger.group in ("", one.group)
