"""Opening the database named by the settings."""

import os
from pathlib import Path

import ZODB
from zodburi import resolve_uri


def prepare(settings):
    """Make the folders that ``unisms.var`` names and let ``store.conf`` find them; return that folder."""
    var = Path(settings["unisms.var"]).resolve()
    for folder in ("store", "handover", "queue"):
        (var / folder).mkdir(parents=True, exist_ok=True)
    os.environ["UNISMS_VAR"] = str(var)
    return var


def open_database(settings):
    """The database at ``zodbconn.uri``."""
    prepare(settings)
    storage, options = resolve_uri(settings["zodbconn.uri"])
    return ZODB.DB(storage(), **options)
