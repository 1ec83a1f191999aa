"""Upkeep of what awaits a yes: reminders, escalation, expiry, deputies of those who are away."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from unisms.model.approvals import EXPIRED, HOUR, Decision
from unisms.model.campaigns import Campaign
from unisms.model.folder import look_up, path_of
from unisms.model.root import Institution, Root, institution_of
from unisms.services.approvals import approvers, mails
from unisms.services.approvals.approvers import awaiting_of
from unisms.services.approvals.needs import manner_of
from unisms.sms import states

DAILY = 24 * HOUR  # seconds between later reminders


def waiting(root: Root, now: int) -> Iterator[tuple[str, str]]:
    """Yield the tasks that look after the requests whose moment has come."""
    for institution in root["institutions"].values():
        if institution.awaiting is not None:
            folder = path_of(institution["campaigns"])
            for name in institution.awaiting.due(now):
                yield "tend_approval", f"{folder}/{name}"


def tend(root: Root, path: str, now: int) -> bool:
    """Look after the request of the campaign at ``path``; return whether it still stands.

    It expires, is told to those of the institution, or is called to mind. Those who may decide
    are looked for anew: somebody may have left, or be away from today on.
    """
    campaign, name = look_up(root, path), path.rpartition("/")[2]
    institution = root["institutions"][path.split("/")[2]]
    if campaign is None or campaign.state != states.AWAITING_APPROVAL:
        awaiting_of(institution).forget(name)  # changed, thrown away or decided meanwhile
        return False
    _believe(campaign, now)
    if now >= expires_at(campaign):
        _expire(campaign, now)
        return False
    _ask_others(campaign, now)
    if now >= _reminds_at(campaign):
        campaign.awaited.reminded_at = now
        mails.ask(campaign, campaign.awaited.asked, now, mails.REMINDED)
    awaiting_of(institution).wait(name, next_look(campaign, now))
    return True


def _believe(campaign: Campaign, now: int) -> None:
    """Take moments of the future as now: a clock was ahead."""
    approval = campaign.awaited
    for name in ("asked_at", "reminded_at", "escalated_at", "nudged_at"):
        if getattr(approval, name) > now:
            setattr(approval, name, now)


def _expire(campaign: Campaign, now: int) -> None:
    """Nobody has answered: the campaign is checked again, and its author told."""
    campaign.become(states.CHECKED)
    campaign.awaited.end(Decision(now, "", EXPIRED))
    campaign.remember(now, "", EXPIRED)
    awaiting_of(institution_of(campaign)).forget(campaign.__name__)
    mails.expired(campaign, now)


def _ask_others(campaign: Campaign, now: int) -> None:
    """Ask those who decide by now and were not asked; those of the institution after a time."""
    approval = campaign.awaited
    escalates = bool(approval.escalated_at) or now >= _escalates_at(campaign)
    found = approvers.asked(campaign, approval.by, now, escalated=escalates)
    fresh = tuple(uid for uid in found if uid not in approval.asked)
    if found and found != approval.asked:
        approval.asked = found
    kind = mails.ASKED if approval.escalated_at or not escalates else mails.ESCALATED
    if escalates and not approval.escalated_at:
        approval.escalated_at = now
    mails.ask(campaign, fresh, now, kind)


def expires_at(campaign: Campaign) -> int:
    """Return when a request ends unanswered, epoch seconds."""
    manner = manner_of(institution_of(campaign))
    return campaign.awaited.asked_at + manner.expire_after * HOUR


def _escalates_at(campaign: Campaign) -> int:
    manner = manner_of(institution_of(campaign))
    return campaign.awaited.asked_at + manner.escalate_after * HOUR


def _reminds_at(campaign: Campaign) -> int:
    """Return when those asked are reminded: after some hours, later once a day."""
    approval, manner = campaign.awaited, manner_of(institution_of(campaign))
    if approval.reminded_at:
        return max(approval.reminded_at, approval.nudged_at) + DAILY
    return max(approval.asked_at + manner.remind_after * HOUR, approval.nudged_at + HOUR)


def next_look(campaign: Campaign, now: int) -> int:
    """Return when a request is to be looked at again, epoch seconds; each midnight, absences."""
    moments = [
        expires_at(campaign),
        _reminds_at(campaign),
        _midnight(institution_of(campaign), now),
    ]
    if not campaign.awaited.escalated_at:
        moments.append(_escalates_at(campaign))
    return max(now + 1, min(moments))


def _midnight(institution: Institution, now: int) -> int:
    """Return when the next day of the institution begins, epoch seconds."""
    zone = ZoneInfo(institution.time_zone)
    day = datetime.fromtimestamp(now, zone).date() + timedelta(days=1)
    return int(datetime(day.year, day.month, day.day, tzinfo=zone).timestamp())
