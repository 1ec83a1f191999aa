"""The circuit breaker: when a route fails, no number is to blame.

Messages are counted by the hour in which they left, by each connection. Where too many of an hour,
or of a day, fail together, their failures do not count against numbers. Too many is a share that
the institution has chosen; or, where the usual share is known, a share far above the usual one.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
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
LEAST = 10  # failures: of fewer a share says nothing
USUAL_DAYS = 30  # days before, whose share is the usual one
USUAL_MESSAGES = 500  # ends: of fewer a usual share says nothing
FAR_ABOVE = 4  # times the usual share
FAR_LEAST = 10  # percent: a share below is never far above the usual one
SHOWN = 30 * 86400  # seconds that a page tells of an outage

Counts = Mapping[tuple[int, int], Counter[str]]  #: (connection, hour) -> causes


class ToldOutage(NamedTuple):
    """An outage as a page tells of it."""

    institution: Institution
    outage: Outage


def count(health: NumberHealth, ended: Counts) -> None:
    """Add ends of messages to those that are known."""
    for (connection, hour), counted in ended.items():
        health.count(connection, hour, counted.items())


def find(
    health: NumberHealth, ended: Counts, waiting: Counts, rules: Rules, now: int
) -> list[Outage]:
    """Return the outages that ends just counted have shown, and write them down.

    ``waiting`` are messages whose end is still to come: they may arrive. An outage that is known is
    returned again, since some of its failures may be new.
    """
    usual = lru_cache(maxsize=None)(lambda one, hour: _usual(health, one, hour))
    found = {}
    for connection, hour in ended:
        for span in SPANS:
            first = hour // span * span
            counted = _of_span(health, waiting, connection, first, span)
            cause = _failing(counted, usual(connection, first), rules)
            if cause is not None:
                place = (connection, first * HOUR, (first + span) * HOUR, cause)
                failed = _failures(counted)[cause]
                found[place] = Outage(*place, failed, counted[ANY], now)
    for outage in found.values():
        health.put_outage(outage)
    return list(found.values())


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


def _usual(health: NumberHealth, connection: int, hour: int) -> dict[str, float]:
    """Return ``{cause: percent}`` of the weeks before an hour; empty where too few are known.

    Hours of an outage are left out.
    """
    broken = [one for one in health.all_outages() if one.connection == connection]
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
    return larger != one and larger.begins <= one.begins and one.ends <= larger.ends
