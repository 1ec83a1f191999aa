"""Campaigns as they are once something of them has left, with the ledger that goes with it."""

from typing import NamedTuple

from factories import NOW, make_campaign, mobile

from unisms.model.rows import MSISDN, SEGMENTS
from unisms.model.terms import Terms
from unisms.services.delivery import progress
from unisms.services.ground.actor import service
from unisms.services.money import billing
from unisms.sms import causes, states

FAKE = "/institutions/paris1/brokers/fake"


class Told(NamedTuple):
    """A message as it is told at its end."""

    state: str = states.DELIVERED
    cause: str | None = None
    left: int | None = 0  #: seconds after the release; ``None``: nobody knows
    took: int = 7  #: seconds until its end was told
    network: str = "208-01"
    number: str = ""
    segments: int = 1
    ids: str = "id"


GOOD, WAITING = Told(), Told(states.QUEUED, None, None, ids="")
BAD = Told(states.FAILED, causes.NUMBER_INVALID)
REFUSED = Told(states.FAILED, causes.NUMBER_INVALID, None, ids="")
ASIDE = Told(states.SET_ASIDE, causes.NO_CONSENT, None, segments=0, ids="")
TWICE = ASIDE._replace(cause=causes.DUPLICATE)


def sent(institution, *messages, at=NOW, closed=True, carrier=FAKE, **fields):
    """A campaign released at ``at``, of which these messages are told, and its ledger."""
    campaign = make_campaign(institution, len(messages), now=at, **fields)
    connection = campaign.carrier(carrier) if carrier else 0
    rows = [(place, _row(one, place, at, connection)) for place, one in enumerate(messages, 1)]
    campaign.freeze(rows, [])
    account = institution["accounts"].get(campaign.account)
    billed = [(row[MSISDN], row[SEGMENTS]) for _, row in rows]
    cost = billing.cost_of(Terms(*campaign.agreed), billed)
    segments = sum(count for _, count in billed)
    billing.reserve(service(), account, campaign.__name__, segments, cost, at)
    campaign.sent_at, campaign.state = at, states.SENDING
    if closed:
        close(campaign, account, at)
    return campaign


def _row(told, place, at, connection):
    left = 0 if told.left is None else at + told.left
    known = (told.cause, connection, left, told.network if left else "")
    carriage = known if left and connection else told.cause
    changed_at = (left or at) + told.took
    number = told.number or mobile(place)
    return (number, told.state, told.ids, told.segments, changed_at, carriage)


def close(campaign, account, at):
    """Settle a campaign, and freeze its tally."""
    spent = billing.spent(campaign, account)
    billing.settle(account, campaign.__name__, *spent, at + 60)
    campaign.tally = tuple(sorted(progress.count(campaign).items()))
    campaign.state, campaign.closed_at = states.CLOSED, at + 3600
