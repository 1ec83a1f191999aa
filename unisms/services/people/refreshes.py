"""The people whom a directory has brought, made again what it tells of them, each night.

An answer is whole or counts for nothing. Who is missing from two of them on end is taken out,
unless they sign in here, have sent messages or stand in a list of files. Nobody is taken out if
more are missing than a file might take out (``Institution.removal_share``).
"""

from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from unisms.model.directories import DirectoryConnection
from unisms.model.folder import look_up
from unisms.model.root import Institution, Root, institution_of
from unisms.ports import Person
from unisms.services.directory import arrivals
from unisms.services.directory.directories import Ask, ask_of, directory_of
from unisms.services.ground import journal
from unisms.services.ground.actor import Actor
from unisms.services.people import enrolment
from unisms.services.rights import rights


class RefreshQuestion(NamedTuple):
    """A directory and the people whom it has brought, to be asked with no transaction open."""

    path: str  #: of the directory
    ask: Ask
    uids: tuple[str, ...]


class Refreshed(NamedTuple):
    """The outcome of a night, as code reads it; stored as a bare tuple."""

    at: int  #: epoch seconds
    people: int  #: still in the directory
    changed: int
    taken_out: int
    missing: int  #: not in it, and kept
    too_many: bool = False  #: they stay because they are too many


def questions(root: Root, name: str) -> list[RefreshQuestion]:
    """Return the questions to the directories of the institution called ``name``."""
    institution = root["institutions"].get(name)
    if institution is None:
        return []
    brought: dict[str, list[str]] = {}
    for uid, person in institution["people"].items():
        if person.came_from:
            brought.setdefault(person.came_from, []).append(uid)
    return [
        RefreshQuestion(
            f"/institutions/{name}/directories/{one}", ask_of(connection), (*brought[one],)
        )
        for one, connection in institution["directories"].items()
        if one in brought
    ]


def _connection(root: Root, question: RefreshQuestion) -> DirectoryConnection | None:
    """Return the directory that was asked, or ``None``: it is gone, or another one by now."""
    found = look_up(root, question.path)
    is_same = isinstance(found, DirectoryConnection) and ask_of(found) == question.ask
    return found if is_same else None


def told_of(people: Iterable[Person]) -> dict[str, Person]:
    """Return people of a directory by the uid that they have here."""
    return {uid: person for person in people if (uid := arrivals.uid_of(person))}


def refresh(root: Root, question: RefreshQuestion, people: dict[str, Person], now: int) -> int:
    """Make records what a directory tells of these ``people``; return how many have changed."""
    connection = _connection(root, question)
    if connection is None:
        return 0
    institution, name, changed = institution_of(connection), connection.__name__, 0
    by = Actor(institution, "")
    for uid, person in people.items():
        if directory_of(institution, uid) == name:
            before = institution["people"][uid].last_change
            after = arrivals.arrive(institution, person, now, by, name)
            changed += after is not None and after.last_change != before
    return changed


def gone(root: Root, question: RefreshQuestion, found: Collection[str]) -> tuple[list[str], bool]:
    """Return who is to be taken out, and whether too many are missing for that.

    ``found`` are the uids that a whole answer has told.
    """
    connection = _connection(root, question)
    if connection is None:
        return [], False
    missing = [uid for uid in question.uids if uid not in found]
    share = institution_of(connection).removal_share
    if 100 * len(missing) > share * len(question.uids):
        return [], True
    known = {*connection.missing}
    return [uid for uid in missing if uid in known and _may_go(connection, uid)], False


def _may_go(connection: DirectoryConnection, uid: str) -> bool:
    institution: Institution = institution_of(connection)
    if directory_of(institution, uid) != connection.__name__ or institution["people"][uid].rolls:
        return False
    signs_in = uid in institution.passwords or bool(rights.held(institution, uid))
    return not signs_in and not enrolment.is_author(institution, uid)


def take_out(root: Root, question: RefreshQuestion, uids: Iterable[str], now: int) -> int:
    """Take these people out, who may have become others meanwhile; return how many went."""
    connection = _connection(root, question)
    going = [uid for uid in uids if _may_go(connection, uid)] if connection is not None else []
    for uid in going:
        enrolment.remove(Actor(institution_of(connection), ""), uid, now)
    return len(going)


def note(root: Root, question: RefreshQuestion, found: Collection[str], outcome: Refreshed) -> None:
    """Write down how the night went, and who is missing."""
    connection = _connection(root, question)
    if connection is None:
        return
    people = institution_of(connection)["people"]
    missing = tuple(uid for uid in question.uids if uid not in found and uid in people)
    connection.missing, connection.refresh_trouble = missing, ()
    connection.refreshed = tuple(outcome._replace(missing=len(missing)))
    after = {name: getattr(outcome, name) for name in ("changed", "taken_out")}
    after["missing"] = len(missing)
    by = Actor(institution_of(connection), "")
    journal.write(by, "directory.refreshed", connection, outcome.at, after=after)


def note_trouble(root: Root, question: RefreshQuestion, code: str, now: int) -> None:
    """Write down why a directory gave no whole answer: nobody has changed."""
    connection = _connection(root, question)
    if connection is not None:
        connection.refresh_trouble = (now, code)


def parts(people: dict[str, Person], size: int) -> Iterator[dict[str, Person]]:
    """Yield the people, so many in each part."""
    pairs = [*people.items()]
    for begin in range(0, len(pairs), size):
        yield dict(pairs[begin : begin + size])
