"""When a session is over."""

IDLE = 4 * 3600  # seconds after which a session that does nothing ends


def first_moment(holder, uid):
    """The epoch second from which on a session of ``uid`` counts: later than when all of theirs were ended, and not
    before their institution was opened, for another one may have had its name."""
    return max(holder.signed_out.get(uid, -1) + 1, holder.opened_at)
