"""What this machine remembers of the store, beside its hand-over journals: the latest beat it saw.

A store that has forgotten that beat is held before anything else is done with it.
"""

import json
import logging
import os
import secrets
import time

from unisms.services import lives, restores

log = logging.getLogger(__name__)
FILE = "store.json"


def compare(worker):
    """Hold the store if it has forgotten what this machine remembers; return whether it is held now."""
    note = read(worker.var)
    return worker.run(_compare, note, int(time.time()))


def _compare(root, note, now):
    if lives.has_forgotten(root, note):
        restores.hold(root, note.beat, now)
        log.error("the store was brought back to an earlier moment: nothing leaves until it is released")
    return lives.is_held(root)


def look(worker):
    """Compare, and write down the latest beat: once a minute.

    A note that cannot be written, on a full disk, is written a minute later: an older one says less.
    """
    compare(worker)
    note = worker.run(lives.beat, int(time.time()))
    try:
        write(worker.var, note)
    except OSError as trouble:
        log.warning("what was seen of the store is not noted (%s)", trouble.strerror)


def read(var):
    """Return the ``Note`` of the machine whose folder is ``var``, or ``None``: it remembers nothing."""
    try:
        told = json.loads(_file(var).read_text())
        return lives.Note(str(told["generation"]), int(told["beat"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def write(var, note):
    """Write a ``Note`` down, whole or not at all; several workers of a machine may do so at once.

    :raises OSError: there is no room, or no right to write.
    """
    draft = _file(var).with_suffix(f".{secrets.token_hex(4)}")
    try:
        draft.write_text(json.dumps(note._asdict()))
        os.replace(draft, _file(var))
    finally:
        draft.unlink(missing_ok=True)


def _file(var):
    return var / "handover" / FILE
