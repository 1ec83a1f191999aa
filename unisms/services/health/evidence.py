"""Evidence: the ends of messages, taken from their rows, and what they say of numbers.

Receipts write rows and nothing else. Some minutes later a task reads the rows whose end came since
it read them last, a campaign in one transaction, and lets the failures count.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from unisms.model import digests
from unisms.model.campaigns import Campaign
from unisms.model.folder import look_up, path_of
from unisms.model.health import NumberHealth, Strike
from unisms.model.health import of as health_of
from unisms.model.root import Institution, Root
from unisms.model.rows import CHANGED_AT, IDS, MSISDN, STATE, StoredRow, carriage_of, cause_of
from unisms.services.brokers.connections import all_connections
from unisms.services.health import flags, outages, savings
from unisms.services.health.thresholds import Rules, month_of, rules_of, weight
from unisms.sms import causes, states

EACH = 600  # seconds between two looks at open messages
SETTLED = 60  # seconds after which what was written at a moment is surely committed
HOUR = 3600
EVER = 1 << 40  # epoch seconds, after every end


class Findings(NamedTuple):
    """The effect of a look at a campaign, for the log."""

    flagged: int  #: numbers set aside
    outages: tuple[str, ...]  #: paths of the connections that failed
    taken_back: int  #: failures that counted, and do not any more


class _Ends:
    """The ends of messages of a campaign since the last look, and the messages without one."""

    def __init__(self) -> None:
        self.ended: dict[tuple[int, int], Counter[str]] = defaultdict(Counter)
        self.waiting: dict[tuple[int, int], Counter[str]] = defaultdict(Counter)
        self.failed: list[tuple[str, Strike]] = []  # with numbers
        self.delivered: list[tuple[str, int]] = []  # numbers and moments
        self.networks: dict[str, Counter[str]] = defaultdict(Counter)  # ends and causes


def to_look(root: Root, now: int) -> Iterator[tuple[str, str]]:
    """Yield the tasks that look at messages of institutions: some are closed, or others open."""
    opened = {
        path.rpartition("/campaigns/")[0]
        for connection in all_connections(root)
        for path in connection.open
    }
    for institution in root["institutions"].values():
        health, path = institution.numbers, path_of(institution)
        if (health and health.closed()) or (path in opened and _is_due(health, now)):
            yield "look_at_numbers", path


def _is_due(health: NumberHealth | None, now: int) -> bool:
    """Whether open messages are to be looked at again."""
    return health is None or not now - EACH < health.looked_at <= now


def names(root: Root, path: str, now: int) -> list[str]:
    """Return the names of the campaigns of an institution that are to be looked at now.

    They are those that were closed, and the open ones if it is some time since the last look. The
    institution at ``path`` may be gone: then there are none.
    """
    institution = look_up(root, path)
    if institution is None:
        return []
    health = health_of(institution)
    found = {*health.closed()}
    if _is_due(health, now):
        health.looked_at = now
        found.update(health.in_hand())
        for connection in all_connections(root):
            found.update(one.rpartition("/")[2] for one in connection.open_of(path))
    return sorted(found)


def take(root: Root, path: str, name: str, now: int) -> Findings:
    """Take the ends of messages of a campaign since the last look, and let them count.

    ``path`` is that of the institution, ``name`` that of the campaign; either may be gone.
    """
    institution = look_up(root, path)
    if institution is None:
        return Findings(0, (), 0)
    health, campaign = health_of(institution), institution["campaigns"].get(name)
    if campaign is None or campaign.erased_at:
        health.leave(name)
        return Findings(0, (), 0)
    is_over = campaign.state == states.CLOSED
    until = EVER if is_over else now - SETTLED
    told = _count(institution, health, _ends(health, campaign, until), now)
    if is_over:
        savings.note(institution, campaign, now)
        health.leave(name)
    else:
        health.take(name, until)
    return told


def _ends(health: NumberHealth, campaign: Campaign, until: int) -> _Ends:
    found, since = _Ends(), health.taken_until(campaign.__name__)
    carriers = (0, *map(health.carrier, campaign.carriers))
    for number, row in campaign.stored_rows():
        state = row[STATE]
        if not carriage_of(row)[1] or not row[MSISDN]:
            continue  # it left by an unknown route (before 2027-01) or never, or was erased
        if state in states.AWAITED:
            found.waiting[_place(row, carriers)][outages.ANY] += 1
        elif state in states.TOLD_END and since < row[CHANGED_AT] <= until:
            _note(found, campaign.__name__, number, row, carriers)
    return found


def _place(row: StoredRow, carriers: tuple[int, ...]) -> tuple[int, int]:
    """Return the connection that carried a message, and the hour in which it left."""
    _, carrier, accepted_at, _ = carriage_of(row)
    return carriers[carrier], (accepted_at or row[CHANGED_AT]) // HOUR


def _note(
    found: _Ends, campaign: str, number: int, row: StoredRow, carriers: tuple[int, ...]
) -> None:
    """Note a message that has reached its end, as a broker tells it."""
    cause, at = cause_of(row) or "", row[CHANGED_AT]
    if cause == causes.NO_NEWS:
        return
    _, _, accepted_at, network = carriage_of(row)
    place = _place(row, carriers)
    found.ended[place].update({outages.ANY: 1} | ({cause: 1} if cause else {}))
    if network:
        found.networks[network].update((row[STATE], cause))
    if row[STATE] == states.DELIVERED:
        found.delivered.append((row[MSISDN], at))
    elif weight(cause):
        refused = int(not row[IDS] and not accepted_at)
        strike = Strike(at, cause, place[0], campaign, number, accepted_at or at, refused)
        found.failed.append((row[MSISDN], strike))


def _count(institution: Institution, health: NumberHealth, found: _Ends, now: int) -> Findings:
    """Let what was found count: for the route first, then for each number."""
    rules = rules_of(institution)
    outages.count(health, found.ended)
    broken = outages.find(health, found.ended, found.waiting, rules, now)
    taken_back = flags.take_back(health, broken, rules)
    _count_networks(health, month_of(institution, now), found)
    flagged = _strike(institution, health, found, rules, now)
    _clear(institution, health, found, rules)
    paths = sorted({health.path_of(outage.connection) for outage in broken})
    return Findings(flagged, tuple(paths), taken_back)


def _strike(
    institution: Institution, health: NumberHealth, found: _Ends, rules: Rules, now: int
) -> int:
    """Let each failure count that no outage explains; return how many numbers are set aside."""
    broken = health.all_outages()
    flagged = [
        number
        for number, strike in found.failed
        if not any(outage.covers(strike) for outage in broken)
        and strike.at > _proven_at(institution, number)
        and flags.strike(institution, number, strike, rules, now)
    ]
    if flagged:  # lists that were frozen do not know it
        marks = [digests.of_number(institution, number) for number in flagged]
        institution["people"].mark_all(marks)
    return len(flagged)


def _proven_at(institution: Institution, number: str) -> int:
    """When somebody last proved that a number is theirs, epoch seconds; 0: nobody did."""
    people = institution["people"]
    return max((people[uid].proven_at for uid in people.with_number(number)), default=0)


def _clear(institution: Institution, health: NumberHealth, found: _Ends, rules: Rules) -> None:
    for number, at in found.delivered if health.has_pasts() else ():
        digest = digests.of_number(institution, number)
        if health.has_past(digest):
            flags.clear(health, digest, at, rules)


def _count_networks(health: NumberHealth, month: str, found: _Ends) -> None:
    """Count ends by network; a change of network is never a failure of the number."""
    for network, ends in found.networks.items():
        received = ends[states.DELIVERED]
        ended = sum(ends[state] for state in states.TOLD_END)
        counts = (ended, ended - received, ends[causes.PORTABILITY])
        health.count_network(month, network, counts)
