"""The campaigns that an hour holds back, and nothing else does."""

from unisms.model.campaigns import Campaign
from unisms.model.folder import look_up, root_of
from unisms.model.root import institution_of
from unisms.model.rows import STATE
from unisms.services.brokers import connections, holds, paces
from unisms.services.ground import lives
from unisms.services.rules import policies
from unisms.sms import states


def leaves_at(campaign: Campaign, now: int) -> int:
    """Return when the hour comes that alone holds a message back, in epoch seconds.

    It is the one it was scheduled for, that of another zone, or the end of quiet hours or of a
    closed day. Return 0 if the message leaves, has left, or is held by something else too.
    """
    if campaign.state == states.SCHEDULED and campaign.scheduled is not None:
        return campaign.scheduled.at
    if campaign.state != states.SENDING:
        return 0
    then = _next_hour(campaign, now)
    return then if then and _waits(campaign) and not _is_held_otherwise(campaign) else 0


def why(campaign: Campaign, now: int) -> str:
    """Return why a campaign under way waits for an hour (``leaves_at``).

    It is ``zones``, ``hours`` or one of ``timetables.DAYS``.
    """
    if campaign.waves:
        return "zones"
    return policies.held_on(institution_of(campaign), now, campaign.held_by)


def shown_state(campaign: Campaign, now: int) -> str:
    """Return the state in which pages show it: what only waits for an hour is scheduled."""
    return states.SCHEDULED if leaves_at(campaign, now) else campaign.state


def _next_hour(campaign: Campaign, now: int) -> int:
    """Return when the next message of a campaign may leave; 0: one may now."""
    if campaign.waves:
        return paces.allowance_of(campaign, 1, now).resumes_at
    institution, kind = institution_of(campaign), campaign.held_by
    return policies.refuses_now(institution, now, urgent=campaign.urgent, kind=kind)


def _waits(campaign: Campaign) -> bool:
    """Whether a message of it has not left yet."""
    rows = (row for _, row in campaign.stored_rows(campaign.handover.cursor))
    return bool(campaign.handover.returned) or any(row[STATE] == states.QUEUED for row in rows)


def _is_held_otherwise(campaign: Campaign) -> bool:
    connection = look_up(root_of(campaign), campaign.connection)
    if connection is None or connections.in_trouble(connection) or lives.is_held(root_of(campaign)):
        return True
    return holds.of_campaign(connection, campaign.path) is not None
