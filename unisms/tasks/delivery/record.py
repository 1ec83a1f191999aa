"""The record of a lease in the store, and the locked file that stands for it on one machine."""

import fcntl
import os
from pathlib import Path
from typing import NamedTuple

from unisms.model.folder import find, look_up
from unisms.model.root import Root
from unisms.services.delivery import inbox
from unisms.services.ground.days import SKEW
from unisms.tasks.delivery.silences import Holding

TERM = 30  # seconds a lease holds without renewal
RENEWAL = 10  # seconds between renewals

Edition = tuple[bytes, str, str]  # of a connection's settings


class LeaseTaken(Exception):
    """Another worker hands over for this connection."""


class Look(NamedTuple):
    """A look of the lease's holder at its connection."""

    came: tuple  #: news that came over HTTP, as ``inbox.peek`` returns it
    waits: bool  #: a campaign waits in the line
    edition: Edition  #: of the settings
    open: frozenset  #: paths of the campaigns that are not closed
    has_parts: bool  #: parts of replies wait for others


def locked(file: Path) -> int:
    """Return this machine's exclusive lock for one connection.

    :raises LeaseTaken: another process here has it.
    """
    lock = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(lock)
        raise LeaseTaken(str(file)) from None
    return lock


def look(root: Root, path: str) -> Look | None:
    """Return a ``Look`` at the connection at ``path``, or ``None`` when it is gone."""
    connection = look_up(root, path)
    if connection is None:
        return None
    return Look(
        inbox.peek(root, path),
        bool(connection.line.waiting),
        connection.edition,
        frozenset(connection.open),
        bool(connection.parts),
    )


def take(
    root: Root,
    path: str,
    name: str,
    place: str,
    now: float,
    silent: tuple[Holding | None, float] = (None, 0),
) -> Holding | None:
    """Write the lease down if it is free or over; return ``None``, or its holder and its end.

    A lease that was taken with the lock at ``place`` is over as well: we hold that lock, so its
    process is gone. ``silent`` is what ``Silences`` tells.
    """
    line = find(root, path).line
    held = line.holder, line.until
    if line.holder and line.machine != place:
        seconds = silent[1] if silent[0] == held else 0
        if not _is_over(line.until, now, seconds):
            return held
    line.holder, line.machine, line.until = name, place, now + TERM
    return None


def _is_over(until: float, now: float, silent: float) -> bool:
    """Whether another machine's lease until ``until`` is over, not renewed for ``silent`` seconds.

    Our clock alone does not tell.
    """
    if now >= until:
        return silent > 1.5 * RENEWAL or now >= until + SKEW
    return silent > 2 * TERM


def renew(root: Root, path: str, name: str, now: float) -> bool:
    """Prolong the lease; return whether it was still ours, and its connection there."""
    connection = look_up(root, path)
    if connection is None or connection.line.holder != name:
        return False
    connection.line.until = now + TERM
    return True


def give_back(root: Root, path: str, name: str) -> None:
    """End the lease, if it still is ours."""
    connection = look_up(root, path)
    if connection and connection.line.holder == name:
        connection.line.holder, connection.line.until = "", 0
