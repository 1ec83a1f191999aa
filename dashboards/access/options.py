"""The door, as the command line and the environment tell it."""

import argparse
import os
from collections.abc import Mapping
from pathlib import Path

from dashboards.access.doors import Door, checked, key_of

KEY = "DASHBOARDS_KEY"  # of the environment: a command line can be read by everybody
OPTIONS = {
    "--key": ("FILE", f"The key that the service signs tickets with [environment: {KEY}]."),
    "--var": ("FOLDER", "A folder of the dashboards' own, to note used tickets in."),
    "--address": ("URL", "Where browsers find the dashboards [wherever they say]."),
    "--service": ("URL", "Where browsers find the service that lets them in."),
}


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options that say how people come in."""
    for name, (value, told) in OPTIONS.items():
        parser.add_argument(name, metavar=value, default="", help=told)


def door_of(
    given: argparse.Namespace, listen: str, environ: Mapping[str, str] = os.environ
) -> Door:
    """Return the door that the options tell, to be opened at ``listen``, HOST:PORT.

    :raises WrongDoor: it cannot be opened like this.
    """
    key = key_of(Path(given.key)) if given.key else environ.get(KEY, "").strip()
    folder = Path(given.var) if given.var else None
    return checked(Door(key, folder, given.address, given.service), listen)
