"""The message that a reply answers: the last that had left to that number when it came.

When a message left is told by its own row: a campaign that was released first may reach somebody
last.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, TypeAlias, TypeVar

from unisms.model import digests
from unisms.model.campaigns import Campaign
from unisms.model.connections import BrokerConnection
from unisms.model.folder import find
from unisms.model.root import Institution, Root, institution_of
from unisms.model.rows import CHANGED_AT, MSISDN, STATE, StoredRow, carriage_of
from unisms.ports import Reply
from unisms.sms import states

Key = TypeVar("Key")
Rank: TypeAlias = tuple[int, int]  # of a message that a reply may answer: the greatest is meant

LOOKED_AT = 50_000  # messages: whoever reads replies waits for no more
LATEST = 100  # campaigns, among which the last one to a number is looked for
EVER = 1 << 36  # epoch seconds after all others
#: a message that left after the reply came, as far as clocks agree; one whose answer of the broker
#: is still to come; one that had left
AFTER, LEAVING, BEFORE = range(3)


class Answered(NamedTuple):
    """A message, by its campaign and the number of its row."""

    campaign: Campaign
    number: int

    @property
    def who(self) -> str:
        """How the campaign calls whom it was for."""
        return self.campaign.values(self.number)[0]


class Departure(NamedTuple):
    """The moment when a message left, or may have."""

    number: int  #: of its row
    msisdn: str
    at: int  #: epoch seconds
    is_sure: bool  #: whether the broker has answered


def latest_campaigns(institution: Institution) -> Sequence[Campaign]:
    """Return the latest campaigns that a reply may answer."""
    folder = institution["campaigns"]
    names = (name for name in folder.latest() if folder.listed(name)[:1] != ("",))
    found = (folder[name] for _, name in zip(range(LATEST), names, strict=False))
    return [one for one in found if one.sent_at]


def messages(
    campaigns: Iterable[Campaign], replies: Sequence[tuple[Key, str, int]]
) -> dict[Key, Answered]:
    """Return ``{key: Answered}`` of the replies to messages of these ``campaigns``.

    ``replies`` are triples of a key, the number and when it wrote, epoch seconds.
    """
    best = ranked(campaigns, replies, LOOKED_AT, is_strict=True)
    return {key: answered for key, (_, answered) in best.items()}


def ranked(
    campaigns: Iterable[Campaign],
    replies: Sequence[tuple[Key, str, int]],
    most: int = EVER,
    *,
    is_strict: bool = False,
) -> dict[Key, tuple[Rank, Answered]]:
    """Return what ``messages`` returns, each with its ``Rank``.

    Once ``most`` rows are looked at, no other campaign is. If it ``is_strict``, none is meant that
    was released after the reply came; else the clock of the broker may be wrong.
    """
    best: dict[Key, tuple[Rank, Answered]] = {}
    looked = 0
    for campaign in sorted(campaigns, key=lambda one: one.sent_at, reverse=True):
        waiting: dict[str, list[tuple[Key, int]]] = {}
        for key, msisdn, at in replies:
            may_be = campaign.sent_at <= at or not is_strict
            if may_be and (key not in best or _may_exceed(campaign, best[key][0])):
                waiting.setdefault(msisdn, []).append((key, at))
        if waiting and looked < most:
            looked += campaign.last_number()
            _improve(best, campaign, waiting)
    return best


def _improve(
    best: dict[Key, tuple[Rank, Answered]],
    campaign: Campaign,
    waiting: Mapping[str, Sequence[tuple[Key, int]]],
) -> None:
    """Let messages of this campaign take the place of those that are meant less."""
    for left in departures(campaign, waiting):
        for key, at in waiting[left.msisdn]:
            rank = rank_of(left.at, at, is_sure=left.is_sure)
            if key not in best or best[key][0] < rank:
                best[key] = rank, Answered(campaign, left.number)


def rank_of(left_at: int, at: int, *, is_sure: bool = True) -> Rank:
    """Return the ``Rank`` of a message that left at ``left_at`` for a reply that came ``at``."""
    if left_at > at:
        return AFTER, -left_at
    return (BEFORE if is_sure else LEAVING), left_at


def _may_exceed(campaign: Campaign, rank: Rank) -> bool:
    """Whether a message of this campaign may be meant more."""
    return rank < (BEFORE, _last_at(campaign))


def _last_at(campaign: Campaign) -> int:
    """Return when the last message of a campaign left; ``EVER`` while some may still leave."""
    return EVER if campaign.handover.claims else campaign.ended_at or EVER


def departures(campaign: Campaign, msisdns: Collection[str]) -> Iterator[Departure]:
    """Yield a ``Departure`` for each message to these numbers that has left, or is leaving."""
    claimed = {number: at for numbers, at, *_ in campaign.handover.claims for number in numbers}
    for number, row in campaign.stored_rows():
        if row[MSISDN] in msisdns:
            if row[STATE] in states.LEFT:
                yield Departure(number, row[MSISDN], _left_at(campaign, row), is_sure=True)
            elif number in claimed:
                yield Departure(number, row[MSISDN], claimed[number], is_sure=False)


def _left_at(campaign: Campaign, row: StoredRow) -> int:
    """Return when the message of a row left; before 2027-01 only news of it tell that."""
    _, _, accepted_at, _ = carriage_of(row)
    told = min(row[CHANGED_AT], campaign.ended_at or EVER)
    return accepted_at or told or campaign.sent_at


def last_departures(
    campaigns: Iterable[Campaign], msisdns: Collection[str], since: int
) -> dict[str, int]:
    """Return when messages last left, or began to, since then (epoch seconds), by number."""
    last: dict[str, int] = {}
    for campaign in campaigns:
        if _last_at(campaign) >= since:
            for left in departures(campaign, msisdns):
                last[left.msisdn] = max(left.at, last.get(left.msisdn, 0))
    return {msisdn: at for msisdn, at in last.items() if at >= since}


def all_departures(campaign: Campaign) -> dict[str, int]:
    """Return when the last message of a campaign left to each number that it reached."""
    last: dict[str, int] = {}
    for _, row in campaign.stored_rows():
        if row[STATE] in states.LEFT:
            last[row[MSISDN]] = max(_left_at(campaign, row), last.get(row[MSISDN], 0))
    return last


def addressees(
    root: Root, connection: BrokerConnection, replies: Sequence[Reply]
) -> dict[Reply, Institution | None]:
    """Return ``{reply: institution}`` of those by a shared connection that are for one.

    Where the sender ID written to is some institution's own, no other one gets it, whoever wrote
    last. The rows of open campaigns are looked at once for all replies.
    """
    found: dict[Reply, Institution | None] = {}
    waiting: dict[frozenset[str], list[Reply]] = {}
    for reply in replies:
        owners = frozenset(connection.owners(reply.to))
        if len(owners) == 1:
            (owner,) = owners
            found[reply] = root["institutions"].get(owner)
        else:
            waiting.setdefault(owners, []).append(reply)
    for owners, theirs in waiting.items():
        found |= _latest_who_wrote(root, connection, theirs, owners)
    return found


def _latest_who_wrote(
    root: Root, connection: BrokerConnection, replies: Sequence[Reply], owners: frozenset[str]
) -> dict[Reply, Institution | None]:
    """Return ``{reply: institution}`` of whose message left last to whoever replies.

    Without ``owners`` it may be anybody's.
    """
    campaigns = [
        one
        for one in open_campaigns(root, connection)
        if not owners or institution_of(one).__name__ in owners
    ]
    best = ranked(campaigns, [(reply, reply.msisdn, reply.at) for reply in replies])
    found: dict[Reply, Institution | None] = {}
    for reply in replies:
        rank, institution = _trailed(root, connection, reply, owners)
        if reply in best and best[reply][0] >= rank:
            institution = institution_of(best[reply][1].campaign)
        found[reply] = institution
    return found


def open_campaigns(root: Root, connection: BrokerConnection) -> list[Campaign]:
    """Return the campaigns that a connection carries and that are not closed yet."""
    return [find(root, path) for path in connection.open]


def _trailed(
    root: Root, connection: BrokerConnection, reply: Reply, owners: frozenset[str]
) -> tuple[Rank, Institution | None]:
    """Return the rank of the last message of a closed campaign to who replies, and its owner.

    ``((-1, 0), None)`` where there is none.
    """
    found: tuple[Rank, Institution | None] = ((-1, 0), None)
    for name, trail in (connection.trails or {}).items():
        institution = root["institutions"].get(name)
        if institution is not None and (not owners or name in owners):
            left_at = trail.last(digest_of(institution, reply.msisdn))
            rank = rank_of(left_at, reply.at)
            if left_at and rank > found[0]:
                found = rank, institution
    return found


def last_trailed(root: Root, connection: BrokerConnection, msisdn: str) -> int:
    """Return when a message of a closed campaign last left to a number by this connection."""
    lasts = [
        trail.last(digest_of(institution, msisdn))
        for name, trail in (connection.trails or {}).items()
        if (institution := root["institutions"].get(name)) is not None
    ]
    return max(lasts, default=0)


def digest_of(institution: Institution, msisdn: str) -> bytes:
    """Return the digest under which a trail keeps a number."""
    return bytes.fromhex(digests.of_number(institution, msisdn))
