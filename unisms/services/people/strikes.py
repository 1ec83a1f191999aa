"""The numbers that receive no SMS, as the last messages have shown, with whose they are."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from unisms.model.campaigns import Campaign
from unisms.model.rows import MSISDN, STATE, cause_of
from unisms.sms import causes, states

LOOKED_AT = 2000  # rows of messages; a message with more than are left is passed over
AGAINST = frozenset(
    cause for cause, one in causes.MEANINGS.items() if one.strike in (causes.HARD, causes.SEMI_HARD)
)


class SilentNumber(NamedTuple):
    """A number that receives nothing."""

    campaign: Campaign  #: the latest one that showed it
    number: int  #: of the row there
    msisdn: str
    who: str  #: as the row tells it
    cause: str

    @property
    def place(self) -> str:
        """The key by which it is put away: the message and its row, and nobody's name or number."""
        return f"{self.campaign.__name__}/{self.number}"


def latest(campaigns: Sequence[Campaign]) -> Iterator[SilentNumber]:
    """Yield the latest ``SilentNumber`` of each number that received nothing since.

    ``campaigns`` come the last one first.
    """
    seen: set[str] = set()
    left = LOOKED_AT
    for campaign in _up_to_the_last_with_any(campaigns):
        rows = campaign.last_number()
        if rows <= left:
            left -= rows
            yield from _of(campaign, seen)


def _up_to_the_last_with_any(campaigns: Sequence[Campaign]) -> Iterator[Campaign]:
    """Yield the campaigns to look at, up to the last whose tally tells of such a number."""
    waiting = []
    for campaign in campaigns:
        waiting.append(campaign)
        if not campaign.tally or any(cause in AGAINST for (_, cause), _ in campaign.tally):
            yield from waiting
            waiting = []


def _of(campaign: Campaign, seen: set[str]) -> Iterator[SilentNumber]:
    for number, row in campaign.stored_rows():
        msisdn, state, cause = row[MSISDN], row[STATE], cause_of(row)
        if msisdn in seen or state not in states.TOLD_END:
            continue
        if state == states.DELIVERED:
            seen.add(msisdn)
        elif cause in AGAINST:
            seen.add(msisdn)
            yield SilentNumber(campaign, number, msisdn, campaign.values(number)[0], cause)
