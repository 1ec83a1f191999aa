"""The directories of an institution that are asked over the network, and the end of one."""

from collections.abc import Iterator
from typing import NamedTuple

from unisms.model.directories import DirectoryConnection
from unisms.model.roles import GROUP
from unisms.model.root import Institution, Root
from unisms.services.ground import journal
from unisms.services.ground.actor import Actor

SAMPLE_KEPT = 86400  # seconds that the people are kept whom a try has shown


class Ask(NamedTuple):
    """All that is needed to ask a directory, as plain values: it leaves its transaction."""

    adapter: str
    settings: tuple[tuple[str, str], ...]
    name: str = ""  #: of the directory in its institution

    def made_with(self) -> tuple[str, dict[str, str]]:
        """Return the adapter's name and its settings, strings by name."""
        return self.adapter, dict(self.settings)


class HasRoles(Exception):
    """A query of the directory has roles; ``titles`` are those of such queries."""

    def __init__(self, titles: tuple[str, ...]) -> None:
        super().__init__(titles)
        self.titles = titles


def every(root: Root) -> Iterator[DirectoryConnection]:
    """Yield every directory of the installation."""
    for institution in root["institutions"].values():
        yield from institution["directories"].values()


def ask_of(connection: DirectoryConnection) -> Ask:
    adapter, settings = connection.made_with()
    return Ask(adapter, tuple(sorted(settings.items())), connection.__name__)


def searched(institution: Institution) -> list[Ask]:
    """Return how each directory is asked by which people are searched."""
    return [ask_of(one) for one in institution["directories"].values()]


def signing_in(institution: Institution) -> list[Ask]:
    """Return how each directory is asked whose passwords let people in, in order."""
    return [ask_of(one) for one in institution["directories"].values() if one.signs_in]


def directory_of(institution: Institution, uid: str) -> str:
    """Return the name of the directory that brought somebody; ``""``: none did, or it is gone.

    Two directories may call two people alike: what one tells is not of whom the other brought.
    """
    subscriber = institution["people"].get(uid)
    name: str = subscriber.came_from if subscriber is not None else ""
    return name if name in institution["directories"] else ""


def settings_changed(connection: DirectoryConnection) -> None:
    """Forget what former settings have found."""
    connection.tested = connection.found = ()


def ask_named(institution: Institution, name: str) -> Ask | None:
    """Return how the directory called ``name`` is asked; ``None``: there is none."""
    connection = institution["directories"].get(name)
    return None if connection is None else ask_of(connection)


def note_wish(actor: Actor, connection: DirectoryConnection, now: int) -> None:
    """Write into the journal that somebody wants to know whether a directory answers."""
    journal.write(actor, "directory.tried", connection, now)


def remove(actor: Actor, connection: DirectoryConnection, now: int) -> None:
    """Take a directory away, with its queries.

    :raises HasRoles: roles are given to the people of a query.
    """
    grants = actor.institution.grants
    holding = [
        query.title
        for name, query in connection.items()
        if grants.of(f"{GROUP}{connection.__name__}/{name}")
    ]
    if holding:
        raise HasRoles(tuple(holding))
    journal.write(actor, "directory.removed", connection, now, before={"title": connection.title})
    connection.__parent__.remove(connection.__name__)


def forget_samples(institution: Institution, now: int) -> None:
    """Forget the people whom a try has shown, and the server's words, after a day."""
    for connection in institution["directories"].values():
        at = connection.tested[0] if connection.tested else 0
        if len(connection.found) > 3 and not 0 <= now - at <= SAMPLE_KEPT:
            connection.found = connection.found[:3]
            connection.tested = (*connection.tested[:3], "")
