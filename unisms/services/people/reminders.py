"""The reminders that somebody has put away: of a first visit, of a number without messages."""

import re

from BTrees.OOBTree import OOBTree

from unisms.model.root import Institution, Root

MOST = 200  # numbers that are kept as put away: the earliest are those of old messages
#: a first visit; or a message, and the row in it
KNOWN = re.compile(r"first:[a-z_]{1,20}|\d{8}-[a-z0-9]{4}/\d{1,9}")


def put_away(holder: Institution | Root, uid: str, what: str) -> None:
    """Let ``uid`` be reminded no more of ``what``; ``holder`` is their institution, or the root.

    Words that no first page tells are passed over.
    """
    before = kept(holder, uid)
    if not KNOWN.fullmatch(what) or what in before:
        return
    if holder.put_away is None:
        holder.put_away = OOBTree()
    lines, numbers = _sorted_out((*before, what))
    holder.put_away[uid] = (*lines, *numbers[-MOST:])


def _sorted_out(kept: tuple[str, ...]) -> tuple[list[str], list[str]]:
    return [one for one in kept if "/" not in one], [one for one in kept if "/" in one]


def kept(holder: Institution | Root, uid: str) -> tuple[str, ...]:
    """Return the reminders that ``uid`` has put away, as a tuple."""
    away: tuple[str, ...] = (holder.put_away or {}).get(uid, ())
    return away


def forget(holder: Institution | Root, uid: str) -> None:
    """Let go of what ``uid`` has put away: another one may be called so."""
    if holder.put_away is not None:
        holder.put_away.pop(uid, None)
