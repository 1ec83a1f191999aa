"""When a session is over."""

from BTrees.OOBTree import OOBTree

from unisms.model.root import Institution, Root
from unisms.services.ground.days import SKEW

SLIP = 60  # seconds that the clocks of two machines differ by, where more would make people wait
IDLE = 4 * 3600  # seconds after which a session that does nothing ends
SIGNED_OUT = 30 * 86400  # seconds that it is remembered since when all of somebody's are over
KEPT = (
    2 * IDLE
)  # seconds that an ended one is remembered: clocks differ, and a request may be under way


def first_moment(holder: Institution | Root, uid: str) -> int:
    """Return the epoch second that a session of ``uid`` must not be older than.

    It is later than the end of all earlier sessions of this person. It is not before the opening of
    their institution, because an earlier institution may have had its name.

    A session keeps the first moment that it began with, and not the hour. So it also ends with all
    the others if it began at the same moment, by a password or as a person that is there no more.
    """
    return max(holder.signed_out.get(uid, -1) + 1, holder.opened_at)


def end_all(holder: Institution | Root, uid: str, now: int) -> None:
    """End every session of ``uid`` that there is.

    Their first moment is a later one from now on, whatever the clock says.
    """
    holder.signed_out[uid] = max(now, first_moment(holder, uid))


def is_unused(used: int, now: int) -> bool:
    """Whether a session that was last used at ``used`` has done nothing for too long.

    A moment that is further in the future than clocks differ is not believed.
    """
    return not -SKEW <= now - used <= IDLE


def end(holder: Institution | Root, session: str, now: int) -> None:
    """End the session called ``session``, and every copy of it.

    ``holder`` is an institution, or the root.
    """
    if holder.ended_sessions is None:
        holder.ended_sessions = OOBTree()
    holder.ended_sessions[session] = now


def has_ended(holder: Institution | Root, session: str) -> bool:
    """Whether the session called ``session`` was ended by itself."""
    return session in (holder.ended_sessions or ())


def forget(holder: Institution | Root, now: int) -> None:
    """Forget the ended sessions of which no copy lives.

    Nobody can use a copy any more: unused it is over after ``IDLE``.
    """
    for session, at in list((holder.ended_sessions or {}).items()):
        if at < now - KEPT:
            del holder.ended_sessions[session]
    for uid, at in list(holder.signed_out.items()):
        if at < now - SIGNED_OUT:
            del holder.signed_out[uid]
