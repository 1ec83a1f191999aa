"""Somebody gets another uid: what they have answered, and where they stand, goes with them."""

from unisms.model.reliance import rely_on
from unisms.services.ground import journal
from unisms.services.ground.actor import Actor
from unisms.services.people import enrolment


def move(actor: Actor, uid: str, new: str, now: int) -> None:
    """Call the person known as ``uid`` by the uid ``new``, of whom no trace is left before.

    Number, consents with their proofs, pauses, themes and groups stay theirs. What belongs to a
    sign-in goes: nobody with a password or a role is moved.

    :raises NotYours: one of the two may do more than ``actor``.
    :raises NameTaken: somebody is called ``new``.
    """
    institution = actor.institution
    enrolment.refuse_more_powerful(actor, uid)
    enrolment.prepare(actor, new, now)
    rely_on(institution.grants)
    institution["people"].move(uid, new)
    for theme in institution["themes"].values():
        theme.move(uid, new)
    if institution.history is not None:
        institution.history.move(uid, new)
    if institution.leavings is not None:
        institution.leavings.move(uid, new)
    for group in institution["groups"].values():
        if uid in group.uids:
            group.uids.remove(uid)
            group.uids.add(new)
    enrolment.forget(institution, uid, now)
    enrolment.forget_here(institution, uid)
    person = institution["people"][new]
    journal.write(actor, "person.moved", person, now, before={"uid": uid}, after={"uid": new})
