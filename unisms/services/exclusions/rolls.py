"""Rolls: who is to get a checked message, compared between two freezes of its audience."""

from collections.abc import Mapping
from typing import NamedTuple, TypeAlias

from unisms.model.campaigns import Campaign
from unisms.model.rows import MSISDN, STATE
from unisms.services.exclusions import pasts
from unisms.services.exclusions.pasts import PastRow
from unisms.sms import states

#: by uid after a colon, or by number: the name of everybody who is to get a message
Roll: TypeAlias = Mapping[str, str]


class Differences(NamedTuple):
    """The people who joined and who left between two freezes; names by the order of the rows.

    The names are for people who may see the recipients of the message. The counts are for all.
    """

    joined: tuple[str, ...] = ()
    left: tuple[str, ...] = ()

    @property
    def counts(self) -> tuple[int, int]:
        """Return how many joined, and how many left."""
        return len(self.joined), len(self.left)


def roll_of(campaign: Campaign) -> Roll:
    """Return the ``Roll`` of a frozen campaign: all of its rows that wait.

    Take it before the audience is frozen anew: the rows go then.
    """
    found = {}
    for number, row in campaign.stored_rows():
        if row[STATE] == states.QUEUED:
            uid = pasts.person_of(campaign, PastRow(number, row[MSISDN], campaign.uid(number)))
            found[f":{uid}" if uid else row[MSISDN]] = campaign.values(number)[0]
    return found


def differences(before: Roll, after: Roll) -> Differences:
    """Return the ``Differences`` between two rolls of one campaign."""
    return Differences(
        tuple(name for one, name in after.items() if one not in before),
        tuple(name for one, name in before.items() if one not in after),
    )
