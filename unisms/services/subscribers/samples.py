"""The message that people send to themselves, to see whether messages arrive."""

from unisms.model.people import Subscriber
from unisms.services.errands import errands
from unisms.services.ground import journal
from unisms.services.ground.actor import Actor
from unisms.services.subscribers import texts
from unisms.services.subscribers.limits import (
    A_MOMENT,
    CANNOT,
    DAY,
    NotYet,
    recently,
    refuse_silence,
    until_next,
)

A_DAY = 3
MOST = ((DAY, A_DAY),)


class Unproven(Exception):
    """Their number is not proved, and may be another person's."""


def send(actor: Actor, person: Subscriber, now: int, language: str) -> str:
    """Send a message to the number of ``actor``, whose record is ``person``, at ``now``.

    ``now`` is in epoch seconds. Return the path of the connection, to be nudged after the commit.

    :raises Unproven: they have not proved their number.
    :raises NotYet: they had three today.
    :raises CANNOT: no message can leave at present.
    """
    institution, pages = actor.institution, actor.institution["me"]
    what = f"sample {actor.uid}"
    if not (person.msisdn and person.proven_at):
        raise Unproven
    if wait := until_next(pages.times(what), now, MOST):
        raise NotYet(wait)
    refuse_silence(institution)
    text = texts.of_sample(institution.title, language)
    errand = errands.send(institution, person.msisdn, text, errands.TRY, now)
    pages.note_times(what, (*recently(pages.times(what), now), now))
    journal.write(actor, "number.tried", person, now)
    return errand.connection


def has_just_left(actor: Actor, now: int) -> bool:
    """Whether one left a moment ago: a button pressed twice asks for another."""
    moments = actor.institution["me"].times(f"sample {actor.uid}")
    return any(0 <= now - at < A_MOMENT for at in moments)


__all__ = ["CANNOT", "NotYet"]
