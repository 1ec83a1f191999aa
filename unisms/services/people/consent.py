"""Who said yes to messages, who said no, when; and whom an institution therefore does not write to.

The later of the two counts. A no is heeded always, a yes is asked for where the institution's
policy says so. A number that was typed, or stands in a file, is whose number it is in the
directory. A no belongs to the person, whatever their number; and to the number, for whoever turns
up with it after them, for 36 months: of somebody who was taken out, or has another number now, it
is kept as a digest (``model.digests``).
"""

from unisms.services.rules.policies import REFUSE, SAID_YES
from unisms.sms import causes, msisdn

YES, NO = "yes", "no"
REFUSAL_KEPT = 3 * 365 * 86400 + 86400  # seconds that a number is not written to: 36 months


class OtherConditions(Exception):
    """Another version counts than the one to which a yes is said."""


def version_that_counts(institution):
    """The number of the version of the conditions that counts; 0 where none was published."""
    return institution.conditions.number if institution.conditions else 0


def accept(institution, uid, now, version=None):
    """The person called ``uid`` says yes, at ``now`` (epoch seconds), to the conditions as they are
    now. ``version`` is the number of those that they had before them, where they read them here.

    :raises KeyError: there is nobody of that uid.
    :raises OtherConditions: another version counts by now.
    """
    number = version_that_counts(institution)
    if version not in (None, number):
        raise OtherConditions
    institution["people"].consents(uid, now, number)


def opt_out(institution, uid, now):
    """The person called ``uid`` says no, at ``now`` (epoch seconds): from now on nothing is sent to them.

    :raises KeyError: there is nobody of that uid.
    """
    institution["people"].opts_out(uid, now)


def refuse_number(institution, number, now):
    """Whoever answers from this number says no, at ``now`` (epoch seconds): those whose it is, else the number.

    Return their uids.
    """
    people = institution["people"]
    uids = people.with_number(number)
    for uid in uids:
        people.opts_out(uid, now)
    if not uids and number:
        people.refuse_number(number, now)
    return uids


def refusal_of_person(institution, subscriber):
    """Why this person is not written to (``sms.causes``), or ``None``."""
    refused = NO in institution["people"].said(subscriber.msisdn)
    return _refusal(institution, {subscriber.said, NO} if refused else {subscriber.said})


def is_refused_by_others(institution, subscriber):
    """Whether this person is not written to because of somebody else who has, or had, their
    number."""
    return subscriber.said != NO and NO in institution["people"].said(subscriber.msisdn)


def refusal_of_number(institution, number):
    """Why this number is not written to (``sms.causes``), or ``None``: by what those said whose
    number it is, or was."""
    return _refusal(institution, institution["people"].said(number))


def may_have_changed(institution):
    """Whether somebody who was fit when a list was frozen may not be so any more."""
    asked = institution.consent == SAID_YES or institution.foreign_numbers == REFUSE
    return asked or institution["people"].has_answers()


def refusal_at_last(institution, number):
    """Why a number that was fit when a list was frozen is written to no more (``sms.causes``), or
    ``None``. A no that was heard then has set it aside, so each that there is now came later,
    whatever the clocks say, or at that moment.
    """
    if institution.foreign_numbers == REFUSE and msisdn.is_foreign(number):
        return causes.FOREIGN_NOT_ALLOWED
    return refusal_of_number(institution, number)


def forget(institution, now):
    """Write again to numbers that were refused 36 months ago, by people who have them no more."""
    institution["people"].forget_refusals(now - REFUSAL_KEPT)


def _refusal(institution, said):
    if NO in said:
        return causes.OPT_OUT
    return causes.NO_CONSENT if institution.consent == SAID_YES and YES not in said else None
