"""The message that a reply answers: the last that had left to that number when it came."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple, TypeVar

from unisms.model.campaigns import Campaign
from unisms.model.rows import MSISDN, STATE
from unisms.sms import states

Key = TypeVar("Key")

LOOKED_AT = 50_000  # messages: whoever reads replies waits for no more


class Answered(NamedTuple):
    """A message, by its campaign and the number of its row."""

    campaign: Campaign
    number: int

    @property
    def who(self) -> str:
        """How the campaign calls whom it was for."""
        return self.campaign.values(self.number)[0]


def messages(
    campaigns: Sequence[Campaign], replies: Sequence[tuple[Key, str, int]]
) -> dict[Key, Answered]:
    """Return ``{key: Answered}`` of the replies to messages of these ``campaigns``.

    ``replies`` are triples of a key, the number and when it wrote, epoch seconds.
    """
    found: dict[Key, Answered] = {}
    looked = 0
    for campaign in sorted(campaigns, key=lambda one: one.sent_at, reverse=True):
        waiting: dict[str, list[Key]] = {}
        for key, msisdn, at in replies:
            if key not in found and campaign.sent_at <= at:
                waiting.setdefault(msisdn, []).append(key)
        if waiting and looked < LOOKED_AT:
            looked += campaign.last_number()
            found |= _among(campaign, waiting)
    return found


def _among(campaign: Campaign, waiting: Mapping[str, Sequence[Key]]) -> dict[Key, Answered]:
    left = (
        (number, row[MSISDN])
        for number, row in campaign.stored_rows()
        if row[MSISDN] in waiting and row[STATE] in states.LEFT
    )
    return {key: Answered(campaign, number) for number, msisdn in left for key in waiting[msisdn]}
