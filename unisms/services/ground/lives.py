"""The lives of a store: a restored one has forgotten its last hours, and must not just go on.

Each machine keeps a note, beside its hand-over journals, of the latest beat that it saw. A store
that does not know that beat any more was brought back to an earlier moment: it is *held* until
somebody who runs the installation has read what may have left since (``services.restores``).

Beats are counted and told apart by a mark that is drawn, never by a clock: clocks of two machines
differ, and go back.
"""

import secrets
from typing import TYPE_CHECKING, NamedTuple

from unisms.model.reliance import rely_on
from unisms.model.root import Life, Root
from unisms.services.ground import days, journal
from unisms.services.ground.days import HeldClock

if TYPE_CHECKING:
    from unisms.services.ground.actor import Actor

MINUTE = 60  # seconds between two beats at most often
REMEMBERED = 1440  # beats that are kept: those of a day
MARKED = 1 << 40  # the least of all marks; beats once were told by their second, which is less


class StoreHeld(Exception):
    """Nothing may leave: the store was restored, and nobody has released it yet."""


class Restore(NamedTuple):
    """The last restore of a store, as code reads it; stored as a bare tuple."""

    at: int  #: when it was found out, epoch seconds
    since: int  #: the last moment that the store remembers; 0: unknown
    until: int  #: the last moment that the machine which found it out saw before; 0: unknown
    found: tuple[
        tuple[str, int, int, int], ...
    ]  #: of (institution, paused, ready, uncertain): what was under way there
    released_at: int = 0  #: when it was released; 0: it is held
    by: str = ""  #: the person who released it


class Note(NamedTuple):
    """The memory that a machine has of a store."""

    generation: str
    beat: int  #: its mark
    number: int = 0  #: which one it is; 0: by a release that told beats by their second
    at: int = 0  #: when it was written, epoch seconds


def life_of(root: Root) -> Life:
    """Return the ``Life`` of the store, made where there was none."""
    life: Life | None = root.life
    if life is None:
        life = root.life = Life(secrets.token_hex(8))
    return life


def restore_of(root: Root) -> Restore | None:
    """Return the last ``Restore`` of the store, or ``None``."""
    return Restore(*root.life.restored) if root.life is not None and root.life.restored else None


def is_held(root: Root) -> bool:
    """Whether nothing may leave until somebody has released the store."""
    restored = restore_of(root)
    return restored is not None and not restored.released_at


def refuse_held(root: Root) -> None:
    """:raises StoreHeld: nothing may leave."""
    rely_on_life(root)
    if is_held(root):
        raise StoreHeld


def rely_on_life(root: Root) -> None:
    """Let this transaction conflict with whoever holds the store at this moment."""
    rely_on(root if root.life is None else root.life)


def is_older(root: Root, moment: int) -> bool:
    """Whether what happened at ``moment`` (epoch seconds) was before the last restore."""
    restored = restore_of(root)
    return restored is not None and moment <= max(restored.at, restored.since, restored.until)


def has_forgotten(root: Root, note: Note | None) -> bool:
    """Whether the store does not know the beat that a machine has noted of it."""
    life = root.life
    if note is None or life is None or life.generation != note.generation:
        return False  # a store that this machine has not met
    if not life.beats:
        return True
    return not _knows(life, note) and not _is_older_than_all(life, note)


def _knows(life: Life, note: Note) -> bool:
    if not note.number:
        return note.beat in life.beats
    back = life.count - note.number
    return 0 <= back < len(life.beats) and life.beats[-1 - back] == note.beat


def _is_older_than_all(life: Life, note: Note) -> bool:
    if not note.number:
        return note.beat <= min(life.beats)
    return note.number <= life.count - len(life.beats)


def beat(root: Root, now: int, note: Note | None = None, lived: int = 0) -> Note:
    """Write a beat at most each minute; return the ``Note`` of the latest one.

    ``now`` in epoch seconds. ``note`` is what the machine that asks has noted before, ``lived`` the
    seconds since it asked last, on a clock that nobody sets. Where another machine wrote a beat
    since, none is due, whatever the clocks of the two say.
    """
    life = life_of(root)
    if _is_due(life, now, note):
        life.beats = (*life.beats[1 - REMEMBERED :], new_mark())
        life.count, life.beaten_at = life.count + 1, now
        days.live(root, now, lived)
    else:
        days.recall(root, now)
    return Note(life.generation, life.beats[-1], life.count, life.beaten_at)


def _is_due(life: Life, now: int, note: Note | None) -> bool:
    if not life.beats:
        return True
    if note is not None and note.generation == life.generation and 0 < note.number < life.count:
        return False
    return not 0 <= now - life.beaten_at < MINUTE


def confirm_clock(actor: "Actor", root: Root, now: int, login: str = "") -> HeldClock | None:
    """Believe at once a clock that tells ``now``.

    Return the ``days.HeldClock`` of before, or ``None``.

    ``login`` is the account of the machine that a command was run by.
    """
    held = days.held_clock(root, now)
    if held is not None:
        days.believe(life_of(root), now)
        before = {"clock": days.moment(held.believed)}
        after = {"clock": days.moment(now), "login": login}
        journal.write(actor, "clock.confirmed", root, now, before=before, after=after)
    return held


def new_mark() -> int:
    """Return a mark that tells a beat from every other one."""
    return MARKED + secrets.randbits(40)
