"""Scheduled campaigns whose hour has come: looked at again, then let go, or taken back."""

from collections.abc import Iterator, Mapping

from unisms.model.campaigns import Campaign
from unisms.model.folder import look_up, path_of, root_of
from unisms.model.root import Root, institution_of
from unisms.model.timings import Schedule, Series
from unisms.services.audience import questions
from unisms.services.audience.questions import Answer, Question
from unisms.services.campaigns import checks, drafts, guards, refusals, releases
from unisms.services.ground import days, lives
from unisms.services.ground.actor import Actor
from unisms.services.ground.problem import Problem
from unisms.services.rights import rights
from unisms.services.rules import timetables
from unisms.services.schedules import departures
from unisms.services.schedules.returns import take_back
from unisms.sms import states

AHEAD = 75  # seconds before its hour that the sweep tells of a campaign: it looks each minute
LATEST = 3600  # seconds after its hour at which a message leaves no more by itself
PATIENCE = 600  # seconds that a directory which does not answer is waited for
FRESH = 300  # seconds for which an audience that was looked at again counts
FEW = 10  # people more than at the check stop nothing


def to_leave(root: Root, now: int) -> Iterator[tuple[str | int, ...]]:
    """Yield the tasks that let campaigns leave whose hour has come, or comes within a minute."""
    for institution in root["institutions"].values():
        folder = institution["campaigns"]
        for at, name in folder.due():
            if at > now + AHEAD:
                break
            campaign = folder.get(name)
            if campaign is not None and campaign.state == states.SCHEDULED:
                yield "leave_campaign", path_of(campaign), campaign.author, at


def task_of(campaign: Campaign, now: int) -> tuple[str | int, ...]:
    """Return the task for a campaign that was just sent; empty: nothing is due within a minute."""
    if campaign.state == states.SENDING:
        return "deliver", campaign.connection
    schedule = campaign.scheduled if campaign.state == states.SCHEDULED else None
    if schedule is None or schedule.at > now + AHEAD:
        return ()
    return "leave_campaign", campaign.path, campaign.author, schedule.at


def _due(root: Root, path: str, now: int) -> Campaign | None:
    """Return the campaign at ``path`` if its hour has come and a clock that is believed says so."""
    campaign = look_up(root, path)
    if campaign is None or campaign.state != states.SCHEDULED or campaign.scheduled is None:
        return None  # it was called back, or has left already
    is_due = campaign.scheduled.at <= now
    return campaign if is_due and days.may_erase(root, now) and not lives.is_held(root) else None


def renew(
    root: Root, path: str, now: int, answers: Mapping[Question, Answer] = checks.NO_ANSWERS
) -> tuple[Question, ...]:
    """Look again at the audience of a campaign whose hour has come, or take the campaign back.

    What waits only so that its sender may think again is as it was. Return the questions to
    outsiders that ``answers`` does not answer, as ``checks.prepare``: nothing is written then.
    """
    campaign = _due(root, path, now)
    schedule = campaign.scheduled if campaign is not None else None
    if campaign is None or schedule is None or _is_fresh(schedule, now):
        return ()
    problem = _outlived(campaign, schedule, now)
    if problem is not None:
        take_back(campaign, problem, now)
        return ()
    is_away = any(one.problem == questions.AWAY for one in answers.values())
    if is_away and now < schedule.at + PATIENCE:
        return ()
    return _freeze_again(root, campaign, schedule, now, answers)


def _is_fresh(schedule: Schedule, now: int) -> bool:
    return schedule.is_undo or now - schedule.renewed_at < FRESH


def _outlived(campaign: Campaign, schedule: Schedule, now: int) -> Problem | None:
    """Return why what was scheduled holds no more, or ``None``."""
    institution, root = institution_of(campaign), root_of(campaign)
    if lives.is_older(root, schedule.at):
        return Problem("schedule", "restored")
    if now - schedule.at > LATEST:
        return Problem("schedule", "late")
    if schedule.is_known and schedule.by not in institution["people"]:
        return Problem("schedule", "left")
    if _was_stopped_before(campaign):
        return Problem("schedule", "stopped_before")
    code = releases.outdated(campaign)
    return Problem("send", f"outdated_{code}") if code else None


def _was_stopped_before(campaign: Campaign) -> bool:
    """Whether somebody has stopped the campaign that this one repeats."""
    name = Series(*campaign.series).previous if campaign.series else ""
    previous = institution_of(campaign)["campaigns"].get(name) if name else None
    return previous is not None and any(one.verb == "stopped" for one in previous.events())


def _freeze_again(
    root: Root,
    campaign: Campaign,
    schedule: Schedule,
    now: int,
    answers: Mapping[Question, Answer],
) -> tuple[Question, ...]:
    """Freeze the audience anew, and compare it with the one that somebody has read about."""
    frozen = guards.refreeze(root, campaign, now, answers)
    if frozen.problem:
        drafts.back_to_draft(campaign, frozen.problem)
        take_back(campaign, Problem("schedule", "unprepared"), now)
    elif not frozen.unanswered:
        added, gone = frozen.differences.counts
        renewed = schedule._replace(renewed_at=now, added=added, gone=gone)
        campaign.schedule = tuple(renewed)
        if _has_grown(campaign, renewed):
            figures = (campaign.counted("recipients"), schedule.recipients)
            take_back(campaign, Problem("schedule", "grown", figures), now)
    return frozen.unanswered


def _has_grown(campaign: Campaign, schedule: Schedule) -> bool:
    """Whether more people have come than the institution lets pass unread.

    A repetition is measured by the last check that was read, whoever was in its audience then.
    """
    more = campaign.counted("recipients") - schedule.recipients
    more = more if campaign.series and campaign.series[1] > 1 else schedule.added
    share = timetables.number_of(institution_of(campaign), timetables.GROWTH)
    return more > FEW and more * 100 > share * schedule.recipients


def leave(root: Root, path: str, now: int) -> str:
    """Let a campaign leave whose hour has come and whose audience was looked at again.

    Return the path of its connection, for a nudge after the commit; empty: it has not left. If it
    may not leave it is taken back, and its people are told why.
    """
    campaign = _due(root, path, now)
    schedule = campaign.scheduled if campaign is not None else None
    if campaign is None or schedule is None or not _is_fresh(schedule, now):
        return ""
    problem = _outlived(campaign, schedule, now)
    if problem is None:
        problem = _released(campaign, schedule, now)
    if problem is not None:
        take_back(campaign, problem, now)
    return campaign.connection if campaign.state == states.SENDING else ""


def _released(campaign: Campaign, schedule: Schedule, now: int) -> Problem | None:
    """Release a campaign for whom has sent it; return why that was refused, or ``None``."""
    actor = rights.person(institution_of(campaign), schedule.by)
    campaign.become(states.CHECKED)
    try:
        departures.refuse_untimely(campaign, 0, now)
        departures.leave_now(actor, campaign, now, _told(actor, campaign, schedule))
    except refusals.REFUSALS as refusal:
        return refusals.problem_of(refusal, "send", campaign)
    return None


def _told(actor: Actor, campaign: Campaign, schedule: Schedule) -> tuple[int, int] | None:
    """Return the figures that were told to the person, of the audience as it is now."""
    return (schedule.told or None) if schedule.is_undo else departures.told_to(actor, campaign)
