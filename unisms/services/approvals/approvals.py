"""A message that needs a yes: asked for, given, refused, sent back, withdrawn; or let go at once.

A yes and the release that follows it are one transaction: whoever is killed between them has done
neither, or both. So no message waits between a yes and its line.
"""

from collections.abc import Callable

from unisms.model.accounts import AccountClosed, NotEnoughCredit
from unisms.model.approvals import (
    APPROVED,
    CHANGED,
    REFUSED,
    SENT_BACK,
    UNFIT,
    WITHDRAWN,
    Approval,
    Decision,
)
from unisms.model.campaigns import Campaign, WrongState
from unisms.model.reliance import rely_on
from unisms.model.root import institution_of
from unisms.services.approvals import approvers, frozen, mails, needs, unusual
from unisms.services.approvals.approvers import awaiting_of, refuse_to_decide
from unisms.services.approvals.upkeep import next_look
from unisms.services.campaigns import drafts, guards, refusals, releases
from unisms.services.delivery.steering import require
from unisms.services.ground import journal
from unisms.services.ground.actor import Actor
from unisms.services.ground.problem import Problem
from unisms.services.rights import rights
from unisms.services.schedules import departures
from unisms.sms import states

LONGEST = 500  # characters of a comment
EACH_HOUR = 3600  # seconds between two reminders that an author asks for
#: how a campaign that needs no yes, or has it, goes on
depart: Callable[[Actor, Campaign, int, tuple[int, int] | None], None] = departures.depart


class NobodyDecides(Exception):
    """A yes is needed, and nobody could say it."""


class NoComment(ValueError):
    """Somebody says no, and not why."""


class TooSoon(Exception):
    """They were reminded less than an hour ago."""


def go(
    actor: Actor, campaign: Campaign, now: int, told: tuple[int, int] | None = None
) -> tuple[needs.Reason, ...]:
    """Let a checked campaign go, or ask for the yes that it needs; return why it is needed.

    Where a reason is returned it awaits the yes; else it goes on as by ``depart``. ``told`` are the
    people and segments that the actor was told, if more than will leave.

    :raises NobodyDecides: nobody may say yes; the campaign stays checked.

    All else that ``guards.release`` raises is raised before anybody is asked.
    """
    rights.stand_on(actor.institution)
    require(campaign, states.RELEASE)
    reasons = needs.reasons(actor, campaign, now, told)
    if not reasons:
        depart(actor, campaign, now, told)
        return ()
    refuse_unfit(actor, campaign, now, told)
    asked = approvers.asked(campaign, actor.uid, now)
    if not asked:
        raise NobodyDecides
    approval = Approval(now, actor.uid, frozen.digest(campaign))
    approval.told = told or ()
    _ask(actor, campaign, now, approval, reasons, asked)
    return reasons


def _ask(
    actor: Actor,
    campaign: Campaign,
    now: int,
    approval: Approval,
    reasons: tuple[needs.Reason, ...],
    asked: tuple[str, ...],
) -> None:
    """Let the campaign await the yes of one of ``asked``, and tell them."""
    institution = institution_of(campaign)
    approval.reasons, approval.asked = reasons, asked
    approval.unusual = unusual.of(campaign, actor.uid, now)
    approval.sources = frozen.sources(campaign)
    approval.answers = campaign.approval.answers if campaign.approval is not None else ()
    campaign.approval = approval
    campaign.become(states.AWAITING_APPROVAL)
    awaiting_of(institution).wait(campaign.__name__, next_look(campaign, now))
    journal.act(actor, campaign, "asked", now)
    mails.ask(campaign, asked, now)


def refuse_unfit(
    actor: Actor, campaign: Campaign, now: int, told: tuple[int, int] | None = None
) -> None:
    """Raise what ``guards.release`` would: nobody is asked about what cannot leave.

    :raises AccountClosed: as there; so all others of ``refusals.REFUSALS``.
    """
    people, segments = told or (campaign.counted("recipients"), campaign.counted("segments"))
    guards.refuse_beyond(actor, campaign, now, (people, segments))
    if not people:
        raise releases.NobodyToWriteTo
    if code := releases.outdated(campaign):
        raise releases.Outdated(code)
    account = releases.payer_of(campaign)
    rely_on(account)
    if account.closed:
        raise AccountClosed
    if segments > account.spendable:
        raise NotEnoughCredit(segments - account.spendable)


