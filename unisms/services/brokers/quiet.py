"""The campaigns of an institution that its quiet hours hold back, and nothing else does."""

from unisms.model.campaigns import Campaign
from unisms.model.folder import look_up, root_of
from unisms.model.root import institution_of
from unisms.model.rows import STATE
from unisms.services.brokers import connections, holds
from unisms.services.ground import lives
from unisms.services.rules import policies
from unisms.sms import states


def leaves_at(campaign: Campaign, now: int) -> int:
    """Return when the quiet hours end that alone hold a message back, in epoch seconds.

    Return 0 if the message leaves, has left, or is held by something else too.
    """
    if campaign.state != states.SENDING:
        return 0
    then = policies.refuses_now(institution_of(campaign), now, urgent=campaign.urgent)
    return then if then and _waits(campaign) and not _is_held_otherwise(campaign) else 0


def shown_state(campaign: Campaign, now: int) -> str:
    """Return the state in which pages show it: what only waits for an hour is scheduled."""
    return states.SCHEDULED if leaves_at(campaign, now) else campaign.state


def _waits(campaign: Campaign) -> bool:
    """Whether a message of it has not left yet."""
    rows = (row for _, row in campaign.stored_rows(campaign.handover.cursor))
    return bool(campaign.handover.returned) or any(row[STATE] == states.QUEUED for row in rows)


def _is_held_otherwise(campaign: Campaign) -> bool:
    connection = look_up(root_of(campaign), campaign.connection)
    if connection is None or connections.in_trouble(connection) or lives.is_held(root_of(campaign)):
        return True
    return holds.of_campaign(connection, campaign.path) is not None
