"""The people who want a report of each month by mail: by their own choice, and off by default."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple, Protocol

from unisms.model.root import Institution
from unisms.services.dashboards import scopes
from unisms.services.exports.periods import month_before
from unisms.services.ground import journal
from unisms.services.ground.actor import Actor
from unisms.services.ground.facts import Facts
from unisms.services.rules import hours

CLOSES = 4  # day of the next month, until which messages of a month may still change in exports


class NoReport(Exception):
    """A report is wanted by somebody who may see no account, or whom the directory lacks."""


class ReportChoice(NamedTuple):
    """The choice of somebody who may have reports."""

    is_wanted: bool
    email: str  #: the address that they go to; empty: none is known, and none leaves
    is_refused: bool  #: whether mails to that address came back


def choice(actor: Actor) -> ReportChoice | None:
    """Return the choice of ``actor``, or ``None``: they may have no reports."""
    people = actor.institution["people"]
    person = people.get(actor.uid)
    if person is None or scopes.of(actor) is None:
        return None
    return ReportChoice(
        bool(people.report_told(actor.uid)), person.email, bool(person.mail_trouble)
    )


def choose(actor: Actor, is_wanted: bool, now: int) -> None:
    """Let ``actor`` have reports from the month that ``now`` (epoch seconds) is in, or none.

    Whoever chooses before the month before is closed has a report of that one too.

    :raises NoReport: there is nothing that a report could tell them.
    """
    known = choice(actor)
    if known is None and is_wanted:
        raise NoReport
    institution = actor.institution
    people = institution["people"]
    if is_wanted == bool(people.report_told(actor.uid)):
        return
    if is_wanted:
        people.want_reports(actor.uid, closed_month(hours.local_day(institution, now)))
    else:
        people.want_no_reports(actor.uid)
    verb = "report.wanted" if is_wanted else "report.unwanted"
    journal.write(actor, verb, institution, now)


def closed_month(day: date) -> str:
    """Return the latest month that is closed on a ``day``, as ``2026-11``."""
    opened = day.replace(day=1)
    if day.day <= CLOSES:
        opened = (opened - timedelta(days=1)).replace(day=1)
    return month_before(opened)


class ToldPerson(Protocol):
    """The person of a dossier."""

    @property
    def uid(self) -> str: ...


def of_subject(institution: Institution, subject: ToldPerson) -> Iterator[Facts]:
    """Yield the choice of one person, for their dossier."""
    if told := institution["people"].report_told(subject.uid):
        yield {"uid": subject.uid, "told_until": told}
