"""The end of a campaign: its tally frozen, its ledger settled."""

from collections.abc import Iterator

from unisms.model import health
from unisms.model.campaigns import Campaign
from unisms.model.connections import BrokerConnection
from unisms.model.folder import look_up
from unisms.model.reliance import rely_on
from unisms.model.root import Root, institution_of
from unisms.model.rows import STATE, known
from unisms.services.brokers.connections import all_connections
from unisms.services.delivery import moments, progress, steering
from unisms.services.ground import days
from unisms.services.ground.actor import Actor
from unisms.services.money import billing
from unisms.services.replies import replies
from unisms.services.rules.notices import note_reached
from unisms.sms import causes, states

LATEST = 72 * 3600  # seconds after its end that a campaign still waits for receipts


def close_if_due(root: Root, path: str, now: int) -> bool:
    """Close the campaign at ``path`` if its last row is final or 72 hours have passed.

    Return whether it was closed. A campaign that is gone is not.
    """
    campaign = look_up(root, path)
    if (
        campaign is None
        or campaign.state not in states.before(states.CLOSED)
        or campaign.handover.claims
    ):
        return False
    moments.redate_campaign(root, campaign, now)
    late = now >= campaign.ended_at + LATEST and days.may_erase(root, now)
    if not late and any(row[STATE] not in states.FINAL for _, row in campaign.stored_rows()):
        return False
    close(campaign, look_up(root, campaign.connection), now)
    return True


def is_stranded(campaign: Campaign, connection: BrokerConnection | None) -> bool:
    """Whether a campaign under way has lost its connection.

    The connection was removed, perhaps added anew, at the moment of the release. No message of the
    campaign leaves, and no news come. This dates from before 2026-12; since then the two conflict.
    """
    return states.STAGES[campaign.state].is_open and (
        connection is None or campaign.path not in connection.open
    )


def stop(actor: Actor, campaign: Campaign, connection: BrokerConnection | None, now: int) -> None:
    """End a campaign as ``steering.stop`` does.

    A stranded one is closed at once, from whatever state, since nobody else would: its credit is
    given back.
    """
    stranded = is_stranded(campaign, connection)
    if not stranded or states.STOP in states.STAGES[campaign.state].offers:
        steering.stop(actor, campaign, connection, now)
    if stranded:
        # nobody could settle these claims any more: their messages may have left, and are billed
        campaign.handover.claims = ()
        close(campaign, connection, now)


def close(campaign: Campaign, connection: BrokerConnection | None, now: int) -> None:
    """Freeze the tally, settle the ledger.

    What was accepted and had no news is expired, and billed. ``connection`` is ``None`` where it is
    gone.
    """
    rely_on(institution_of(campaign))  # which may be erased at this moment
    for number, row in list(campaign.stored_rows()):
        if row[STATE] not in states.FINAL:
            campaign.write(number, known(row).moved(states.EXPIRED, now, causes.NO_NEWS))
    campaign.tally = tuple(sorted(progress.count(campaign).items()))
    account = institution_of(campaign)["accounts"][campaign.account]
    segments, cost = billing.spent(campaign, account)
    billing.settle(account, campaign.__name__, segments, cost, now)
    if connection is not None:
        replies.remember(campaign, connection)
        connection.open.discard(campaign.path)
        connection.leave_line(campaign.path)
    note_reached(campaign)
    health.of(institution_of(campaign)).note_closed(campaign.__name__)
    campaign.become(states.CLOSED)
    campaign.closed_at = now
    campaign.remember(now, "", "closed", str(segments))


def to_close(root: Root, _now: int) -> Iterator[tuple[str, str]]:
    """Yield the tasks that close the campaigns whose last news may have come."""
    for connection in all_connections(root):
        for path in connection.open if connection.is_at_work else ():
            yield "close_campaign", path
