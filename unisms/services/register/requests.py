"""A file of people that somebody wants compared; the worker that compares it; and its age."""

from unisms.model.acl import Permission
from unisms.model.folder import dated_name, look_up
from unisms.model.imports import Import
from unisms.model.registers import APPLYING, COMPARED, FAILED, FORGOTTEN, WAITING, Register
from unisms.model.root import Institution, Root, institution_of
from unisms.services.ground import journal
from unisms.services.ground.actor import Actor
from unisms.services.register import changes, columns
from unisms.services.register.application import actor_of
from unisms.services.register.columns import BadColumns, PeopleColumns
from unisms.services.register.comparison import Compared, Declared, compare
from unisms.services.rules import periods
from unisms.sms.names import fold
from unisms.sms.visible import visible

LONGEST_TITLE = 60  # characters
MOST_ROLLS = 50  # of an institution
DAY = 86400  # seconds


def roll_of(institution: Institution, title: str) -> str:
    """Return the title of a roll as the institution writes it, or as it is typed.

    :raises BadColumns: there is none, it is too long, or there are too many rolls.
    """
    title = " ".join(visible(title).split())
    known: dict[str, str] = {fold(one): one for one in institution.rolls}
    if not title:
        raise BadColumns("roll", "missing")
    if len(title) > LONGEST_TITLE:
        raise BadColumns("roll", "long")
    if fold(title) not in known and len(known) >= MOST_ROLLS:
        raise BadColumns("roll", "too_many")
    return known.get(fold(title), title)


def begin(actor: Actor, record: Import, wish: Declared, now: int) -> Register:
    """Let a worker compare a file that was read with the directory; return the new record.

    :raises BadColumns: columns or title make no sense; nothing was stored.
    """
    columns.check(wish.columns, len(record.columns))
    wish = wish._replace(roll=roll_of(actor.institution, wish.roll))
    register = _add(actor, wish, now, record.filename, record.__name__)
    register.become(WAITING)
    return register


def begin_compared(
    actor: Actor, filename: str, wish: Declared, compared: Compared, now: int
) -> Register:
    """Keep the comparison of a file that a command has read; return the new record."""
    register = _add(actor, wish, now, filename)
    _keep(actor, register, compared, now)
    return register


def _add(actor: Actor, wish: Declared, now: int, filename: str, file: str = "") -> Register:
    institution = actor.institution
    folder, roll = institution["registers"], roll_of(institution, wish.roll)
    register = folder.add(dated_name(folder, now), Register(roll, file, filename, actor.uid, now))
    register.whole, register.columns = wish.whole, tuple(wish.columns)
    if roll not in institution.rolls:
        institution.rolls = (*institution.rolls, roll)
    return register


def wish_of(register: Register) -> Declared:
    """Return what was said of the file."""
    return Declared(register.roll, register.whole, PeopleColumns(*register.columns))


def compare_at(root: Root, path: str, now: int) -> None:
    """Compare the file at ``path``, if it waits for that. ``now`` is in epoch seconds."""
    register = look_up(root, path)
    if register is None or register.state != WAITING:
        return
    institution = institution_of(register)
    actor = actor_of(institution, register.author)
    record = institution["imports"].get(register.file)
    if not actor.may(Permission.PERSON_MANAGE):
        _fail(register, "no_right")
    elif record is None or record.state != "read":
        _fail(register, "file_gone")
    else:
        _compare(actor, register, record, now)


def _compare(actor: Actor, register: Register, record: Import, now: int) -> None:
    try:
        compared = compare(actor, wish_of(register), record.rows.items())
    except BadColumns as bad:
        _fail(register, bad.problem.code)
    else:
        _keep(actor, register, compared, now)


def _fail(register: Register, problem: str) -> None:
    register.problem = problem
    register.become(FAILED)


def _keep(actor: Actor, register: Register, compared: Compared, now: int) -> None:
    changes.keep(register, compared.changes, compared.remarks)
    register.unchanged, register.before = compared.unchanged, compared.before
    register.lines, register.new_groups = compared.lines, compared.new_groups
    register.compared_at = now
    register.become(COMPARED)
    journal.write(actor, "register.compared", register, now, after={"roll": register.roll})


def discard(actor: Actor, register: Register, now: int) -> None:
    """Throw a file away that is not being applied; what it has changed stays changed."""
    if register.state == APPLYING:
        return
    folder = register.__parent__
    folder.remove(register.__name__)
    journal.write(actor, "register.discarded", folder, now, before={"roll": register.roll})


def forget(institution: Institution, now: int) -> None:
    """Erase whom files name once their period is over; then the records, at the age of texts."""
    folder = institution["registers"]
    kept = periods.seconds_of(institution, periods.COMPARISONS)
    for name, register in list(folder.items()):
        if register.created_at < now - max(kept, institution.retention * DAY):
            folder.remove(name)
        elif register.created_at < now - kept and register.state not in (APPLYING, FORGOTTEN):
            register.forget()
