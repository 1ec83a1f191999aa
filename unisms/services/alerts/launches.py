"""A prepared alert launched: for real, as an exercise, or as a rehearsal that never leaves."""

from unisms.model.alerts import EXERCISE, REAL, Alerting, PreparedAlert
from unisms.model.campaigns import Campaign
from unisms.model.root import Institution
from unisms.model.wordings import Wording
from unisms.services.alerts import prepared
from unisms.services.campaigns import composition, drafts, manuscripts
from unisms.services.campaigns.manuscripts import Draft
from unisms.services.ground import journal
from unisms.services.ground.actor import Actor
from unisms.services.ground.problem import Problem
from unisms.services.rights import rights
from unisms.sms import states
from unisms.sms.exercises import marked
from unisms.sms.purposes import EMERGENCY

#: language -> the line by which a text asks for an answer
ASKS = {
    "fr": "Répondez 1 = en sécurité, 2 = besoin d'aide.",
    "en": "Reply 1 = safe, 2 = need help.",
}
LATELY = 600  # seconds in which a second click finds what the first one has prepared
UNSENT = frozenset({states.PREPARING, states.CHECKED})
LONGEST_REASON = 200  # characters


def other_language(institution: Institution) -> str:
    """Return the language of the second text of an alert: not the institution's own."""
    return "en" if institution.language == "fr" else "fr"


def launch(
    actor: Actor, alert: PreparedAlert, now: int, *, mode: str, announced: bool = False
) -> Campaign | tuple[Problem, ...]:
    """Have an alert checked, as a campaign that somebody sends once they have seen its figures.

    A second click on the same button leads to the same campaign. What keeps it from being written
    is returned instead.
    """
    rights.stand_on(actor.institution)
    if (waiting := _waiting(actor, alert, mode, announced, now)) is not None:
        return waiting
    told = drafts.write(actor, _draft(actor.institution, alert, mode), now=now)
    if not isinstance(told, Campaign):
        return told
    told.alert = tuple(
        Alerting(prepared=alert.__name__, mode=mode, announced=announced, asks=alert.asks)
    )
    alert.launched(told.__name__)
    drafts.submit(told)
    journal.write(actor, "alert.launched", told, now, after={"title": alert.title, "mode": mode})
    return told


def _waiting(
    actor: Actor, alert: PreparedAlert, mode: str, announced: bool, now: int
) -> Campaign | None:
    """Return what ``actor`` has prepared a moment ago by the same button, and not sent yet."""
    last = latest(actor.institution, alert)
    is_same = (
        last is not None
        and last.author == actor.uid
        and (last.alerting.mode, last.alerting.announced) == (mode, announced)
        and last.state in UNSENT
        and now - last.created_at < LATELY
    )
    return last if is_same else None


def campaigns_of(institution: Institution, alert: PreparedAlert) -> list[Campaign]:
    """Return the campaigns that an alert became and that are still there, the latest first."""
    folder = institution["campaigns"]
    return [folder[name] for name in reversed(alert.launches) if name in folder]


def latest(institution: Institution, alert: PreparedAlert) -> Campaign | None:
    """Return the last campaign that an alert became, or ``None``."""
    return next(iter(campaigns_of(institution, alert)), None)


def running(institution: Institution, alert: PreparedAlert) -> Campaign | None:
    """Return a campaign of an alert that has left and whose end nobody has told; ``None``: none."""
    found = (
        one
        for one in campaigns_of(institution, alert)
        if states.STAGES[one.state].is_open and not one.alerting.ended_by
    )
    return next(found, None)


def problems(actor: Actor, alert: PreparedAlert, now: int) -> tuple[Problem, ...]:
    """Return what would keep ``actor`` from launching an alert now: better known beforehand."""
    wanted = manuscripts.purposeful(actor.institution, _draft(actor.institution, alert, REAL))
    return composition.problems_of(actor, manuscripts.completed(actor, wanted), now)


def _draft(institution: Institution, alert: PreparedAlert, mode: str) -> Draft:
    language, other = institution.language, other_language(institution)
    others = ((other, _text(alert.other_text, other, alert, mode)),) if alert.other_text else ()
    return Draft(
        title=alert.title,
        text=_text(alert.text, language, alert, mode),
        audience=prepared.present(institution, alert.pairs),
        minus=prepared.present(institution, alert.minus),
        account=alert.account,
        connection=alert.connection,
        sender_id=alert.sender_id,
        purpose=(EMERGENCY,),
        reason=alert.title,  # until somebody who sends it says why
        on_doubt="resend",
        country=institution.country,
        wording=Wording(language=language, others=others),
    )


def _text(text: str, language: str, alert: PreparedAlert, mode: str) -> str:
    """Return a text of an alert as it is sent: with its question, and the word of an exercise."""
    text = f"{text}\n{ASKS.get(language, ASKS['fr'])}" if alert.asks else text
    return marked(text, language) if mode == EXERCISE else text


def asks_why(campaign: Campaign) -> bool:
    """Whether whoever sends a campaign says why at that moment: it was launched as an alert."""
    return bool(campaign.alerting.prepared) and campaign.state == states.CHECKED


def give_reason(campaign: Campaign, reason: str) -> Problem | None:
    """Write down why an alert is sent; return the ``Problem`` of no reason at all."""
    told = " ".join(reason.split())[:LONGEST_REASON]
    if not told:
        return Problem("send", "no_reason")
    campaign.reason = told
    return None
