"""A checked campaign that leaves now or at its hour, is called back, or leaves earlier."""

from unisms.model.acl import Permission
from unisms.model.campaigns import Campaign
from unisms.model.root import institution_of
from unisms.model.timings import Schedule, Timing
from unisms.services.campaigns import guards
from unisms.services.delivery.steering import require
from unisms.services.discretion import discretion
from unisms.services.ground import journal
from unisms.services.ground.actor import Actor
from unisms.services.rights import rights
from unisms.services.rules import clocks, timetables
from unisms.services.rules.timings import Untimely
from unisms.services.schedules import forecasts, series
from unisms.sms import origins, states
from unisms.sms.purposes import EMERGENCY

UNDO = 60  # seconds in which a large sending can be called back
ORIGINS = {"", origins.PAGE}  # of messages whose page counts down
GRACE = 600  # seconds after its hour in which a message may still be sent as if it were that hour


def depart(
    actor: Actor,
    campaign: Campaign,
    now: int,
    told: tuple[int, int] | None = None,
) -> None:
    """Let a checked campaign leave, within the limits of ``actor``: now, or at its hour.

    It is then sending, or scheduled; a large one waits a minute in which it can be called back,
    if it was written on a page. ``told`` is as for ``guards.release``, and so is what is raised.
    The caller queues ``arrivals.task_of`` after the commit.

    :raises Untimely: its hour is past, or it would be of no use any more.
    """
    require(campaign, states.RELEASE)
    at = forecasts.asked_for(campaign, now)
    refuse_untimely(campaign, at, now)
    people = (told or (campaign.counted("recipients"), 0))[0]
    is_undo = at <= now and _is_large(campaign, people)
    if at <= now and not is_undo:
        leave_now(actor, campaign, now, told)
        return
    at = now + UNDO if is_undo else at
    guards.refuse(actor, campaign, at, told)
    figures = campaign.counted("recipients"), campaign.counted("segments")
    wanted = Schedule(at, actor.uid, now, is_undo, *figures, told or ())
    campaign.schedule = tuple(wanted._replace(is_known=_is_known(actor)))
    campaign.become(states.SCHEDULED)
    journal.act(actor, campaign, "scheduled", now, str(at))


def let_be_now(campaign: Campaign) -> None:
    """Let the hour of a checked campaign be the one at which it is sent."""
    require(campaign, states.RELEASE)
    campaign.timing = tuple(Timing(*campaign.timing)._replace(at="", own_zone=False))
    campaign.waves = ()


def leave_now(
    actor: Actor, campaign: Campaign, now: int, told: tuple[int, int] | None = None
) -> None:
    """Release a campaign, and let the next one of its series wait."""
    guards.release(actor, campaign, now, told)
    series.follow(campaign, actor.uid, now)


def _is_large(campaign: Campaign, people: int) -> bool:
    """Whether so many people get the message that its sender may think again; never of an alert."""
    least = timetables.number_of(institution_of(campaign), timetables.UNDO)
    is_alert = campaign.purpose == (EMERGENCY,)
    return 0 < least <= people and not is_alert and campaign.origin in ORIGINS


def refuse_untimely(campaign: Campaign, at: int, now: int) -> None:
    """Raise an error if a campaign that is sent at ``now`` could not leave as it is wanted.

    :raises Untimely: so it is.
    """
    if at and at < now - GRACE:
        raise Untimely("past")
    forecast = forecasts.of(campaign, max(at, now))
    if forecast.until and forecast.until <= now:
        raise Untimely("late")
    if forecast.until and forecast.begins >= forecast.until:
        raise Untimely("never")


def cancel(actor: Actor, campaign: Campaign, now: int) -> None:
    """Call back a campaign that waits for its hour: it is checked again, and nothing has left.

    :raises WrongState: it does not wait any more.
    """
    require(campaign, states.CANCEL)
    campaign.schedule = ()
    campaign.become(states.CHECKED)
    journal.act(actor, campaign, "cancelled", now)


def hasten(actor: Actor, campaign: Campaign, now: int) -> None:
    """Let a campaign that waits for its hour leave now, once its audience was looked at again.

    :raises WrongState: it does not wait any more.
    :raises BeyondLimit: ``actor`` may not send it at this hour.
    """
    require(campaign, states.CANCEL)
    rights.stand_on(actor.institution)
    guards.refuse_beyond(actor, campaign, now, told_to(actor, campaign))
    schedule = Schedule(*campaign.schedule)
    campaign.timing = tuple(
        Timing(*campaign.timing)._replace(at=_shown(campaign, now), own_zone=False)
    )
    known = _is_known(actor)
    campaign.schedule = tuple(schedule._replace(at=now, by=actor.uid, asked_at=now, is_known=known))
    campaign.waves = ()
    campaign.become(states.SCHEDULED)
    journal.act(actor, campaign, "hastened", now)


def _is_known(actor: Actor) -> bool:
    """Whether somebody is one of the people of the institution: only they can leave it."""
    return actor.uid in actor.institution["people"]


def _shown(campaign: Campaign, now: int) -> str:
    return clocks.shown_at(now, institution_of(campaign).time_zone)


def told_to(actor: Actor, campaign: Campaign) -> tuple[int, int] | None:
    """Return the people and the segments that ``actor`` is told of a check; ``None``: all."""
    if actor.may_here(Permission.NUMBER_VIEW) or not discretion.secrets(campaign):
        return None
    check = discretion.check_of(campaign)
    return check.recipients, check.segments
