"""The part of the check that tells of a yes: needed, awaited, or what became of it."""

from typing import Any, NamedTuple

from unisms.model.approvals import APPROVED, Approval, Decision
from unisms.services.approvals import approvals, needs, upkeep
from unisms.services.approvals.approvals import NobodyDecides
from unisms.services.campaigns import refusals
from unisms.services.ground.problem import Problem
from unisms.sms import states
from unisms.web.campaigns import timing


class Yes(NamedTuple):
    """The content of that part."""

    notes: list  #: of what this person has just done
    needs: tuple = ()  #: pairs of a code and its detail: why a yes is needed before it leaves
    last: Decision | None = None  #: for which it did not leave
    awaited: Approval | None = None
    until: int = 0  #: when nobody's yes is awaited any longer, epoch seconds
    may_remind: bool = False


def facts(request: Any, campaign: Any, told: tuple[int, int] | None = None) -> Yes:
    """Return the ``Yes`` of a campaign for the person who looks at its check.

    ``told`` are the people and segments that they are told, if more than will leave.
    """
    approval, yes = campaign.approval, Yes(request.session.pop_flash("asked"))
    if campaign.state == states.AWAITING_APPROVAL and approval is not None:
        may_remind = request.now >= approvals.may_remind_at(campaign)
        until = upkeep.expires_at(campaign)
        return yes._replace(awaited=approval, until=until, may_remind=may_remind)
    if campaign.state != states.CHECKED or not campaign.check:
        return yes
    last = approval.last if approval is not None else None
    return yes._replace(
        needs=needs.reasons(request.actor, campaign, request.now, told),
        last=last if last is not None and last.end != APPROVED else None,
    )


def go(request: Any, campaign: Any, told: tuple[int, int] | None) -> Problem | None:
    """Let a checked campaign go, or ask for the yes that it needs; return why neither is done."""
    try:
        approvals.go(request.actor, campaign, request.now, told)
    except NobodyDecides:
        return Problem("send", "nobody_decides")
    except refusals.REFUSALS as refusal:
        return refusals.problem_of(refusal, "send", campaign)
    timing.nudge(request, campaign)
    return None
