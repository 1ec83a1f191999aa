"""Evolution of what is stored: named steps, which are done, and a new database's first day."""

import time
from collections.abc import Callable, Iterable

from BTrees.OOBTree import OOBTree
from ZODB.Connection import Connection

from unisms.model.root import Root

#: brings what is below the root up to date, and does no harm a second time
Step = Callable[[Root], None]
ROOT, DONE = "unisms", "unisms.evolution"


class NotInitialised(Exception):
    """The database holds no unisms tree yet."""


def get_root(connection: Connection) -> Root:
    """The service's root in an open ZODB connection.

    :raises NotInitialised: the database is new.
    """
    try:
        return connection.root()[ROOT]
    except KeyError:
        raise NotInitialised from None


def initialise(connection: Connection, steps: Iterable[Step]) -> Root:
    """Give a new database its root, and return it; nothing there is old, so all steps are done."""
    database = connection.root()
    if ROOT not in database:
        database[ROOT] = Root()
        database[DONE] = OOBTree({name_of(step): int(time.time()) for step in steps})
    return database[ROOT]


def name_of(step: Step) -> str:
    """Return a step's dotted name: add-ons have steps too, and branches merge without numbers."""
    return f"{step.__module__}.{step.__qualname__}"


def finished(connection: Connection) -> list[tuple[str, int]]:
    """Pairs of step name and when it was run."""
    return list(connection.root()[DONE].items())


def pending(connection: Connection, steps: Iterable[Step]) -> list[Step]:
    """The steps still to run, in order of registration."""
    done = connection.root()[DONE]
    return [step for step in steps if name_of(step) not in done]


def run(connection: Connection, step: Step) -> None:
    """Run one step and mark it as done; the caller commits or aborts."""
    step(get_root(connection))
    connection.root()[DONE][name_of(step)] = int(time.time())
