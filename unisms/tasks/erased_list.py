"""This machine's list of who was erased, by digests: a store that was brought back forgets it.

It stands beside the hand-over journals, and beside each backup. What is on it, and what a restored
store does not know, is erased once more while that store is held.
"""

import json
import logging
import os
import secrets
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from unisms.model.root import Root
from unisms.services.ground import lives
from unisms.services.operators import repeats
from unisms.services.operators.repeats import Erased, Repeated

if TYPE_CHECKING:
    from unisms.tasks.worker import Worker

log = logging.getLogger(__name__)
FILE = "erased.json"
SLACK = 3600  # seconds: clocks of several machines differ


def look(worker: "Worker", now: int) -> Repeated:
    """Write down who was erased; where the store is held, erase them once more.

    ``now`` is in epoch seconds. If a full disk forbids it, the list is written a minute later.
    """
    file = file_of(worker.var)
    repeated, told = worker.run(_look, read(file), now)
    if repeated.begun:
        log.warning("%d erasures are done once more in a restored store", len(repeated.begun))
    try:
        add(file, told, now)
    except OSError as trouble:
        log.warning("who was erased is not noted (%s)", trouble.strerror)
    return repeated


def _look(root: Root, known: list[Erased], now: int) -> tuple[Repeated, list[Erased]]:
    restored = lives.restore_of(root)
    if restored is None or not lives.is_held(root):
        return Repeated((), ()), repeats.told(root)
    late = [one for one in known if one.at >= restored.since - SLACK]
    return repeats.repeat(root, late, now), repeats.told(root)


def file_of(var: Path) -> Path:
    """Return the list of the machine whose folder is ``var``."""
    return var / "handover" / FILE


def read(file: Path) -> list[Erased]:
    """Return each ``Erased`` of a list; none where there is no list."""
    try:
        lines = json.loads(file.read_text())
        return [Erased(*one)._replace(numbers=tuple(one[5])) for one in lines]
    except (OSError, ValueError, TypeError, IndexError):
        return []


def add(file: Path, erased: Iterable[Erased], now: int) -> None:
    """Add to a list what it does not tell yet, and forget what is older than 400 days.

    It is written whole, or not at all, and only where it changes.

    :raises OSError: there is no room, or no right to write.
    """
    before = read(file)
    every = {one[:2]: one for one in (*before, *erased) if one.at >= now - repeats.KEPT}
    lines = sorted(every.values())
    if lines == before:
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_suffix(f".{secrets.token_hex(4)}")
    try:
        with open(os.open(draft, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600), "w") as opened:
            json.dump(lines, opened)
        os.replace(draft, file)
    finally:
        draft.unlink(missing_ok=True)
