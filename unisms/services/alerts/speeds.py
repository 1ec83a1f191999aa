"""How long an alert takes to leave, told before it does."""

from itertools import islice
from typing import NamedTuple

from unisms.model.campaigns import Campaign
from unisms.model.root import Institution, institution_of
from unisms.services.brokers.connections import usable
from unisms.services.campaigns.checks import USUAL_PACE

CONTRACT, MEASURED, USUAL = SOURCES = ("contract", "measured", "usual")
LOOKED_AT = 40  # of the latest campaigns
LEAST = 100  # messages of one that tells a speed


class LeavingTime(NamedTuple):
    """The time until the last message of a campaign has left."""

    seconds: int
    rate: float  #: messages a second
    source: str  #: of ``SOURCES``: the pace of the contract, the last messages, or a usual one


def estimate(campaign: Campaign, recipients: int) -> LeavingTime:
    """Return the ``LeavingTime`` of a checked campaign for so many people."""
    institution = institution_of(campaign)
    connection = usable(institution).get(campaign.connection)
    if connection is not None and connection.pace:
        rate, source = float(connection.pace), CONTRACT
    elif measured := _measured(institution, campaign.connection):
        rate, source = measured, MEASURED
    else:
        rate, source = float(USUAL_PACE), USUAL
    return LeavingTime(max(1, round(recipients / rate)), rate, source)


def _measured(institution: Institution, connection: str) -> float:
    """Return the messages a second of the last larger campaign by a connection; 0: none."""
    folder = institution["campaigns"]
    latest = (folder[name] for name in islice(folder.latest(), LOOKED_AT))
    for one in latest:
        people, seconds = one.counted("recipients", 0), one.ended_at - one.sent_at
        if one.connection == connection and people >= LEAST and one.sent_at and seconds > 0:
            return float(people / seconds)
    return 0.0
