"""The application of a file that was compared: approved by somebody, then done some at a time.

A change is left out if the person is no longer as they were when it was shown.
"""

from collections.abc import Callable
from contextlib import suppress

from unisms.model.acl import Permission
from unisms.model.folder import FolderFull, look_up
from unisms.model.groups import Group
from unisms.model.registers import APPLIED, APPLYING, COMPARED, FAILED, Register
from unisms.model.root import Institution, Root, institution_of
from unisms.services.directory.directories import directory_of
from unisms.services.ground import journal, records
from unisms.services.ground.actor import Actor, Held
from unisms.services.ground.problem import Problem
from unisms.services.people import enrolment
from unisms.services.people.enrolment import LastAdministrator, NotYours
from unisms.services.register import changes, moves, removals
from unisms.services.register.changes import (
    CHANGED,
    CHANGES,
    GONE,
    LISTED,
    MADE,
    MOVED,
    NEW,
    UNLISTED,
    PersonChange,
)
from unisms.services.register.comparison import facts_of, refusal_of_number
from unisms.services.register.memberships import comes_to_stand, may_fill
from unisms.services.rights import rights
from unisms.sms.names import fold

SOME = 500  # changes in one transaction
COMMAND = Held("administrator", "", "")  # the role of a command, which nobody gives or takes


class Unapproved(Exception):
    """The file is not applied; ``problem`` says why."""

    def __init__(self, code: str, count: int = 0) -> None:
        super().__init__(code, count)
        self.problem = Problem("register", code, count)


def actor_of(institution: Institution, uid: str) -> Actor:
    """Return who applies a file: a person of the institution or, without ``uid``, a command."""
    return rights.person(institution, uid) if uid else Actor(institution, "", (COMMAND,))


def approve(actor: Actor, register: Register, now: int, typed: str = "") -> int:
    """Let a worker apply the file; return how many changes that are.

    ``typed`` is the number of people who go, where it has to be told. ``now`` is in epoch seconds.

    :raises Unapproved: it is not compared, there is nothing to do, or too many people would go.
    """
    institution = institution_of(register)
    if register.state != COMPARED:
        raise Unapproved("not_compared")
    if not len(register.changes):
        raise Unapproved("nothing")
    verdict, gone = removals.verdict_of(institution, register), register.counted(GONE)
    if verdict == removals.REFUSED:
        raise Unapproved("half", gone)
    if verdict == removals.TYPED and "".join(typed.split()) != str(gone):
        raise Unapproved("untyped", gone)
    register.approver, register.approved_at = actor.uid, now
    register.become(APPLYING)
    journal.write(actor, "register.approved", register, now, after=_told(register))
    return len(register.changes)


def _told(register: Register) -> dict[str, object]:
    """Return what the journal tells of a file: its roll, and how many changes of each kind."""
    counts = {kind: register.counted(kind) for kind in (*CHANGES, MADE) if register.counted(kind)}
    return {"roll": register.roll, **counts}


def apply_some(root: Root, path: str, now: int, most: int = SOME) -> bool:
    """Do the next changes of the file at ``path``; return whether there are more.

    ``now`` is in epoch seconds. A file that is not being applied, or is gone, has none.
    """
    register = look_up(root, path)
    if register is None or register.state != APPLYING:
        return False
    actor = actor_of(institution_of(register), register.approver)
    if not actor.may(Permission.PERSON_MANAGE):
        register.problem = "no_right"
        register.become(FAILED)
        return False
    if not register.done:
        _make_groups(actor, register, now)
    last = register.done + most
    for change in changes.changes(register, register.done + 1, last):
        register.overtaken += not _apply(actor, register, change, now)
    register.done = min(last, len(register.changes))
    if register.done < len(register.changes):
        return True
    register.become(APPLIED)
    journal.write(actor, "register.applied", register, now, after=_told(register))
    return False


def _make_groups(actor: Actor, register: Register, now: int) -> None:
    """Make the groups that the file names; what cannot be made is passed over."""
    folder = actor.institution["groups"]
    for name, title in register.new_groups:
        if name not in folder:
            with suppress(FolderFull):
                records.add(
                    actor, "group.added", folder, name, Group(title), now, after={"title": title}
                )


def _apply(actor: Actor, register: Register, change: PersonChange, now: int) -> bool:
    """Do one change; return whether it was done."""
    people, uid = actor.institution["people"], change.former or change.uid
    person = people.get(uid)
    if not uid:  # erased as they asked
        return False
    if (person is None) != (change.kind == NEW):
        return False
    if person is not None and facts_of(person) != change.before:
        return False
    if refusal_of_number(people, change.after.msisdn, uid):
        return False
    try:
        return _BY_KIND[change.kind](actor, register, change, now)
    except (NotYours, LastAdministrator):  # they have got a right meanwhile
        return False


def _add(actor: Actor, register: Register, change: PersonChange, now: int) -> bool:
    if enrolment.is_author(actor.institution, change.uid):
        return False
    enrolment.enlist(actor, change.uid, register.roll, now, **change.after._asdict())
    _regroup(actor, register, change)
    return True


def _change(actor: Actor, register: Register, change: PersonChange, now: int) -> bool:
    if fields := {field: after for field, _, after in change.fields()}:
        enrolment.identify(actor, change.uid, **fields)
    person = actor.institution["people"][change.uid]
    if comes_to_stand(actor.institution, person, register.roll, whole=register.whole):
        person.rolls = (*person.rolls, register.roll)
    records.sign(actor, person, now)
    _regroup(actor, register, change)
    return True


def _move(actor: Actor, register: Register, change: PersonChange, now: int) -> bool:
    institution = actor.institution
    if change.uid in institution["people"] or moves.has_to_stay(institution, change.former):
        return False
    moves.move(actor, change.former, change.uid, now)
    return _change(actor, register, change, now)


def _unlist(actor: Actor, register: Register, change: PersonChange, now: int) -> bool:
    person = actor.institution["people"][change.uid]
    stays = len(person.rolls) > 1 or directory_of(actor.institution, change.uid)
    if not stays or register.roll not in person.rolls:
        return False
    person.rolls = tuple(one for one in person.rolls if one != register.roll)
    records.sign(actor, person, now)
    return True


def _remove(actor: Actor, register: Register, change: PersonChange, now: int) -> bool:
    institution, uid = actor.institution, change.uid
    is_alone = institution["people"][uid].rolls == (register.roll,)
    if not is_alone or directory_of(institution, uid):
        return False
    if uid in institution.passwords or rights.held(institution, uid):  # meanwhile
        return False
    enrolment.remove(actor, change.uid, now)
    return True


def _regroup(actor: Actor, register: Register, change: PersonChange) -> None:
    """Let somebody join and leave groups, where they still are and give no role."""
    for names, is_in in ((change.joins, True), (change.leaves, False)):
        for name in filter(lambda one: _is_filled(actor.institution, register, one), names):
            uids = actor.institution["groups"][name].uids
            (uids.add if is_in else uids.discard)(change.uid)


def _is_filled(institution: Institution, register: Register, name: str) -> bool:
    """Whether the group is the one that the file means, and may be filled by one."""
    group = institution["groups"].get(name)
    if group is None:
        return False
    title = register.new_title(name)
    is_meant = title is None or fold(title) == fold(group.title)
    return is_meant and may_fill(institution, name)


_BY_KIND: dict[str, Callable[[Actor, Register, PersonChange, int], bool]] = {
    MOVED: _move,
    NEW: _add,
    CHANGED: _change,
    LISTED: _change,
    UNLISTED: _unlist,
    GONE: _remove,
}
