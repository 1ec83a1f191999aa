"""Opening the database named by the settings."""

import os
from pathlib import Path

import ZODB
from zodburi import resolve_uri


def prepare(settings):
    """Make the folders that ``unisms.var`` names and let ``store.conf`` find them; return that folder."""
    var = Path(settings["unisms.var"]).resolve()
    var.mkdir(mode=0o750, parents=True, exist_ok=True)  # numbers and texts: not for everybody on the machine
    for folder in ("store", "handover", "queue"):
        (var / folder).mkdir(exist_ok=True)
    os.environ["UNISMS_VAR"] = str(var)
    return var


def open_database(settings):
    """The database at ``zodbconn.uri``."""
    prepare(settings)
    storage, options = resolve_uri(settings["zodbconn.uri"])
    return ZODB.DB(storage(), **options)
