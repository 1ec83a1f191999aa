"""This machine's memory of the store, beside its hand-over journals: the latest beat it saw.

A store that has forgotten that beat is held before anything else is done with it.
"""

import json
import logging
import os
import secrets
import time
from pathlib import Path
from typing import TYPE_CHECKING

from unisms.model.root import Root
from unisms.services.ground import days, lives
from unisms.services.ground.days import Leap
from unisms.services.ground.lives import Note
from unisms.services.operators import restores

if TYPE_CHECKING:
    from unisms.tasks.worker import Worker


log = logging.getLogger(__name__)
FILE = "store.json"
UNTIL = "nothing is erased until a day has passed on it"


def compare(worker: "Worker") -> bool:
    """Hold the store if it forgot what this machine remembers; return whether it is held now."""
    return worker.run(_compare, read(worker.var), int(time.time()))


def _compare(root: Root, note: Note | None, now: int) -> bool:
    hold_forgetful(root, note, now)
    return lives.is_held(root)


def hold_forgetful(root: Root, note: Note | None, now: int) -> None:
    """Hold the store where it has forgotten what ``note`` tells of it."""
    if note is not None and lives.has_forgotten(root, note):
        restores.hold(root, note.at or note.beat, now)
        log.error(
            "the store was brought back to an earlier moment: nothing leaves until it is released"
        )


def look(worker: "Worker") -> None:
    """Compare, and write down the latest beat: once a minute.

    If a full disk forbids it, the note is written a minute later: an older one says less.
    """
    compare(worker)
    since, worker.looked_at = worker.looked_at, time.monotonic()
    lived = int(worker.looked_at - (since or worker.looked_at))
    worker.note = worker.run(lives.beat, int(time.time()), read(worker.var), lived)
    try:
        write(worker.var, worker.note)
    except OSError as trouble:
        log.warning("what was seen of the store is not noted (%s)", trouble.strerror)
    tell_of_leap(worker, worker.run(days.leap_of))


def tell_of_leap(worker: "Worker", leap: Leap | None) -> None:
    """Say once in the log that a clock has made a leap, and once that its day has come."""
    if leap is not None and not worker.leaps:
        log.warning("the clock tells another day than the last time: %s", UNTIL)
    elif leap is None and worker.leaps:
        log.info("the clock is believed: what is too old is erased again")
    worker.leaps = leap is not None


def read(var: Path) -> Note | None:
    """Return the ``Note`` of the machine whose folder is ``var``; ``None``: it has none."""
    try:
        told = json.loads(_file(var).read_text())
        numbers = int(told["beat"]), int(told.get("number", 0)), int(told.get("at", 0))
        return lives.Note(str(told["generation"]), *numbers)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def write(var: Path, note: Note) -> None:
    """Write a ``Note`` down, whole or not at all; several workers of a machine may do so at once.

    :raises OSError: there is no room, or no right to write.
    """
    draft = _file(var).with_suffix(f".{secrets.token_hex(4)}")
    try:
        draft.write_text(json.dumps(note._asdict()))
        os.replace(draft, _file(var))
    finally:
        draft.unlink(missing_ok=True)


def _file(var: Path) -> Path:
    return var / "handover" / FILE
