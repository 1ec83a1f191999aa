"""The end of a campaign: its tally frozen, its ledger settled."""

from unisms.model.folder import find
from unisms.model.root import institution_of
from unisms.services import billing, progress
from unisms.sms import causes, states

LATEST = 72 * 3600  # seconds after its end that a campaign still waits for receipts


def close_if_due(root, path, now):
    """Close the campaign at ``path`` if its last row is final, or 72 hours have passed; tell whether it was closed."""
    campaign = find(root, path)
    if campaign.state not in (states.SENT, states.STOPPED) or campaign.handover.claims:
        return False
    late = now >= campaign.ended_at + LATEST
    if not late and any(row[1] not in states.FINAL for _, row in campaign.stored_rows()):
        return False
    close(campaign, find(root, campaign.connection), now)
    return True


def close(campaign, connection, now):
    """Freeze the tally, settle the ledger. What was accepted and had no news is expired, and billed."""
    for number, row in list(campaign.stored_rows()):
        if row[1] not in states.FINAL:
            campaign.write(number, (*row[:1], states.EXPIRED, *row[2:4], now, causes.NO_NEWS))
    campaign.tally = tuple(sorted(progress.count(campaign).items()))
    account = institution_of(campaign)["accounts"][campaign.account]
    segments, cost = billing.spent(campaign, connection)
    billing.settle(account, campaign.__name__, segments, cost, now)
    connection.open.discard(campaign.path)
    connection.leave_line(campaign.path)
    campaign.state, campaign.closed_at = states.CLOSED, now
    campaign.remember(now, "", "closed", str(segments))
