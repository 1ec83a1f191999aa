"""Somebody gets another uid: what they have answered, and where they stand, goes with them."""

from unisms.model.reliance import rely_on
from unisms.model.root import Institution
from unisms.model.senders import all_noes
from unisms.services.directory.directories import directory_of
from unisms.services.door import second_factor
from unisms.services.ground import journal
from unisms.services.ground.actor import Actor
from unisms.services.people import enrolment
from unisms.services.rights import rights


def move(actor: Actor, uid: str, new: str, now: int) -> None:
    """Call the person known as ``uid`` by the uid ``new``, of whom no trace is left before.

    Number, consents with their proofs, pauses, themes, groups, history, mails that wait and
    password stay theirs; their sessions end. Records that are not rewritten are read by the map of
    moves (``model.moved``). Of whoever ``has_to_stay`` nothing is moved.

    :raises NotYours: one of the two may do more than ``actor``.
    :raises NameTaken: somebody is called ``new``.
    """
    institution = actor.institution
    enrolment.refuse_more_powerful(actor, uid)
    enrolment.prepare(actor, new, now)
    rely_on(institution.grants)
    institution["people"].move(uid, new, now)
    _move_answers(institution, uid, new)
    for group in institution["groups"].values():
        if uid in group.uids:
            group.uids.remove(uid)
            group.uids.add(new)
    _move_sign_in(institution, uid, new)
    enrolment.forget(institution, uid, now)
    enrolment.forget_here(institution, uid)
    person = institution["people"][new]
    journal.write(actor, "person.moved", person, now, before={"uid": uid}, after={"uid": new})


def has_to_stay(institution: Institution, uid: str) -> bool:
    """Whether somebody keeps their uid until it is changed by hand.

    Messages, roles and the sealed secret of a second factor are kept under it; and a directory that
    has brought them knows them by it.
    """
    if enrolment.is_author(institution, uid) or directory_of(institution, uid):
        return True
    is_sealed = second_factor.enrolled(institution, uid) is not None
    return is_sealed or bool(rights.held(institution, uid))


def _move_answers(institution: Institution, uid: str, new: str) -> None:
    for theme in institution["themes"].values():
        theme.move(uid, new)
    kept = (institution.history, institution.leavings, institution.outbox, institution["me"])
    for one in (*all_noes(institution), *kept):
        if one is not None:
            one.move(uid, new)


def _move_sign_in(institution: Institution, uid: str, new: str) -> None:
    """Let them sign in as before, by the new uid, and be reminded of nothing that they put away."""
    for known in (institution.passwords, institution.put_away):
        if known is not None and uid in known:
            known[new] = known.pop(uid)
