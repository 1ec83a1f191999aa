"""The end of an alert: the campaign stopped, and its end told to whom it was handed."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from unisms.model.acl import Permission
from unisms.model.alerts import Alerting
from unisms.model.campaigns import Campaign
from unisms.model.folder import look_up, root_of
from unisms.model.root import Root, institution_of
from unisms.model.rows import STATE
from unisms.model.wordings import Wording
from unisms.services.alerts import prepared
from unisms.services.approvals import approvals
from unisms.services.approvals.approvals import NobodyDecides
from unisms.services.audience.questions import Answer, Question
from unisms.services.campaigns import checks, drafts, guards, refusals
from unisms.services.campaigns.manuscripts import Draft
from unisms.services.delivery import closing
from unisms.services.exclusions import pasts
from unisms.services.ground import journal
from unisms.services.ground.actor import Actor
from unisms.services.ground.problem import Problem
from unisms.services.rights import rights
from unisms.services.schedules import arrivals, departures
from unisms.sms import states
from unisms.sms.purposes import EMERGENCY

ALL_CLEAR, FALSE_ALARM = ENDINGS = ("all_clear", "false_alarm")
PATIENCE = 20  # seconds after a stop in which the last claims are waited for
#: ending -> language -> the text that is proposed, in letters of the shortest alphabet
TEXTS = {
    ALL_CLEAR: {
        "fr": "Fin de l'alerte. La situation est revenue à la normale.",
        "en": "All clear. The alert is over and the situation is back to normal.",
    },
    FALSE_ALARM: {
        "fr": "Fausse alerte. Il n'y a aucun danger : ne suivez pas les consignes du message "
        "précédent.",
        "en": "False alarm. There is no danger: please disregard the previous message.",
    },
}
#: ending -> language -> the title of its message
TITLES = {
    ALL_CLEAR: {"fr": "Fin d'alerte : {title}", "en": "All clear: {title}"},
    FALSE_ALARM: {"fr": "Fausse alerte : {title}", "en": "False alarm: {title}"},
}


class AlertFigures(NamedTuple):
    """The messages of an alert, as its end finds them."""

    handed: int  #: numbers to which it was handed, or may have been
    waiting: int  #: messages that have not left


def may_end(actor: Actor, campaign: Campaign) -> bool:
    """Whether ``actor`` may tell the end of a campaign: it is an alert, and its numbers are there.

    The end of an alert has no end itself.
    """
    return (
        campaign.purpose == (EMERGENCY,)
        and not campaign.alerting.ends
        and pasts.is_choosable(campaign)
        and actor.may(Permission.CAMPAIGN_EMERGENCY)
        and pasts.may_see(actor, campaign)
    )


def ending_of(campaign: Campaign) -> Campaign | None:
    """Return the campaign that tells the end of an alert; ``None``: none does, or it was discarded.

    So a message can be written anew that was thrown away before it left.
    """
    folder, name = campaign.__parent__, campaign.alerting.ended_by
    return folder[name] if name and name in folder else None


def figures(campaign: Campaign) -> AlertFigures:
    """Count the numbers to which an alert was handed, and the messages that still wait."""
    under_way = pasts.claimed(campaign)
    waiting = sum(
        row[STATE] == states.QUEUED and number not in under_way
        for number, row in campaign.stored_rows()
    )
    return AlertFigures(len({row.msisdn for row in pasts.rows(campaign, pasts.HANDED)}), waiting)


def proposed(campaign: Campaign, ending: str) -> tuple[str, str]:
    """Return the text that is proposed for an end, and that in the alert's other language, if any.

    They are those that were prepared with the alert, else the usual ones. The other one is empty
    if the alert has one text.
    """
    texts, others = TEXTS[ending], campaign.worded.texts
    own, other = _prepared(campaign, ending)
    own = own or texts.get(_language(campaign), texts["fr"])
    other = other or (texts.get(others[0].language, texts["en"]) if others else "")
    return own, other if others else ""


def _prepared(campaign: Campaign, ending: str) -> tuple[str, str]:
    """Return the texts of an end that were prepared with an alert; empty: none were."""
    alert = prepared.of_campaign(institution_of(campaign), campaign)
    if alert is None:
        return "", ""
    if ending == ALL_CLEAR:
        return alert.all_clear, alert.other_all_clear
    return alert.false_alarm, alert.other_false_alarm


def _language(campaign: Campaign) -> str:
    return campaign.worded.language or institution_of(campaign).language


def end(
    actor: Actor, campaign: Campaign, ending: str, texts: tuple[str, str], now: int
) -> Campaign | tuple[Problem, ...]:
    """Stop an alert, and have its end told to exactly those whom it was handed to.

    ``texts`` are the text, and that in the other language of the alert. All is one transaction:
    the campaign that tells the end is returned, which leaves once a worker has frozen it
    (``prepare``). Of two who ask at once the second gets what the first has written. What keeps it
    from being written is returned instead, and then nothing was stopped.
    """
    rights.stand_on(actor.institution)
    if (written := ending_of(campaign)) is not None:
        return written
    if not figures(campaign).handed:
        return (Problem("audience", "handed_to_nobody"),)
    told = drafts.write(actor, _draft(campaign, ending, texts), now=now)
    if not isinstance(told, Campaign):
        return told
    _withdraw(actor, campaign, now)
    campaign.alert = tuple(campaign.alerting._replace(ended_by=told.__name__))
    told.alert = tuple(Alerting(ends=campaign.__name__, mode=campaign.alerting.mode, leaves=True))
    drafts.submit(told)
    after = {"ending": ending, "ended_by": told.__name__}
    journal.write(actor, "alert.ended", campaign, now, after=after)
    return told


def _draft(campaign: Campaign, ending: str, texts: tuple[str, str]) -> Draft:
    titles, text, other = TITLES[ending], *(one.strip() for one in texts)
    title = titles.get(_language(campaign), titles["fr"])
    others = tuple(
        (one.language, campaign.forced(other, one.language))
        for one in campaign.worded.texts[:1]
        if other
    )
    return Draft(
        title=title.format(title=campaign.title),
        text=campaign.forced(text, _language(campaign)) if text else "",
        audience=((pasts.HANDED, campaign.__name__),),
        account=campaign.account,
        connection=campaign.connection,
        sender_id=campaign.sender_id,
        purpose=(EMERGENCY,),
        reason=campaign.reason or campaign.title,
        on_doubt="resend",
        country=institution_of(campaign).country,
        wording=Wording(language=campaign.worded.language, others=others),
    )


def _withdraw(actor: Actor, campaign: Campaign, now: int) -> None:
    """Let nothing of an alert leave any more: who waits is withdrawn, what is in doubt stays so."""
    if states.STOP in states.STAGES[campaign.state].offers:
        connection = look_up(root_of(campaign), campaign.connection)
        closing.stop(actor, campaign, connection, now)
    campaign.on_doubt = "hold"


def awaits(root: Root, path: str, now: int) -> bool:
    """Whether the end of an alert, the campaign at ``path``, is better prepared a moment later.

    Its alert was just stopped, and a broker still has some of its messages in hand: once it has
    answered, one knows which have left. It is not waited for longer than ``PATIENCE``; then those
    messages count as handed over.
    """
    campaign = look_up(root, path)
    if campaign is None or campaign.state != states.PREPARING or not campaign.alerting.ends:
        return False
    alert = pasts.campaign_of(institution_of(campaign), campaign.alerting.ends)
    is_open = alert is not None and bool(alert.handover.claims)
    return is_open and now < campaign.created_at + PATIENCE


def prepare(
    root: Root, path: str, now: int, answers: Mapping[Question, Answer] = checks.NO_ANSWERS
) -> tuple[Question, ...]:
    """Freeze the audience of the campaign at ``path``, as ``guards.prepare`` does.

    The end of an alert then goes as somebody has confirmed it, in the same transaction: whoever is
    killed here has done neither, or both.
    """
    unanswered = guards.prepare(root, path, now, answers)
    campaign = look_up(root, path)
    if not unanswered and campaign is not None and campaign.alerting.leaves:
        _go(campaign, now)
    return unanswered


def _go(campaign: Campaign, now: int) -> None:
    """Let the end of an alert go for its author, or leave it checked: its page tells why."""
    campaign.alert = tuple(campaign.alerting._replace(leaves=False))
    if campaign.state != states.CHECKED:
        return
    author = rights.person(institution_of(campaign), campaign.author)
    try:
        with journal.unaddressed():  # its author has confirmed it a moment ago, from elsewhere
            approvals.go(author, campaign, now, departures.told_to(author, campaign))
    except (NobodyDecides, *refusals.REFUSALS):
        return


def nudges(root: Root, path: str, now: int) -> tuple[tuple[Any, ...], ...]:
    """Return the task that hands over the end of an alert, which has just gone, if it has."""
    campaign = look_up(root, path)
    if campaign is None or not campaign.alerting.ends:
        return ()
    task = arrivals.task_of(campaign, now)
    return (task,) if task else ()
