"""People of a directory as they are saved: counted, asked for, and given roles."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from unisms.model.directories import DirectoryQuery
from unisms.model.folder import look_up, path_of
from unisms.model.roles import GROUP
from unisms.model.root import Institution, Root, institution_of
from unisms.ports import Person, RemoteDirectory
from unisms.services.directory.directories import Ask, HasRoles, ask_of, every
from unisms.services.ground import journal
from unisms.services.ground.actor import Actor
from unisms.sms import msisdn

LATE = 120  # seconds after which a count that was asked for is not waited for any more
SHOWN = 200  # people without a number who are kept with a count
KEPT = 7 * 86400  # seconds that they are
FRESH = 60  # seconds after which the members of a query with roles are asked for again
LAPSED = 3600  # seconds without an answer after which its roles end


class QueryQuestion(NamedTuple):
    """A query as plain values, to be asked with no transaction open."""

    ask: Ask
    chosen: str
    base: str
    group: str


class Count(NamedTuple):
    """The outcome of asking for the people of a query."""

    people: int = 0
    without: int = 0  #: of them, those without a mobile number
    numberless: tuple[tuple[str, str], ...] = ()  #: uid and name of the first of those
    uids: tuple[str, ...] = ()


def find(institution: Institution, name: str) -> DirectoryQuery | None:
    """Return the query called ``name``: that of its directory, a slash, and its own there."""
    directory, _, own = name.partition("/")
    connection = institution["directories"].get(directory)
    return None if connection is None else connection.get(own)


def all_of(institution: Institution) -> Iterator[tuple[str, DirectoryQuery]]:
    """Yield the name of each saved query, and the query."""
    for directory, connection in institution["directories"].items():
        for own, query in connection.items():
            yield f"{directory}/{own}", query


def asked(query: DirectoryQuery) -> QueryQuestion:
    return QueryQuestion(ask_of(query.__parent__), *query.about)


def people(directory: RemoteDirectory, question: QueryQuestion) -> Iterable[Person]:
    """Ask a directory for the people of a query; no transaction is open.

    :raises KeyError: the group is gone.
    :raises DirectoryError: the directory gives no whole answer.
    """
    if question.group:
        return directory.members(question.group)
    return directory.people(question.chosen, question.base)


def count(told: Iterable[Person], country: str) -> Count:
    """Count people as they are told; ``country`` tells whose numbers they have."""
    uids, numberless = [], []
    for person in told:
        uid = person.uid.strip().lower()  # as here, however a directory spells it (``arrivals``)
        uids.append(uid)
        if not msisdn.read(next(iter(person.msisdns), ""), country).msisdn:
            numberless.append((uid, person.name))
    return Count(len(uids), len(numberless), tuple(numberless[:SHOWN]), tuple(uids))


def ask_for_count(query: DirectoryQuery, now: int) -> None:
    """Have the people of a query counted."""
    query.count_asked = max(now, query.count_asked + 1)


def is_wanted(query: DirectoryQuery) -> bool:
    """Whether a count was asked for since the last one ended."""
    return query.count_asked > last_end(query)


def is_being_counted(query: DirectoryQuery, now: int) -> bool:
    """Whether a count is still to come."""
    return is_wanted(query) and abs(now - query.count_asked) < LATE


def last_end(query: DirectoryQuery) -> int:
    """When the last count ended, epoch seconds; 0: there was none."""
    return max(one[0] if one else 0 for one in (query.counted, query.trouble))


def note_count(query: DirectoryQuery, told: Count, now: int) -> None:
    """Write down a count, and the members, if the query has roles."""
    query.counted = (max(now, query.count_asked), told.people, told.without)
    query.numberless, query.trouble = told.numberless, ()
    if has_roles(query):
        keep_members(query, told.uids, now)


def note_trouble(query: DirectoryQuery, code: str, now: int) -> None:
    """Write down why nothing was counted; roles end if the directory is silent for long."""
    query.trouble = (max(now, query.count_asked), code)
    if has_roles(query) and now - query.answered_at > LAPSED:
        keep_members(query, (), query.answered_at)


def keep_members(query: DirectoryQuery, uids: Iterable[str], now: int) -> None:
    """Keep the members that the directory has told: their roles change with them."""
    if query.keep(uids, now):
        institution_of(query).grants.note_change()


def has_roles(query: DirectoryQuery) -> bool:
    """Whether roles are given to the people of a query."""
    grants = institution_of(query).grants
    return bool(grants.of(f"{GROUP}{query.__parent__.__name__}/{query.__name__}"))


def to_count(root: Root, now: int) -> Iterator[tuple[str, str]]:
    """Yield the tasks of the counts that somebody, or a role, waits for."""
    for connection in every(root):
        for query in connection.values():
            old = has_roles(query) and not 0 <= now - last_end(query) < FRESH
            if old or is_being_counted(query, now):
                yield "count_query", path_of(query)


def at(root: Root, path: str) -> DirectoryQuery | None:
    """Return the query at a path, for a task; ``None`` where it is gone."""
    found = look_up(root, path)
    return found if isinstance(found, DirectoryQuery) else None


def remove(actor: Actor, query: DirectoryQuery, now: int) -> None:
    """Take a query away.

    :raises HasRoles: roles are given to its people.
    """
    if has_roles(query):
        raise HasRoles((query.title,))
    journal.write(actor, "query.removed", query, now, before={"title": query.title})
    query.__parent__.remove(query.__name__)


def forget(institution: Institution, now: int) -> None:
    """Forget who has no number, a week after they were counted; and the members of a query that
    has no roles any more, for these alone are asked for again."""
    for _, query in all_of(institution):
        if query.numberless and not 0 <= now - query.counted[0] <= KEPT:
            query.numberless = ()
        if query.members() and not has_roles(query):
            query.keep((), query.answered_at)
