"""How people come in: by tickets of a service, or freely on one's own machine."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from dashboards.access import addresses, origins

SHORTEST = 32  # characters of a key; fewer can be guessed
COOKIE = "unisms_dashboards"


class WrongDoor(ValueError):
    """The dashboards cannot be opened like this; the message says why, and what to do."""


class Door(NamedTuple):
    """How people come in. Without a ``key`` everybody does, on this machine alone."""

    key: str = ""  #: signs tickets and sessions, the same as the service's
    folder: Path | None = None  #: where used tickets are noted
    address: str = ""  #: where browsers find the dashboards
    service: str = ""  #: where browsers find the service
    clock: Callable[[], float] = time.time

    @property
    def is_open(self) -> bool:
        """Whether nobody has to come in."""
        return not self.key

    @property
    def is_safe(self) -> bool:
        """Whether all goes over https."""
        return self.address.startswith("https://")

    @property
    def cookie(self) -> str:
        """The name of the cookie; ``__Host-`` tells browsers to take it from no other host."""
        return f"__Host-{COOKIE}" if self.is_safe else COOKIE


def checked(door: Door, listen: str) -> Door:
    """Return the door if it can be opened at ``listen``, HOST:PORT.

    :raises WrongDoor: it cannot.
    """
    if door.is_open and not origins.is_loopback(listen):
        raise WrongDoor(
            f"Without a key everybody sees everything, so the dashboards open on this machine only "
            f"(--listen 127.0.0.1:6544), and not at {listen}. Give them the key of the service."
        )
    if door.is_open:
        return door
    if len(door.key) < SHORTEST:
        raise WrongDoor(f"The key is short: give it {SHORTEST} characters or more.")
    if door.folder is None:
        raise WrongDoor("Name a folder of the dashboards' own (--var), to note used tickets in.")
    for address in (door.address, door.service):
        if address and not addresses.is_web(address):
            raise WrongDoor(f"{address} is no address: begin with https://.")
    return door


def key_of(path: Path) -> str:
    """Return the key in the file ``path``.

    :raises WrongDoor: it cannot be read, or others can read it.
    """
    try:
        if path.stat().st_mode & 0o077:
            raise WrongDoor(f"Others can read {path}: chmod 600 {path}")
        return path.read_text().strip()
    except OSError as error:
        raise WrongDoor(f"{path} cannot be read: {error.strerror}.") from error
