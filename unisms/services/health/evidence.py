"""Evidence: the ends of messages, taken from their rows, and what they say of numbers.

Receipts write rows and nothing else. Some minutes later a task reads the rows whose end came since
it read them last, and lets the failures count: first the ends of every campaign are counted, then
routes that fail are found, then each number is judged, a campaign in one transaction.
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


class OutagesFound(NamedTuple):
    """The outages that a look has found, for the log."""

    outages: tuple[str, ...]  #: paths of the connections that failed
    taken_back: int  #: failures that counted, and do not any more


class _Ends:
    """The ends of messages of a campaign in some time, and the messages without one."""

    def __init__(self) -> None:
        self.ended: dict[outages.Place, Counter[str]] = defaultdict(Counter)
        self.waiting: dict[outages.Place, Counter[str]] = defaultdict(Counter)
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


def count(root: Root, path: str, name: str, now: int) -> outages.Counts:
    """Count the ends of messages of a campaign since they were counted last, by each route.

    ``path`` is that of the institution, ``name`` that of the campaign; either may be gone. Return
    the counts of the messages that wait for an end. All campaigns are counted before any number is
    judged: a verdict does not depend on their order.
    """
    institution = look_up(root, path)
    campaign = _campaign(institution, name)
    if institution is None or campaign is None:
        return {}
    health = health_of(institution)
    until = EVER if campaign.state == states.CLOSED else now - SETTLED
    found = _ends(health, campaign, health.counted_until(name), until)
    outages.count(health, found.ended)
    _count_networks(health, month_of(institution, now), found)
    health.note_counted(name, until)
    return found.waiting


def search(root: Root, path: str, waiting: outages.Counts, now: int) -> OutagesFound:
    """Look for outages where ends were counted, and let no failure of theirs count any more.

    ``waiting`` are the counts of messages that wait for an end. The institution may be gone.
    """
    institution = look_up(root, path)
    if institution is None:
        return OutagesFound((), 0)
    health, rules = health_of(institution), rules_of(institution)
    places = health.take_fresh()
    broken = outages.find(health, places, waiting, rules, now)
    doubts = outages.doubts(health, places)
    taken_back = flags.take_back(health, broken, rules, doubts)
    paths = sorted({health.path_of(outage.connection) for outage in broken})
    return OutagesFound(tuple(paths), taken_back)


def judge(root: Root, path: str, name: str, now: int) -> int:
    """Let the ends of a campaign that were counted count for and against each number.

    Return how many numbers are set aside by them. Institution and campaign may be gone.
    """
    institution = look_up(root, path)
    campaign = _campaign(institution, name)
    if institution is None:
        return 0
    health, rules = health_of(institution), rules_of(institution)
    if campaign is None:
        health.leave(name)
        return 0
    until = health.counted_until(name)
    found = _ends(health, campaign, health.taken_until(name), until)
    flagged = _strike(institution, health, found, rules, now)
    _clear(institution, health, found, rules)
    if until == EVER:
        savings.note(institution, campaign, now)
        health.leave(name)
    else:
        health.take(name, until)
    return flagged


def _campaign(institution: Institution | None, name: str) -> Campaign | None:
    """Return the campaign of this name, if its rows are still there."""
    found: Campaign | None = institution["campaigns"].get(name) if institution else None
    return found if found is not None and not found.erased_at else None


def _ends(health: NumberHealth, campaign: Campaign, since: int, until: int) -> _Ends:
    """Return the ends after ``since``, up to ``until`` (epoch seconds), and what waits."""
    found, carriers = _Ends(), (0, *map(health.carrier, campaign.carriers))
    for number, row in campaign.stored_rows():
        state = row[STATE]
        if not carriage_of(row)[1] or not row[MSISDN]:
            continue  # it left by an unknown route (before 2027-01) or never, or was erased
        if state in states.AWAITED:
            found.waiting[_place(row, carriers)].update(outages.mark(_group(row)))
        elif state in states.TOLD_END and since < row[CHANGED_AT] <= until:
            _note(found, campaign.__name__, number, row, carriers)
    return found


def _group(row: StoredRow) -> str:
    return outages.group_of(row[MSISDN], carriage_of(row)[3])


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
    place, group = _place(row, carriers), _group(row)
    refused = not row[IDS] and not accepted_at
    of = [cause] if cause else []
    if refused and weight(cause) == causes.HARD:
        of.append(outages.REFUSED)
    found.ended[place].update(outages.mark(group, *of))
    if network:
        found.networks[network].update((row[STATE], cause))
    if row[STATE] == states.DELIVERED:
        found.delivered.append((row[MSISDN], at))
    elif weight(cause):
        whence = (campaign, number, accepted_at or at, int(refused), group)
        found.failed.append((row[MSISDN], Strike(at, cause, place[0], *whence)))


def _strike(
    institution: Institution, health: NumberHealth, found: _Ends, rules: Rules, now: int
) -> int:
    """Let each failure count that no outage explains; return how many numbers are set aside."""
    broken = health.all_outages()
    doubts = outages.doubts(health, {flags.place_of(strike) for _, strike in found.failed})
    flagged = [
        number
        for number, strike in found.failed
        if not any(outage.covers(strike) for outage in broken)
        and strike.at > _proven_at(institution, number)
        and flags.strike(institution, number, flags.weakened(strike, doubts), rules, now)
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
