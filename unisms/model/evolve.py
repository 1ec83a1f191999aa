"""Evolution of what is stored: named steps, which are done, and a new database's first day."""

import time

from BTrees.OOBTree import OOBTree

from unisms.model.root import Root

ROOT, DONE = "unisms", "unisms.evolution"


class NotInitialised(Exception):
    """The database holds no unisms tree yet."""


def get_root(connection):
    """The service's root in an open ZODB connection.

    :raises NotInitialised: the database is new.
    """
    try:
        return connection.root()[ROOT]
    except KeyError:
        raise NotInitialised from None


def initialise(connection, steps):
    """Give a new database its root, and return it; nothing there is old, so all steps are done."""
    database = connection.root()
    if ROOT not in database:
        database[ROOT] = Root()
        database[DONE] = OOBTree({name_of(step): int(time.time()) for step in steps})
    return database[ROOT]


def name_of(step):
    """Return a step's dotted name: add-ons have steps too, and branches merge without numbers."""
    return f"{step.__module__}.{step.__qualname__}"


def finished(connection):
    """Pairs of step name and when it was run."""
    return list(connection.root()[DONE].items())


def pending(connection, steps):
    """The steps still to run, in order of registration."""
    done = connection.root()[DONE]
    return [step for step in steps if name_of(step) not in done]


def run(connection, step):
    """Run one step and mark it as done; the caller commits or aborts."""
    step(get_root(connection))
    connection.root()[DONE][name_of(step)] = int(time.time())
