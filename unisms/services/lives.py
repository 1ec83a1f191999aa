"""Which life a store lives: a restored one has forgotten its last hours, and must not go on as if nothing were.

Each machine keeps a note, beside its hand-over journals, of the latest beat that it saw. A store that
does not know that beat any more was brought back to an earlier moment: it is *held* until somebody who
runs the installation has read what may have left since (``services.restores``).
"""

import secrets
from typing import NamedTuple

from unisms.model.root import Life

MINUTE = 60  # seconds between two beats at most often
REMEMBERED = 86400  # seconds that beats are kept


class StoreHeld(Exception):
    """Nothing may leave: the store was restored, and nobody has released it yet."""


class Restore(NamedTuple):
    """The last restore of a store, as code reads it; stored as a bare tuple."""

    at: int  #: when it was found out, epoch seconds
    since: int  #: the last moment that the store remembers; 0: unknown
    until: int  #: the last moment that this machine saw before; 0: unknown
    found: tuple  #: of (institution, paused, ready, uncertain): what was under way there
    released_at: int = 0  #: when it was released; 0: it is held
    by: str = ""  #: who released it


class Note(NamedTuple):
    """What a machine remembers of a store."""

    generation: str
    beat: int  #: epoch seconds


def life_of(root):
    """Return the ``Life`` of the store, made where there was none."""
    if root.life is None:
        root.life = Life(secrets.token_hex(8))
    return root.life


def restore_of(root):
    """Return the last ``Restore`` of the store, or ``None``."""
    return Restore(*root.life.restored) if root.life is not None and root.life.restored else None


def is_held(root):
    """Whether nothing may leave until somebody has released the store."""
    restored = restore_of(root)
    return restored is not None and not restored.released_at


def refuse_held(root):
    """:raises StoreHeld: nothing may leave."""
    if is_held(root):
        raise StoreHeld


def is_older(root, moment):
    """Whether what happened at ``moment`` (epoch seconds) was before the last restore."""
    restored = restore_of(root)
    return restored is not None and moment <= restored.at


def has_forgotten(root, note):
    """Whether the store does not know the beat that a machine has noted of it."""
    life = root.life
    if note is None or life is None or life.generation != note.generation:
        return False  # a store that this machine has not met
    if not life.beats:
        return True
    return note.beat not in life.beats and note.beat > min(life.beats)


def beat(root, now):
    """Write a beat at most each minute; return the ``Note`` of the latest one. ``now``: epoch seconds."""
    life = life_of(root)
    if not life.beats or not 0 <= now - life.beats[-1] < MINUTE:
        lately = (one for one in life.beats if 0 <= now - one <= REMEMBERED and one != now)
        life.beats = (*lately, now)
    return Note(life.generation, life.beats[-1])
