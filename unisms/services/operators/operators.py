"""Operators of the installation: admitted with a password, and dismissed with all that they had."""

from typing import NamedTuple

from unisms.model.reliance import rely_on
from unisms.model.roles import OPERATOR
from unisms.model.root import Root
from unisms.services.brokers import proposals
from unisms.services.door import passwords, sessions
from unisms.services.ground import journal
from unisms.services.ground.actor import Actor
from unisms.services.people import enrolment, unsent_forms


class IsOperator(ValueError):
    """Somebody of that uid is one already."""


class NoOperator(LookupError):
    """Nobody of that uid is one."""


class StillNamed(ValueError):
    """An operator of that uid has written messages that are kept: a namesake would open them."""

    def __init__(self, institutions: tuple[str, ...]) -> None:
        super().__init__(institutions)
        self.institutions = institutions  # their names


class Dismissal(NamedTuple):
    """The invitations that a dismissed operator has lost."""

    institutions: tuple[str, ...]  #: the names of those that had invited them


def admit(actor: Actor, root: Root, uid: str, now: int) -> str:
    """Let ``uid`` run the installation from ``now`` (epoch seconds) on; return the password.

    :raises IsOperator: somebody called so does already.
    :raises StillNamed: what a former one of that uid has written would open to them.
    """
    if uid in root.passwords:
        raise IsOperator(uid)
    _forget(actor, root, uid, now)  # a release before this one has left traces of the operator
    named = [
        institution.__name__
        for institution in root["institutions"].values()
        if enrolment.is_author(institution, f"{OPERATOR}{uid}")
    ]
    if named:
        raise StillNamed(tuple(named))
    journal.write(actor, "operator.added", root, now, after={"uid": uid})
    return _draw_password(root, uid, now)


def give_password(actor: Actor, root: Root, uid: str, now: int) -> str:
    """Give an operator another password and end their sessions; return it.

    :raises NoOperator: nobody is called so.
    """
    if uid not in root.passwords:
        raise NoOperator(uid)
    journal.write(actor, "password.given", root, now, after={"uid": uid})
    return _draw_password(root, uid, now)


def _draw_password(root: Root, uid: str, now: int) -> str:
    password = passwords.drawn()
    passwords.set_password(root, uid, password)
    sessions.end_all(root, uid, now)
    return password


def dismiss(actor: Actor, root: Root, uid: str, now: int) -> Dismissal:
    """Let ``uid`` run the installation no more.

    A namesake would get nothing of theirs: no password, no second factor, no session, and no role
    in an institution that had invited them.

    :raises NoOperator: nobody is called so.
    """
    if uid not in root.passwords:
        raise NoOperator(uid)
    journal.write(actor, "operator.removed", root, now, before={"uid": uid})
    # a request of the operator, or a right given to them, at this moment relies on the root
    root.dismissals += 1
    return _forget(actor, root, uid, now)


def _forget(actor: Actor, root: Root, uid: str, now: int) -> Dismissal:
    enrolment.forget(root, uid, now)
    guest, inviting = f"{OPERATOR}{uid}", []
    for institution in root["institutions"].values():
        rely_on(institution.grants)
        grants = institution.grants.of(guest)
        for grant in grants:
            institution.grants.withdraw(grant.holder, grant.role, grant.scope)
            journal.write(actor, "role.withdrawn", institution, now, before=grant._asdict())
        proposals.forget_person(institution, guest)
        unsent_forms.forget_person(institution, guest)
        enrolment.forget_here(institution, guest)
        inviting += [institution.__name__] if grants else []
    return Dismissal(tuple(inviting))
