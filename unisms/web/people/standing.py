"""How a person stands to each kind of message: what they have said of it, or why nothing was asked.

Each is a code, for which the template has the words, and the proof that it is from.
"""

from typing import NamedTuple

from unisms.model.proofs import CONDITIONS, NO, WHOLE, YES, Proof
from unisms.model.senders import all_noes
from unisms.services.people import consent
from unisms.services.people.themes import NEVER
from unisms.services.replies import senders
from unisms.services.rules.policies import policy_of
from unisms.sms.purposes import EMERGENCY, OPT_IN, OPT_OUT, OVERRIDES, SERVICE

REFUSES, ACCEPTS = "refuses", "accepts"
WITHDRAWN, RESUMED = "withdrawn", "resumed"  # a yes was taken back; a no was
INFORMED, UNASKED, ALWAYS = "informed", "unasked", "always"


class Stance(NamedTuple):
    """A state, the proof that it is from, and since when."""

    code: str
    proof: Proof | None = None
    at: int = 0  #: epoch seconds; 0: it has no beginning
    asks: bool = False  #: of what was taken back: whether messages need a yes, so that none come


def to_service(institution, person, last):
    """Return the ``Stance`` to messages of service; ``last`` are the last proofs of each kind."""
    whole, own = last.get((WHOLE, "")), last.get((SERVICE, ""))
    if person.said == NO:
        return Stance(REFUSES, whole, person.opt_out_at)
    if person.said == YES:
        return Stance(ACCEPTS, own, person.consent_at)
    withdrawn = own if own is not None and own.answer == NO else None
    resumed = whole if whole is not None and whole.answer == YES else None
    latest = max(filter(None, (withdrawn, resumed)), key=lambda one: one.at, default=None)
    asks = policy_of(institution, SERVICE) == OPT_IN
    if latest is not None:
        code = WITHDRAWN if latest is withdrawn else RESUMED
        return Stance(code, latest, latest.at, asks)
    return Stance(UNASKED if asks else INFORMED)


def to_emergencies(institution, person):
    """Return the ``Stance`` to emergencies, which reach most people whatever they have said."""
    policy = policy_of(institution, EMERGENCY)
    if policy == OVERRIDES:
        return Stance(ALWAYS)
    if person.said == NO:
        return Stance(REFUSES, None, person.opt_out_at)
    if policy == OPT_IN and person.said == YES:
        return Stance(ACCEPTS, None, person.consent_at)
    return Stance(UNASKED if policy == OPT_IN else INFORMED)


def to_conditions(institution, last):
    """Return the last proof of the conditions of use, and whether there are any."""
    return last.get((CONDITIONS, "")), bool(consent.version_that_counts(institution))


def to_senders(institution, uid):
    """Return pairs of the title of each sender that they have refused, and since when."""
    noes = (one for one in all_noes(institution) if one.left_at(uid))
    return [(senders.title_of(institution, one.__name__), one.left_at(uid)) for one in noes]


def reached_unasked(institution, memberships):
    """Return the names of the themes whose messages reach them without their yes."""
    return {
        one.theme.__name__
        for one in memberships
        if one.state == NEVER and policy_of(institution, one.theme.kind) == OPT_OUT
    }
