"""The looks of a run of exports into the store: each is short, and its caller's transaction."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from unisms.model import export_keys
from unisms.model.approvals import APPROVED
from unisms.model.campaigns import Campaign
from unisms.model.export_keys import ACCOUNT, BROKER, KEPT_KINDS, THEME
from unisms.model.folder import path_of
from unisms.model.root import Root
from unisms.services.brokers import connections
from unisms.services.exports import names, snapshots
from unisms.services.exports.messages import counts
from unisms.services.exports.messages.counts import CountedCampaign
from unisms.services.exports.messages.kept import KeptCount
from unisms.services.exports.names import NameRow
from unisms.services.exports.periods import Span
from unisms.services.exports.snapshots import NumbersTold, RepliesCounted
from unisms.services.exports.tables import TableRow
from unisms.services.ground import days
from unisms.sms import origins, states
from unisms.sms.purposes import purpose

ROWS = 50_000  # messages counted in one transaction, more or less


class Survey(NamedTuple):
    """Facts about an institution that a run needs before it begins."""

    opened_at: int  #: epoch seconds
    zone: str
    retention: int  #: days
    campaigns: tuple[str, ...]  #: names of all that there are


class ReadCampaign(NamedTuple):
    """A campaign as it was read; where nothing is new, as it was kept."""

    name: str
    account: str
    origin: str
    purpose: str  #: its kind
    urgent: bool
    counted: CountedCampaign
    mark: str  #: under which its count may be kept; empty: it may still change
    approval: int | None = None  #: seconds from asked to granted; ``None``: none was asked for


def is_believed(root: Root, now: int) -> bool:
    """Whether ``now`` (epoch seconds) may be the time: nothing is told of days that may not be."""
    return days.may_erase(root, now)


def survey(root: Root, name: str) -> Survey | None:
    """Return the ``Survey`` of the institution called ``name``; ``None``: it is gone."""
    institution = root["institutions"].get(name)
    if institution is None:
        return None
    campaigns = tuple(institution["campaigns"])
    told = (institution.opened_at, institution.time_zone, institution.retention)
    return Survey(*told, campaigns)


def keys_of(root: Root, name: str, highest: Mapping[str, int]) -> dict[str, dict[str, int]]:
    """Return the keys of an institution: kind -> name -> key. Each of its things has one then.

    None is given that is not above the ``highest`` ones.
    """
    institution = root["institutions"][name]
    keys = export_keys.of(institution)
    keys.begin_after(highest)
    keys.give(ACCOUNT, institution["accounts"])
    keys.give(BROKER, sorted(map(path_of, connections.usable(institution).values())))
    keys.give(THEME, institution["themes"])
    return {kind: dict(keys.of(kind)) for kind in KEPT_KINDS}


def give_keys(
    root: Root, name: str, wanted: Mapping[str, Iterable[str]]
) -> dict[str, dict[str, int]]:
    """Give keys to things: kind -> names. Return them likewise."""
    keys = export_keys.of(root["institutions"][name])
    given: dict[str, dict[str, int]] = {}
    for kind, ones in wanted.items():
        called = sorted(ones)
        keys.give(kind, called)
        given[kind] = {one: keys.key(kind, one) for one in called}
    return given


def read_some(
    root: Root, name: str, campaigns: Sequence[str], kept: Mapping[str, KeptCount]
) -> tuple[int, list[ReadCampaign]]:
    """Read campaigns of the institution called ``name``, as many as one transaction takes.

    Return how many were looked at, and those of them that were released. Of those that are ``kept``
    and have not changed since, no row is read.
    """
    institution = root["institutions"].get(name)
    found: list[ReadCampaign] = []
    rows = 0
    for place, one in enumerate(campaigns, 1):
        campaign = institution["campaigns"].get(one) if institution is not None else None
        if campaign is not None and states.STAGES[campaign.state].released:
            read = _read(campaign, kept.get(one))
            rows += campaign.last_number() if read.counted is not _of(kept.get(one)) else 0
            found.append(read)
        if rows >= ROWS:
            return place, found
    return len(campaigns), found


def _of(kept: KeptCount | None) -> CountedCampaign | None:
    return kept.counted if kept is not None else None


def _read(campaign: Campaign, kept: KeptCount | None) -> ReadCampaign:
    mark = _mark(campaign)
    is_known = kept is not None and (campaign.erased_at or kept.mark == mark)
    counted = kept.counted if kept is not None and is_known else counts.count(campaign)
    return ReadCampaign(
        campaign.__name__,
        campaign.account,
        campaign.origin or (origins.SERVICE if campaign.errand else origins.PAGE),
        purpose(campaign.purpose).kind,
        campaign.urgent,
        counted,
        mark,
        _approval(campaign),
    )


def _approval(campaign: Campaign) -> int | None:
    """Return the seconds for which a campaign awaited its yes; ``None``: it needed none."""
    approval = campaign.approval
    if approval is None or approval.last is None or approval.last.end != APPROVED:
        return None
    return max(0, approval.granted_at - approval.asked_at)


def _mark(campaign: Campaign) -> str:
    """Return a word that differs where a closed campaign does; empty: it is not closed."""
    if campaign.state != states.CLOSED:
        return ""
    zone = campaign.__parent__.__parent__.time_zone
    told = repr((campaign.closed_at, campaign.tally, zone))
    return hashlib.sha256(told.encode()).hexdigest()[:16]


class Evening(NamedTuple):
    """The figures of an institution that no message tells: rows of tables."""

    numbers: list[TableRow]
    subscriptions: list[TableRow]
    credits: list[TableRow]
    balances: list[TableRow]
    replies: RepliesCounted


def evening(
    root: Root,
    name: str,
    span: Span,
    numbers: Sequence[date],
    told: NumbersTold,
    people: Mapping[date, int],
) -> Evening:
    """Return the ``Evening`` of the days of ``span``; of ``numbers`` those days that are asked.

    ``people`` tells how many people were known on days of before.
    """
    institution = root["institutions"][name]
    keys = export_keys.of(institution)
    known = {**people, span.last: len(institution["people"])}
    given, balances = snapshots.money(institution, lambda one: keys.key(ACCOUNT, one), span)
    themes = snapshots.subscriptions(institution, lambda one: keys.key(THEME, one), span, known)
    return Evening(
        list(snapshots.numbers(institution, numbers, told)),
        list(themes),
        list(given),
        list(balances),
        snapshots.replies(institution),
    )


def names_of(root: Root, name: str) -> list[NameRow]:
    """Return the rows of ``names`` of all but campaigns."""
    institution = root["institutions"].get(name)
    return list(names.small(root, institution)) if institution is not None else []


def titles_of(
    root: Root, name: str, campaigns: Mapping[str, int], untold: frozenset[str]
) -> list[NameRow]:
    """Return the rows of ``names`` of campaigns: pairs of name and key."""
    institution = root["institutions"].get(name)
    if institution is None:
        return []
    return list(names.of_campaigns(institution, campaigns, untold))
