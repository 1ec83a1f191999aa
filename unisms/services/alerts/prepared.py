"""Alerts that are prepared: kept by an institution, found again, forgotten."""

from collections.abc import Iterable

from unisms.model.alerts import PreparedAlert
from unisms.model.campaigns import Campaign
from unisms.model.folder import Folder
from unisms.model.kinds import kinds_behind
from unisms.model.root import Institution, Root
from unisms.services.brokers.connections import usable
from unisms.services.exclusions import expansions, saved
from unisms.services.exclusions.crowds import Part
from unisms.services.ground import journal
from unisms.services.ground.actor import Actor

FOLDER = "alerts"
LONGEST_TITLE, LONGEST_TEXT = 80, 800  # characters


def alerts_have_a_place(root: Root) -> None:
    """Institutions have a folder of the alerts that they have prepared."""
    for institution in root["institutions"].values():
        if FOLDER not in institution:
            institution.add(FOLDER, Folder())


def every(institution: Institution) -> Iterable[PreparedAlert]:
    """Return all of them; a store of before has no place for them until it is evolved."""
    return institution[FOLDER].values() if FOLDER in institution else ()


def of_campaign(institution: Institution, campaign: Campaign) -> PreparedAlert | None:
    """Return the prepared alert that a campaign was launched from, or ``None``: it is no more."""
    name = campaign.alerting.prepared
    return institution[FOLDER].get(name) if name and FOLDER in institution else None


def can_be_answered(institution: Institution, connection: str, sender_id: str) -> bool:
    """Whether people can answer this sender ID: it is a number of the contract at this path."""
    found = usable(institution).get(connection)
    return bool(found is not None and sender_id and found.lists(sender_id))


def choosable(actor: Actor, pairs: Iterable[Part]) -> bool:
    """Whether ``actor`` may choose all these parts, and each of them can be kept for long."""
    institution, parts = actor.institution, tuple(pairs)
    known = kinds_behind(institution)
    lasting = tuple(one for one in parts if one[0] != saved.SAVED)
    return (
        all(known[kind].exists(institution, name) for kind, name in parts)
        and all(saved.map_parts(actor, parts))
        and saved.keepable(institution, lasting) == lasting
    )


def present(institution: Institution, pairs: Iterable[Part]) -> tuple[Part, ...]:
    """Return the parts that are still there: an alert does not wait for somebody to mend it."""
    known = kinds_behind(institution)
    return tuple(one for one in pairs if known[one[0]].exists(institution, one[1]))


def has_gaps(institution: Institution, alert: PreparedAlert) -> bool:
    """Whether a part that an alert names is gone."""
    parts = (*alert.pairs, *alert.minus)
    return len(present(institution, parts)) < len(parts)


def address(alert: PreparedAlert, institution: Institution, pairs: Iterable[Part]) -> None:
    """Let an alert be for these parts; a saved audience counts as what it stands for now."""
    spelled = expansions.spelled(institution, pairs, alert.minus)
    alert.pairs, alert.minus = spelled.pairs, spelled.minus


def delete(actor: Actor, alert: PreparedAlert, now: int) -> None:
    """Forget an alert. The messages that it became stay."""
    journal.write(actor, "alert.deleted", alert, now, before={"title": alert.title})
    alert.__parent__.remove(alert.__name__)
