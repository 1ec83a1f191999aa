"""Rejoinders: an SMS to the author of a reply, from the sender that was answered."""

from typing import NamedTuple

from unisms.model.accounts import NotEnoughCredit
from unisms.model.campaigns import Campaign
from unisms.model.replies import KeptReply, Place, Rejoinder
from unisms.model.root import Institution
from unisms.services.brokers.connections import usable
from unisms.services.errands import errands
from unisms.services.errands.errands import ANSWER, NoWay, Way
from unisms.services.ground import journal
from unisms.services.ground.actor import Actor
from unisms.services.ground.lives import StoreHeld
from unisms.services.ground.problem import Problem
from unisms.services.people.consent import Reader
from unisms.services.replies import senders
from unisms.services.rights import daily, payers, reaches
from unisms.services.rules.hours import minute_of_day, within
from unisms.sms import causes
from unisms.sms.encoding import ALPHABETS, Encoded, encode
from unisms.sms.visible import visible

MOST_SEGMENTS = 8  # of one message, as of any other
LONGEST_TITLE = 60
GONE = Problem("reply", "gone")
WHY = {  # cause of a number that receives nothing -> code of the problem; others: it was refused
    causes.SUSPENDED: "suspended",
    causes.NO_CONSENT: "no_consent",
    causes.PAUSED: "paused",
}


class AnswerDraft(NamedTuple):
    """A rejoinder as somebody has written it."""

    text: str
    account: str  #: the name of the account that pays


def problem_of(
    actor: Actor, kept: KeptReply | None, wanted: AnswerDraft, now: int
) -> Problem | None:
    """Return the ``Problem`` that keeps ``actor`` from writing this to a reply, or ``None``."""
    institution = actor.institution
    if kept is None or not kept.msisdn:
        return GONE
    if told := refusal(institution, kept, now):
        return told
    segments = cost_of(institution, kept, wanted.text).segments
    if not visible(wanted.text):
        return Problem("text", "empty")
    if segments > MOST_SEGMENTS:
        return Problem("text", "many_segments", (segments, MOST_SEGMENTS))
    return _beyond(actor, wanted, segments, now)


def refusal(institution: Institution, kept: KeptReply, now: int) -> Problem | None:
    """Return the ``Problem`` that keeps everybody from answering a reply, or ``None``.

    Their number receives nothing, or they want nothing: at all, or of the sender that would write.
    """
    cause = Reader(institution, (), now).refusal(kept.msisdn)
    if cause is not None:
        return Problem("reply", WHY.get(cause, "refuses"))
    readers = (Reader(institution, (), now, one) for one in senders.answered(institution, kept))
    refuses = any(reader.refusal(kept.msisdn) is not None for reader in readers)
    return Problem("reply", "refuses_sender") if refuses else None


def _beyond(actor: Actor, wanted: AnswerDraft, segments: int, now: int) -> Problem | None:
    """Return the ``Problem`` of what is beyond the roles of ``actor``, or ``None``."""
    institution, allowed = actor.institution, reaches.of(actor, wanted.account)
    if allowed is None or wanted.account not in payers.offered(actor):
        return Problem("account", "not_yours")
    limits = allowed.limits
    left = limits.daily - daily.spent(institution, actor.uid, now)
    minute = minute_of_day(institution, now)
    if not limits.free_text:
        return Problem("text", "template_only")
    if limits.daily and segments > left:
        return Problem("send", "daily", max(0, left))
    if limits.hours and not any(within(hours, minute) for hours in limits.hours):
        return Problem("send", "hours", limits.hours[0])
    return None


def write(actor: Actor, place: Place, wanted: AnswerDraft, now: int) -> Campaign | Problem:
    """Send this to the author of the reply at ``place``; the caller nudges the connection.

    It leaves by the connection that the reply came by, with the sender ID that was answered. Return
    the ``Problem`` where it does not leave; nothing is written then.
    """
    institution = actor.institution
    kept = institution.replies.get(*place)
    problem = problem_of(actor, kept, wanted, now)
    if problem is not None or kept is None:
        return problem or GONE
    try:
        sent = _send(actor, kept, wanted, now)
    except NotEnoughCredit as short:
        title = institution["accounts"][wanted.account].title
        return Problem("send", "credit", (short.missing, title))
    except StoreHeld:
        return Problem("send", "held")
    except NoWay:
        return Problem("reply", "no_way")
    told = Rejoinder(now, actor.uid, visible(wanted.text), sent.__name__)
    institution.replies.change(place, answers=(*kept.answers, tuple(told)))
    institution.replies.read(place, now, actor.uid)
    daily.spend(institution, actor.uid, sent.counted("segments"), now)
    journal.write(actor, "reply.answered", sent, now)
    return sent


def _send(actor: Actor, kept: KeptReply, wanted: AnswerDraft, now: int) -> Campaign:
    institution = actor.institution
    answered = institution["campaigns"].get(kept.campaign)
    connection = usable(institution).get(kept.connection)
    sender_id = connection.answering(institution.__name__, kept.to) if connection else ""
    way = Way(kept.connection, sender_id, wanted.account)
    title = answered.title[:LONGEST_TITLE] if answered else ""
    text = visible(wanted.text)
    return errands.send(
        institution, kept.msisdn, text, ANSWER, now, way=way, actor=actor, title=title
    )


def cost_of(institution: Institution, kept: KeptReply, text: str) -> Encoded:
    """Return how a text would be encoded by the connection that a reply came by."""
    connection = usable(institution).get(kept.connection)
    return encode(visible(text), ALPHABETS[connection.alphabet if connection else "gsm"])


def payer_for(actor: Actor, kept: KeptReply) -> str:
    """Return the account that pays unless another is chosen: that of the answered message."""
    offered = payers.offered(actor)
    answered = actor.institution["campaigns"].get(kept.campaign)
    if answered is not None and answered.account in offered:
        return answered.account
    return offered[0] if len(offered) == 1 else ""
