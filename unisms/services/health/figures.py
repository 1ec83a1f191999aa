"""The numbers that are set aside, told to those who look after them."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from unisms.model import digests
from unisms.model.health import Flag, NumberHealth
from unisms.model.root import Institution
from unisms.model.rows import MSISDN
from unisms.services.health.thresholds import month_of


class Flagged(NamedTuple):
    """A number that is set aside."""

    digest: str
    flag: Flag
    number: str  #: E.164; empty where nobody knows it any more
    uids: tuple[str, ...]  #: of those who have it in the directory
    failures: int
    delivered_at: int  #: when a message last arrived, epoch seconds; 0: not that we know


class Network(NamedTuple):
    """The ends of messages to the numbers of a network, in the last twelve months."""

    network: str  #: MCC and MNC, as ``208-01``
    ended: int  #: messages
    not_received: int
    portability: int  #: of them those that failed since their line changes its operator


def by_cause(institution: Institution) -> list[tuple[str, int]]:
    """Return pairs of a cause and the numbers that are set aside for it, the most first."""
    health = institution.numbers
    return Counter(flag.cause for _, flag in health.flags()).most_common() if health else []


def flagged(institution: Institution, cause: str = "") -> list[tuple[str, Flag]]:
    """Return the flags of a ``cause``, or all of them, as pairs with digests, the latest first."""
    health = institution.numbers
    found = health.flags() if health is not None else []
    wanted = [pair for pair in found if cause in ("", pair[1].cause)]
    return sorted(wanted, key=lambda pair: (-pair[1].since, pair[0]))


def told(institution: Institution, pairs: Iterable[tuple[str, Flag]]) -> list[Flagged]:
    """Return a ``Flagged`` for each of these flags, in their order.

    A number is known by a message that failed, as long as its rows are kept, or by the directory.
    """
    health, pairs = institution.numbers, list(pairs)
    if health is None:
        return []
    found = {digest: _failed(institution, health, digest) for digest, _ in pairs}
    found |= _in_directory(institution, {one: flag for one, flag in pairs if not found[one]})
    return [_told(institution, health, *pair, found[pair[0]]) for pair in pairs]


def _told(
    institution: Institution, health: NumberHealth, digest: str, flag: Flag, number: str
) -> Flagged:
    past, uids = health.past(digest), institution["people"].with_number(number)
    return Flagged(digest, flag, number, uids, len(past.strikes), past.delivered_at)


def _failed(institution: Institution, health: NumberHealth, digest: str) -> str:
    """Return the number of a digest by its latest failure, or nothing."""
    for strike in reversed(health.past(digest).read()):
        campaign = institution["campaigns"].get(strike.campaign)
        row = campaign.find_row(strike.row) if campaign is not None else None
        if row is not None and digests.of_number(institution, row[MSISDN]) == digest:
            number: str = row[MSISDN]
            return number
    return ""


def _in_directory(institution: Institution, missing: Mapping[str, Flag]) -> dict[str, str]:
    """Return ``{digest: number}`` of those missing whose number somebody has."""
    if not missing:
        return {}
    may_be = digests.among(institution, {flag.hint for flag in missing.values()})
    suspects = filter(may_be, institution["people"].numbers())
    found = ((digests.of_number(institution, number), number) for number in suspects)
    return {digest: number for digest, number in found if digest in missing}


def networks(institution: Institution, now: int) -> list[Network]:
    """Return the ``Network`` of each network in the twelve months before ``now`` (epoch seconds).

    The one with the most messages comes first.
    """
    health = institution.numbers
    sums: dict[str, list[int]] = {}
    for network, counts in (
        health.networks(month_of(institution, now - 365 * 86400)) if health else ()
    ):
        before = sums.setdefault(network, [0, 0, 0])
        sums[network] = [one + more for one, more in zip(before, counts, strict=True)]
    found = [Network(network, *counts) for network, counts in sums.items()]
    return sorted(found, key=lambda one: (-one.ended, one.network))
