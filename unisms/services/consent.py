"""Who said yes to messages, who said no, when; and whom an institution therefore does not write to.

The later of the two counts. A no is heeded always, a yes is asked for where the institution's policy says so. A number
that was typed, or stands in a file, is whose number it is in the directory.
"""

from unisms.services.policies import REFUSE, SAID_YES
from unisms.sms import causes, msisdn

YES, NO = "yes", "no"


def accept(institution, uid, now):
    """The person called ``uid`` says yes, at ``now`` (epoch seconds), to the conditions as they are now.

    :raises KeyError: there is nobody of that uid.
    """
    conditions = institution.conditions
    institution["people"].consents(uid, now, conditions.number if conditions else 0)


def opt_out(institution, uid, now):
    """The person called ``uid`` says no, at ``now`` (epoch seconds): from now on nothing is sent to them.

    :raises KeyError: there is nobody of that uid.
    """
    institution["people"].opts_out(uid, now)


def refusal_of_person(institution, subscriber):
    """Why this person is not written to (``sms.causes``), or ``None``."""
    return _refusal(institution, {subscriber.said})


def refusal_of_number(institution, number):
    """Why this number is not written to (``sms.causes``), or ``None``: by what those said whose number it is."""
    return _refusal(institution, institution["people"].said(number))


def may_have_changed(institution):
    """Whether somebody who was fit when a list was frozen may not be so any more."""
    asked = institution.consent == SAID_YES or institution.foreign_numbers == REFUSE
    return asked or institution["people"].has_answers()


def refusal_since(institution, number, since):
    """Why a number that was fit at ``since`` (epoch seconds) is written to no more (``sms.causes``), or ``None``."""
    if institution.foreign_numbers == REFUSE and msisdn.is_foreign(number):
        return causes.FOREIGN_NOT_ALLOWED
    people = institution["people"]
    said = people.said(number)
    if NO in said and not any(_said_no_since(people[uid], since) for uid in people.with_number(number)):
        said = said - {NO}  # heard when the list was frozen
    return _refusal(institution, said)


def _said_no_since(subscriber, since):
    return subscriber.said == NO and subscriber.opt_out_at >= since


def _refusal(institution, said):
    if NO in said:
        return causes.OPT_OUT
    return causes.NO_CONSENT if institution.consent == SAID_YES and YES not in said else None
