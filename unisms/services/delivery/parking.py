"""What waits at a connection, for its message or for who has the lease: as much as a large campaign
brings, and no more.

What goes beyond is not kept, and counted like what came unread while there was no room.
"""

from BTrees.Length import Length

from unisms.model.unread import UnreadNews

PARKED, INBOXES = "parked", "inboxes"  # the two places
MOST = 350_000  # in each: what a campaign of 100,000 messages of three segments brings, and some
MOST_REPLIES = 20_000  # more, of replies alone: a flood of receipts keeps no STOP out


def put(connection, place, key, stored, now, room=0):
    """Keep ``stored`` under ``key``, at ``now`` (epoch seconds); ``room`` is how many more than
    other news there may be of it. Whether it is kept."""
    waiting, count = getattr(connection, place), _count(connection, place)
    if key not in waiting:
        if count() >= MOST + room:
            _miss(connection, now)
            return False
        count.change(1)
    waiting[key] = stored
    return True


def drop(connection, place, key):
    """Keep what is there under ``key`` no longer."""
    waiting, count = getattr(connection, place), _count(connection, place)
    if key in waiting:
        del waiting[key]
        count.change(-1)


def _count(connection, place):
    """How many wait: to count those of a tree means to load it."""
    count = getattr(connection, f"{place}_count")
    if count is None:
        count = Length(len(getattr(connection, place)))
        setattr(connection, f"{place}_count", count)
    return count


def _miss(connection, now):
    if connection.unread is None:
        connection.unread = UnreadNews()
    connection.unread.miss(now)
