"""The database that the settings name: opening it, and telling its absence from a fault of ours."""

import os
from collections.abc import Mapping
from logging import Logger
from pathlib import Path

from pyramid.config import Configurator
from ZConfig import SubstitutionReplacementError
from ZODB.POSException import StorageError

DRIVERS = ("sqlite3", "psycopg2")  # modules whose ``Error`` means that the store cannot do it now
PATIENCE = 30  # seconds that a commit waits for the lock of another one, in a worker or a command


class CannotOpen(Exception):
    """A thing that the settings name does not open; the message says which setting, and why."""


def includeme(config: Configurator) -> None:
    """Open the database for an application.

    :raises CannotOpen: it does not open.
    """
    prepare(config.registry.settings)
    try:
        config.include("pyramid_zodbconn")
    except Exception as error:
        raise CannotOpen(f"The store (zodbconn.uri) does not open: {why_closed(error)}.") from error


def prepare(settings: Mapping[str, str]) -> Path:
    """Make the folders that ``unisms.var`` names, and return that folder.

    ``store.conf`` finds them by it, and learns how long a commit may wait.

    :raises CannotOpen: they cannot be made.
    """
    var = Path(settings["unisms.var"]).resolve()
    try:
        var.mkdir(
            mode=0o750, parents=True, exist_ok=True
        )  # numbers and texts: not for everybody on the machine
        for folder in ("store", "handover", "queue"):
            (var / folder).mkdir(exist_ok=True)
    except OSError as error:
        raise CannotOpen(f"{var} cannot be used, see unisms.var: {error.strerror}.") from error
    os.environ["UNISMS_VAR"] = str(var)
    os.environ["UNISMS_STORE_PATIENCE"] = str(settings.get("store.patience", PATIENCE))
    return var


def is_away(error: BaseException) -> bool:
    """Whether the store cannot do what it was asked now: no server, no room, no right to write.

    A lock that was not got for such a reason looks like a conflict.
    """
    kinds = type(error).__mro__ + type(error.__cause__).__mro__
    drivers = any(kind.__name__ == "Error" and kind.__module__ in DRIVERS for kind in kinds)
    return drivers or isinstance(error, StorageError)


def log_trouble(log: Logger, sentence: str, *facts: object, trouble: BaseException) -> None:
    """Log that the store failed and is asked again; with a traceback only if we may be at fault."""
    log.error(
        f"{sentence} (%s); trying again", *facts, reason(trouble), exc_info=not is_away(trouble)
    )


def why_closed(error: BaseException) -> str:
    """Return why something does not open, without repeating an address: it may hold a password."""
    if isinstance(error, SubstitutionReplacementError):
        return f"{error.name} is not set in the environment"
    if type(error).__name__ in ("ProgrammingError", "ValueError"):
        return "its address cannot be read; mind blanks and signs in a password"
    return reason(error)


def reason(error: BaseException) -> str:
    """The first line of what an error says, without its stop."""
    first, *_ = str(error).strip().splitlines() or [type(error).__name__]
    return first.rstrip(".")
