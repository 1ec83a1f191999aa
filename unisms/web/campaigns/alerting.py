"""The part of the check that an alert has: how long it takes, and why it leaves."""

from typing import Any, NamedTuple

from unisms.model.alerts import EXERCISE, REHEARSAL
from unisms.services.alerts import launches, prepared, speeds
from unisms.services.alerts.speeds import LeavingTime
from unisms.services.ground.problem import Problem
from unisms.sms.purposes import EMERGENCY


class AlertPart(NamedTuple):
    """The content of that part."""

    estimate: LeavingTime | None = None
    asks_why: bool = False  #: whether the reason is asked for here
    is_exercise: bool = False
    is_rehearsal: bool = False
    running: Any = None  #: a campaign of the same alert that has left, and is not over
    unanswered: bool = False  #: whether it asks for an answer that could not reach us


def facts(request: Any, campaign: Any, check: Any) -> AlertPart | None:
    """Return the ``AlertPart`` of a campaign; ``None``: it is no alert, or is not checked yet."""
    if campaign.purpose != (EMERGENCY,) or check is None:
        return None
    mode, institution = campaign.alerting.mode, request.institution
    found = prepared.of_campaign(institution, campaign)
    way = campaign.connection, campaign.sender_id
    return AlertPart(
        speeds.estimate(campaign, check.recipients),
        launches.asks_why(campaign) and mode != REHEARSAL,
        mode == EXERCISE,
        mode == REHEARSAL,
        launches.running(institution, found) if found is not None else None,
        campaign.alerting.asks and not prepared.can_be_answered(institution, *way),
    )


def refused(request: Any, campaign: Any) -> Problem | None:
    """Keep the reason for which an alert is sent; return the ``Problem`` of none."""
    if not launches.asks_why(campaign):
        return None
    return launches.give_reason(campaign, request.POST.get("reason", ""))