def approve(actor: Actor, campaign: Campaign, now: int) -> Problem | None:
    """Say yes to a campaign, and let it go with the rights of the person who wants to send it.

    Return ``None``, or the ``Problem`` for which it cannot leave any more: then it is checked
    again, and both are told by mail.

    :raises MayNotDecide: ``actor`` may not.
    """
    _stand(actor, campaign, now)
    approval, institution = campaign.awaited, institution_of(campaign)
    if is_changed(campaign):
        _end(actor, campaign, now, CHANGED)
        return Problem("send", "changed")
    journal.act(actor, campaign, APPROVED, now)
    campaign.become(states.CHECKED)
    sender = rights.person(institution, approval.by)
    try:
        with journal.unaddressed():  # the sender is not where the yes comes from
            depart(sender, campaign, now, approval.told or None)
    except refusals.REFUSALS as refusal:
        problem = refusals.problem_of(refusal, "send", campaign)
        _finish(campaign, Decision(now, actor.uid, UNFIT, code=problem.code))
        mails.unfit(campaign, actor.uid, now)
        return problem
    _finish(campaign, Decision(now, actor.uid, APPROVED))
    mails.decided(campaign, mails.APPROVED, actor.uid, now)
    return None


def is_changed(campaign: Campaign) -> bool:
    """Whether what was frozen is no longer what was asked about, or the rules are others by now."""
    return frozen.digest(campaign) != campaign.awaited.digest


def refuse(actor: Actor, campaign: Campaign, now: int, comment: str) -> None:
    """Say no: the campaign does not leave, and its author is told why.

    :raises MayNotDecide: ``actor`` may not.
    :raises NoComment: the reason is missing.
    """
    comment = _said(comment)
    _stand(actor, campaign, now)
    journal.act(actor, campaign, REFUSED, now)
    drafts.back_to_draft(campaign, state=states.REFUSED)
    _finish(campaign, Decision(now, actor.uid, REFUSED, comment))
    mails.decided(campaign, mails.REFUSED, actor.uid, now)


def send_back(actor: Actor, campaign: Campaign, now: int, comment: str) -> None:
    """Give a campaign back to its author, to be changed as the comment says.

    :raises MayNotDecide: ``actor`` may not.
    :raises NoComment: the comment is missing.
    """
    comment = _said(comment)
    _stand(actor, campaign, now)
    journal.act(actor, campaign, SENT_BACK, now)
    drafts.back_to_draft(campaign)
    _finish(campaign, Decision(now, actor.uid, SENT_BACK, comment))
    mails.decided(campaign, mails.SENT_BACK, actor.uid, now)


def withdraw(actor: Actor, campaign: Campaign, now: int) -> None:
    """Ask no more: the campaign is checked, as before it was asked about.

    :raises WrongState: it awaits no yes.
    """
    _require_awaited(campaign)
    journal.act(actor, campaign, WITHDRAWN, now)
    _end(actor, campaign, now, WITHDRAWN)
    mails.withdrawn(campaign, now)


def remind(actor: Actor, campaign: Campaign, now: int) -> None:
    """Have those who were asked reminded, as the author wants it.

    :raises WrongState: it awaits no yes.
    :raises TooSoon: they were asked, or reminded so, less than an hour ago.
    """
    _require_awaited(campaign)
    if now < may_remind_at(campaign):
        raise TooSoon
    campaign.awaited.nudged_at = now
    mails.ask(campaign, campaign.awaited.asked, now, mails.REMINDED)
    journal.act(actor, campaign, "reminded", now)


def may_remind_at(campaign: Campaign) -> int:
    """Return from when on the author may have those asked reminded, epoch seconds."""
    approval = campaign.awaited
    return max(approval.asked_at, approval.nudged_at, approval.reminded_at) + EACH_HOUR


def _require_awaited(campaign: Campaign) -> None:
    if campaign.state != states.AWAITING_APPROVAL or campaign.approval is None:
        raise WrongState(campaign.state)


def _said(comment: str) -> str:
    """Return a comment in one line, as long as mails and pages tell it."""
    told = " ".join(comment.split())[:LONGEST]
    if not told:
        raise NoComment
    return told


def _stand(actor: Actor, campaign: Campaign, now: int) -> None:
    """Look whether ``actor`` may decide, and conflict with whatever takes that away meanwhile."""
    institution = institution_of(campaign)
    rights.stand_on(institution)
    account = institution["accounts"].get(campaign.account)
    if account is not None:
        rely_on(account)
    refuse_to_decide(actor, campaign, now)


def _end(actor: Actor, campaign: Campaign, now: int, end: str) -> None:
    """Let the campaign be checked again, as nobody's yes is awaited any more."""
    campaign.become(states.CHECKED)
    _finish(campaign, Decision(now, actor.uid, end))


def _finish(campaign: Campaign, answer: Decision) -> None:
    """Write down how the request ended."""
    campaign.awaited.end(answer)
    awaiting_of(institution_of(campaign)).forget(campaign.__name__)
