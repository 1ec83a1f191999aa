"""Consent and opt-outs of people, with their dates; an institution writes to nobody who said no.

The later of the two counts. A no is heeded always, a yes is asked for if the institution's policy
says so. A number that was typed, or stands in a file, belongs to the person that the directory
names for it. A no belongs to the person, whatever their number. It belongs to the number too, for
the person who turns up with it after them, for 36 months. If the person was taken out, or has
another number now, the no is kept as a digest (``model.digests``).
"""

from unisms.model.conditions import Conditions
from unisms.model.folder import Resource
from unisms.model.people import Subscriber
from unisms.model.root import Institution
from unisms.services.ground import journal
from unisms.services.ground.actor import Actor
from unisms.services.rules.policies import REFUSE, SAID_YES
from unisms.sms import causes, msisdn

YES, NO = "yes", "no"
REFUSAL_KEPT = 3 * 365 * 86400 + 86400  # seconds that a number is not written to: 36 months


class OtherConditions(Exception):
    """Another version counts than the one to which a yes is said."""


def version_that_counts(institution: Institution) -> int:
    """The number of the version of the conditions that counts; 0 where none was published."""
    return institution.conditions.number if institution.conditions else 0


def accept(
    actor: Actor, uid: str, now: int, version: int | None = None, *, noted: bool = False
) -> None:
    """Write down that ``uid`` says yes, at ``now`` (epoch seconds), to the present conditions.

    ``version`` is the number of the version that they had before them, if they read it here. With
    ``noted`` they did not say it here, but at a desk or in a letter.

    :raises KeyError: there is nobody of that uid.
    :raises OtherConditions: another version counts by now.
    """
    institution = actor.institution
    number = version_that_counts(institution)
    if version not in (None, number):
        raise OtherConditions
    institution["people"].consents(uid, now, number)
    verb = "consent.noted_yes" if noted else "consent.given"
    journal.write(actor, verb, institution["people"][uid], now)


def opt_out(actor: Actor, uid: str, now: int, *, noted: bool = False) -> None:
    """Write down that ``uid`` says no at ``now`` (epoch seconds): nothing more is sent to them.

    ``noted`` is as for ``accept``.

    :raises KeyError: there is nobody of that uid.
    """
    people = actor.institution["people"]
    people.opts_out(uid, now)
    verb = "consent.noted_no" if noted else "consent.refused"
    journal.write(actor, verb, people[uid], now)


def refuse_number(actor: Actor, institution: Institution, number: str, now: int) -> tuple[str, ...]:
    """Write down that whoever answers from this number says no, at ``now`` (epoch seconds).

    It counts for those whose number it is, else for the number. Return their uids. The service has
    read a STOP; a person another word.
    """
    people = institution["people"]
    uids = people.with_number(number)
    for uid in uids:
        people.opts_out(uid, now)
    if not uids and number:
        people.refuse_number(number, now)
    verb = "consent.noted_no" if actor.uid else "reply.stopped"
    refused: list[Resource] = [people[uid] for uid in uids] or [people]
    for resource in refused:
        journal.write(actor, verb, resource, now)
    return uids


def allow_number(actor: Actor, number: str, now: int) -> None:
    """Take back what ``refuse_number`` wrote of a number that is nobody's."""
    people = actor.institution["people"]
    people.allow_number(number)
    journal.write(actor, "reply.allowed", people, now)


def publish(actor: Actor, text: str, now: int) -> int:
    """Let this text be the conditions that count; return the number of the version."""
    institution = actor.institution
    if institution.conditions is None:
        institution.conditions = Conditions()
    number = institution.conditions.publish(text, now, actor.uid)
    journal.write(actor, "conditions.published", institution, now, after={"version": number})
    return number


def refusal_of_person(institution: Institution, subscriber: Subscriber) -> str | None:
    """Return why this person is not written to (``sms.causes``), or ``None``."""
    refused = NO in institution["people"].said(subscriber.msisdn)
    return _refusal(institution, {subscriber.said, NO} if refused else {subscriber.said})


def is_refused_by_others(institution: Institution, subscriber: Subscriber) -> bool:
    """Whether a no of somebody else with their number, now or before, keeps messages from them."""
    return subscriber.said != NO and NO in institution["people"].said(subscriber.msisdn)


def refusal_of_number(institution: Institution, number: str) -> str | None:
    """Return why this number is not written to (``sms.causes``), or ``None``.

    The opt-outs of its present and former owners decide.
    """
    return _refusal(institution, institution["people"].said(number))


def may_have_changed(institution: Institution) -> bool:
    """Whether somebody who was fit when a list was frozen may not be so any more."""
    asked = institution.consent == SAID_YES or institution.foreign_numbers == REFUSE
    return asked or institution["people"].has_answers()


def refusal_at_last(institution: Institution, number: str) -> str | None:
    """Return why a number fit for a frozen list is written to no more, or ``None``.

    The reason is of ``sms.causes``. A no that was heard before the freeze has set the number aside.
    So each present no came later, or at that moment, whatever the clocks say.
    """
    if institution.foreign_numbers == REFUSE and msisdn.is_foreign(number):
        return causes.FOREIGN_NOT_ALLOWED
    return refusal_of_number(institution, number)


def forget(institution: Institution, now: int) -> None:
    """Write again to numbers that were refused 36 months ago, by people who have them no more."""
    institution["people"].forget_refusals(now - REFUSAL_KEPT)


def _refusal(institution: Institution, said: set[str]) -> str | None:
    if NO in said:
        return causes.OPT_OUT
    return causes.NO_CONSENT if institution.consent == SAID_YES and YES not in said else None
