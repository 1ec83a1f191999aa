"""The past of a campaign: whom its message reached or missed, who was chosen, who was handed it."""

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from unisms.model.acl import Permission
from unisms.model.campaigns import Campaign
from unisms.model.root import Institution, institution_of
from unisms.model.rows import MSISDN, STATE, StoredRow, cause_of, is_erased
from unisms.services.ground.actor import Actor
from unisms.sms import causes, states

#: kinds of audience
RECEIVED, MISSED, CHOSEN, HANDED = PASTS = ("received", "missed", "chosen", "handed")
OFFERING = frozenset({RECEIVED, MISSED})  # of them those that offer one's own last messages

_MISSED = states.FINAL - {states.DELIVERED}
# It was not to go to these; and by another row it goes to whoever is twice in the audience.
_UNMEANT = frozenset({causes.EXCLUDED, causes.ALREADY_TOLD})
_NOT_ASKED = _UNMEANT | {causes.DUPLICATE}


class PastRow(NamedTuple):
    """A row of a campaign that was released."""

    number: int
    msisdn: str
    uid: str  #: as it is now; empty: nobody knows
    stays: bool = False  #: whether its person is written to at that number, and at no later one


def is_missed(row: StoredRow) -> bool:
    """Whether a message has certainly not reached its number.

    It failed, expired with the operator, was stopped or set aside.
    """
    unknown = row[STATE] == states.EXPIRED and cause_of(row) == causes.NO_NEWS
    return row[STATE] in _MISSED and not unknown


def is_unmeant(row: StoredRow) -> bool:
    """Whether a message was not to go to whoever a row is for: they were left out, or told."""
    return cause_of(row) in _UNMEANT


def is_reached(row: StoredRow) -> bool:
    """Whether a message has reached its number, or may have."""
    return row[STATE] in states.LEFT and not is_missed(row)


def rows(campaign: Campaign, kind: str) -> Iterator[PastRow]:
    """Yield the rows of one of the four kinds, whose numbers are not erased.

    A person whom some row may have reached is not missed, whatever became of their other rows.
    """
    wanted = _wanted(campaign, kind)
    under_way = claimed(campaign) if kind == HANDED else frozenset()
    uid = campaign.uid if campaign.row_notes is not None else _no_uid
    for number, row in campaign.stored_rows():
        is_wanted = wanted(row) or (number in under_way and row[STATE] == states.QUEUED)
        if is_wanted and not (row[MSISDN] and is_erased(row)):
            yield PastRow(number, row[MSISDN], uid(number), kind == HANDED)


def claimed(campaign: Campaign) -> frozenset[int]:
    """Return the numbers of the rows that are in a broker's hands: they have left, or may have."""
    return frozenset(number for claim in campaign.handover.claims for number in claim[0])


def is_handed(row: StoredRow) -> bool:
    """Whether a message was handed over, or may have been, whatever became of it."""
    return row[STATE] in states.LEFT


def _no_uid(_number: int) -> str:
    return ""


def _wanted(campaign: Campaign, kind: str) -> Callable[[StoredRow], bool]:
    if kind == CHOSEN:
        return lambda row: cause_of(row) not in _NOT_ASKED
    if kind == HANDED:
        return is_handed
    if kind == RECEIVED:
        return is_reached
    had = {row[MSISDN] for _, row in campaign.stored_rows() if not is_missed(row)}
    return lambda row: is_missed(row) and row[MSISDN] not in had and cause_of(row) not in _NOT_ASKED


def is_past(campaign: Campaign | None) -> bool:
    """Whether a campaign has a past that somebody may choose: it was released, and to others."""
    return (
        campaign is not None
        and states.STAGES[campaign.state].released
        and not campaign.trial
        and not campaign.errand
    )


def person_of(campaign: Campaign, row: PastRow) -> str:
    """Return the uid of the person of a row, or ``""``: nobody, or nobody knows.

    Where no uid was noted, whoever has or had its number is meant only if they are called as the
    row says: nobody learns the owner of a number that was typed.
    """
    if row.uid:
        return row.uid
    people = institution_of(campaign)["people"]
    holders = people.with_number(row.msisdn) or (people.had_by(row.msisdn),)
    who = campaign.values(row.number)[0]
    named = [uid for uid in holders if uid in people and people[uid].name == who]
    return named[0] if len(named) == 1 else ""


def may_see(actor: Actor, campaign: Campaign) -> bool:
    """Whether ``actor`` may see a campaign and its recipients, as its page decides."""
    return campaign.author == actor.uid or actor.may(
        Permission.CAMPAIGN_VIEW, f"accounts/{campaign.account}"
    )


def is_choosable(campaign: Campaign) -> bool:
    """Whether a campaign is offered: it has a past, and its numbers are there."""
    return is_past(campaign) and not campaign.erased_at


def erased(institution: Institution, pairs: Iterable[tuple[str, str]]) -> Campaign | None:
    """Return the first message of before among ``pairs`` whose numbers are erased, or ``None``."""
    campaigns = (campaign_of(institution, name) for kind, name in pairs if kind in PASTS)
    return next((one for one in campaigns if one is not None and one.erased_at), None)


def campaign_of(institution: Institution, name: str) -> Campaign | None:
    """Return the campaign of that name whose past may be chosen, or ``None``."""
    campaign = institution["campaigns"].get(name)
    return campaign if is_past(campaign) else None
