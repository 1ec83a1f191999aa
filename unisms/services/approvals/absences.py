"""Absences of approvers: the days, and the deputy who decides meanwhile."""

from datetime import date

from unisms.model.approvals import Absence
from unisms.model.root import Institution
from unisms.services.approvals import approvers
from unisms.services.approvals.approvers import awaiting_of
from unisms.services.ground import journal
from unisms.services.ground.actor import Actor
from unisms.services.ground.problem import Problem
from unisms.services.rights import rights
from unisms.services.rules.hours import local_day

LONGEST = 366  # days
KEPT = 30  # days that an absence is remembered once it is over


def note(
    actor: Actor, since: date | None, until: date | None, deputy: str, now: int
) -> tuple[Problem, ...]:
    """Note that ``actor`` is absent from one day to another, and that ``deputy`` decides meanwhile.

    What already waits is asked of the deputy within a minute. Return what is wrong; then nothing
    is noted.
    """
    problems = _problems(actor, since, until, deputy, now)
    if problems or since is None or until is None:
        return problems
    institution = actor.institution
    rights.stand_on(institution)
    awaiting = awaiting_of(institution)
    awaiting.note_absence(actor.uid, Absence(since.isoformat(), until.isoformat(), deputy))
    awaiting.look_again(now)
    told = {"since": since.isoformat(), "until": until.isoformat(), "deputy": deputy}
    journal.write(actor, "absence.noted", institution["people"][actor.uid], now, after=told)
    return ()


def _problems(
    actor: Actor, since: date | None, until: date | None, deputy: str, now: int
) -> tuple[Problem, ...]:
    today = local_day(actor.institution, now)
    wrong = []
    if since is None:
        wrong.append(Problem("since", "day"))
    if until is None:
        wrong.append(Problem("until", "day"))
    elif until < max(today, since or today):
        wrong.append(Problem("until", "before"))
    elif since is not None and (until - since).days > LONGEST:
        wrong.append(Problem("until", "far"))
    if deputy and not approvers.may_be_deputy(actor.institution, deputy):
        wrong.append(Problem("deputy", "unknown"))
    elif deputy and approvers.is_same_person(actor.institution, deputy, actor.uid):
        wrong.append(Problem("deputy", "oneself"))
    return tuple(wrong)


def end(actor: Actor, now: int) -> None:
    """Note that ``actor`` is back, or does not go."""
    institution = actor.institution
    if institution.awaiting is None or institution.awaiting.absence(actor.uid) is None:
        return
    institution.awaiting.note_absence(actor.uid, None)
    institution.awaiting.look_again(now)
    journal.write(actor, "absence.ended", institution["people"][actor.uid], now)


def forget(institution: Institution, now: int) -> None:
    """Forget the absences that are over since a month."""
    if institution.awaiting is None:
        return
    before = local_day(institution, now - KEPT * 86400).isoformat()
    for uid, absence in list(institution.awaiting.absences()):
        if absence.until < before:
            institution.awaiting.note_absence(uid, None)


def of(actor: Actor) -> Absence | None:
    """Return the ``Absence`` that ``actor`` has noted, or ``None``; one that is over too."""
    awaiting = actor.institution.awaiting
    return awaiting.absence(actor.uid) if awaiting is not None else None
