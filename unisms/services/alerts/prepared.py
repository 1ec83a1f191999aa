"""Alerts that are prepared: kept by an institution, and made an emergency campaign at a click."""

from collections.abc import Iterable, Iterator

from unisms.model.alerts import Alerting, PreparedAlert
from unisms.model.campaigns import Campaign
from unisms.model.folder import Folder
from unisms.model.kinds import kinds_behind
from unisms.model.root import Institution, Root, institution_of
from unisms.model.wordings import Wording
from unisms.services.audience.choices import Choice, by_title
from unisms.services.audience.kinds import PERSON, THEME
from unisms.services.campaigns import composition, drafts
from unisms.services.campaigns.manuscripts import Draft
from unisms.services.delivery.steering import require
from unisms.services.exclusions import pasts, saved
from unisms.services.ground import journal
from unisms.services.ground.actor import Actor
from unisms.services.ground.facts import Facts, facts
from unisms.services.ground.problem import Problem
from unisms.services.rights import rights
from unisms.sms import origins, states
from unisms.sms.exercises import marked
from unisms.sms.notations import other_than
from unisms.sms.purposes import EMERGENCY

FOLDER = "alerts"
LONGEST_REASON = 300  # characters
#: kinds of audience that an alert cannot have: one person's, of one moment, or with a purpose
_OTHERS = {PERSON, THEME, saved.SAVED, *pasts.PASTS}


def alerts_have_a_place(root: Root) -> None:
    """Institutions have a folder of the alerts that they prepare."""
    for institution in root["institutions"].values():
        if FOLDER not in institution:
            institution.add(FOLDER, Folder())


def every(institution: Institution) -> Iterable[PreparedAlert]:
    """Return all prepared alerts; a store of before has no place for them until it is evolved."""
    return institution[FOLDER].values() if FOLDER in institution else ()


def told(institution: Institution) -> Iterator[Facts]:
    """Yield each prepared alert, for the archive of an institution."""
    for one in every(institution):
        yield facts(one, name=one.__name__)


def offered(actor: Actor, chosen: Iterable[tuple[str, str]] = ()) -> list[Choice]:
    """Return the audiences that an alert may have, by title; those ``chosen`` too."""
    institution, found = actor.institution, list[Choice]()
    had = [*chosen]
    for name, kind in kinds_behind(institution).items():
        if not (kind.is_typed or kind.is_private or name in _OTHERS):
            names = [one for of, one in had if of == name]
            found += kind.choices(institution, names, actor.uid)
    return by_title(found)


def prepare(
    actor: Actor, alert: PreparedAlert, now: int, exercise: str = ""
) -> Campaign | tuple[Problem, ...]:
    """Make an emergency campaign of an alert, which a worker then checks; or return what keeps it.

    Nothing leaves before somebody has read the check. A second click, or one in another browser,
    gets the campaign that the first has made. ``exercise`` is ``ANNOUNCED`` or ``UNANNOUNCED``;
    empty: it is real.
    """
    institution = actor.institution
    rights.stand_on(institution)
    if (begun := _begun(actor, alert, exercise)) is not None:
        return begun
    made = drafts.write(actor, _draft(institution, alert, exercise), now=now)
    if not isinstance(made, Campaign):
        return made
    made.alert = tuple(Alerting(prepared=alert.__name__, exercise=exercise))
    alert.begun = made.__name__
    drafts.submit(made)
    after = {"title": made.title, "exercise": exercise}
    journal.write(actor, "alert.prepared", made, now, after=after)
    return made


def _begun(actor: Actor, alert: PreparedAlert, exercise: str) -> Campaign | None:
    """Return the campaign of this person that was made of an alert and waits to be sent.

    It is as it was made, and so is the alert.
    """
    folder = actor.institution["campaigns"]
    found = folder[alert.begun] if alert.begun and alert.begun in folder else None
    if found is None or found.state not in composition.UNSENT or found.author != actor.uid:
        return None
    changed_at = alert.last_change[0] if alert.last_change else 0
    is_same = found.alerting.exercise == exercise and not composition.changes_of(found)
    return found if is_same and changed_at <= found.created_at else None


def _draft(institution: Institution, alert: PreparedAlert, exercise: str) -> Draft:
    own, other = institution.language, other_than(institution.language)
    text, other_text, title = alert.text, alert.other_text, alert.title
    if exercise:
        text, title = marked(text, own), marked(title, own)
        other_text = other_text and marked(other_text, other)
    others = ((other, other_text),) if other_text else ()
    return Draft(
        title=title,
        text=text,
        audience=alert.pairs,
        account=alert.account,
        connection=alert.connection,
        sender_id=alert.sender_id,
        purpose=(EMERGENCY,),
        reason=alert.title,
        on_doubt="resend",
        country=institution.country,
        wording=Wording(language=own if others else "", others=others),
    )


def delete(actor: Actor, alert: PreparedAlert, now: int) -> None:
    """Forget an alert. Messages that were made of it stay as they are."""
    journal.write(actor, "alert.deleted", alert, now, before={"title": alert.title})
    alert.__parent__.remove(alert.__name__)


def asks_reason(campaign: Campaign) -> bool:
    """Whether whoever sends a campaign says why: it was prepared before anybody knew."""
    return bool(campaign.alerting.prepared)


def give_reason(campaign: Campaign, reason: str) -> bool:
    """Write down why an alert is sent, before it leaves; return whether anything was said.

    :raises WrongState: it is not checked, or has left already.
    """
    require(campaign, states.RELEASE)
    told = " ".join(reason.split())[:LONGEST_REASON]
    if told:
        campaign.reason = told
    return bool(told)


def awaits_click(campaign: Campaign) -> bool:
    """Whether a campaign waits for a person to send it: an alert by a command.

    An institution may let commands send alerts.
    """
    is_alert = campaign.purpose == (EMERGENCY,) and campaign.origin == origins.COMMAND
    return is_alert and not institution_of(campaign).alerts_by_command
