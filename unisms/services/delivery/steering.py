"""Steering a campaign under way: pause, resume, stop, decide about uncertain messages."""

from collections.abc import Sequence

from unisms.model.campaigns import Campaign, WrongState
from unisms.model.connections import BrokerConnection
from unisms.model.folder import root_of
from unisms.model.rows import STATE
from unisms.services.ground import journal, lives
from unisms.services.ground.actor import Actor
from unisms.sms import causes, states


def pause(actor: Actor, campaign: Campaign, connection: BrokerConnection | None, now: int) -> None:
    """Hold a campaign under way.

    One batch may still be leaving. ``connection`` is ``None`` where it is gone.
    """
    require(campaign, states.PAUSE)
    campaign.become(states.PAUSED)
    if connection is not None:
        connection.leave_line(campaign.path)
    journal.act(actor, campaign, "paused", now)


def resume(actor: Actor, campaign: Campaign, connection: BrokerConnection, now: int) -> None:
    """Let a paused campaign go on.

    :raises StoreHeld: nothing may leave from a store that was restored and not released.
    """
    require(campaign, states.RESUME)
    lives.refuse_held(root_of(campaign))
    campaign.become(states.SENDING)
    connection.join_line(campaign.path, campaign.urgent, campaign.held_by)
    journal.act(actor, campaign, "resumed", now)


def stop(actor: Actor, campaign: Campaign, connection: BrokerConnection | None, now: int) -> int:
    """End a campaign: what has not left never will.

    Return how many messages that spares. ``connection`` is ``None`` where it is gone.
    """
    require(campaign, states.STOP)
    campaign.become(states.STOPPED)
    campaign.ended_at = now
    handover = campaign.handover
    claimed = {number for claim in handover.claims for number in claim[0]}
    handover.cursor, handover.returned = (
        campaign.last_number() + 1,
        (),
    )  # a claim at the same moment conflicts
    spared = [
        number
        for number, row in campaign.stored_rows()
        if row[STATE] == states.QUEUED and number not in claimed
    ]
    for number in spared:
        campaign.write(number, campaign.row(number).moved(states.STOPPED, now))
    if connection is not None:
        connection.leave_line(campaign.path)
    journal.act(actor, campaign, "stopped", now, str(len(spared)))
    return len(spared)


def require(campaign: Campaign, act: str) -> None:
    """:raises WrongState: ``act`` (``sms.states``) is not offered in the campaign's state."""
    if act not in states.STAGES[campaign.state].offers:
        raise WrongState(campaign.state)


def uncertain_numbers(campaign: Campaign) -> list[int]:
    """The rows whose end nobody knows."""
    return [number for number, row in campaign.stored_rows() if row[STATE] == states.UNCERTAIN]


def write_off(actor: Actor, campaign: Campaign, now: int) -> int:
    """Give up the uncertain messages, as a person decided; return how many.

    A late receipt may still tell of them.

    :raises WrongState: nothing of it was sent, or all is settled.
    """
    require(campaign, states.WRITE_OFF)
    numbers = uncertain_numbers(campaign)
    if not numbers:
        return 0  # somebody has done so before
    give_up(campaign, numbers, now)
    journal.act(actor, campaign, "written_off", now, str(len(numbers)))
    return len(numbers)


def give_up(campaign: Campaign, numbers: Sequence[int], now: int) -> None:
    """Wait no longer for news of these rows."""
    for number in numbers:
        campaign.write(number, campaign.row(number).moved(states.EXPIRED, now, causes.NO_NEWS))
