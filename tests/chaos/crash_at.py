"""``unisms``, with a death in it.

``python -m tests.chaos.crash_at POINT NTH worker -c service.ini``

At the NTH call of the function that POINT names, before or after it, the process kills itself: no
handler runs, no buffer is written, as with a ``kill -9`` from outside at that very moment. Where
the moment is ``fails``, it lives on, with an error after all was done.
"""

import itertools
import os
import signal
import sys
from functools import wraps

import relstorage.storage

from unisms.addons.brokers.smpp.link import Link
from unisms.scripts import main
from unisms.services.delivery import claims, closing, receipts, settlement
from unisms.services.schedules import arrivals
from unisms.tasks import schedules
from unisms.tasks.delivery import baton, journal, lease, news, record
from unisms.tasks.delivery.index import Index

STORAGE = relstorage.storage.RelStorage
JOURNAL = journal.FileJournal
#: the moment of death -> where its function is found, the function's name,
#: and whether death comes before or after it
POINTS = {
    "lease taken, not committed": (record, "take", "after"),
    "lease taken, nothing recovered": (lease, "replay", "before"),
    "recovered, not committed": (settlement, "recover", "after"),
    "recovered, journals not emptied": (Index, "build", "after"),
    "claimed, not committed": (claims, "claim_batch", "after"),
    "claimed": (baton, "claim", "after"),
    "a journal about to be emptied": (JOURNAL, "begin", "before"),
    "a journal half emptied": (journal.os, "ftruncate", "after"),
    "a journal emptied": (JOURNAL, "begin", "after"),
    "about to leave": (JOURNAL, "leaving", "before"),
    "noted, not written": (JOURNAL, "leaving", "after"),
    "written": (Link, "_refill", "after"),
    "answered, not noted": (JOURNAL, "answered", "before"),
    "answered, and noted": (JOURNAL, "answered", "after"),
    "answered, not settled": (baton, "settle", "before"),
    "settled, not committed": (settlement, "settle_batch", "after"),
    "settled": (baton, "settle", "after"),
    "receipts there, not stored": (receipts, "apply", "before"),
    "receipts stored, not committed": (receipts, "apply", "after"),
    "receipts stored, not acknowledged": (news.NewsBatch, "done", "before"),
    "receipts acknowledged": (news.NewsBatch, "done", "after"),
    "closed, not committed": (closing, "close_if_due", "after"),
    "due, audience not looked at": (arrivals, "renew", "before"),
    "audience looked at, not committed": (arrivals, "renew", "after"),
    "audience looked at": (schedules, "_renew", "after"),
    "left at its hour, not committed": (arrivals, "leave", "after"),
    "left at its hour, nobody nudged": (schedules, "_leave", "after"),
    "in a commit, before its vote": (STORAGE, "tpc_vote", "before"),
    "in a commit, after its vote": (STORAGE, "tpc_vote", "after"),
    "committed, and nobody told": (STORAGE, "tpc_finish", "after"),
    "committed, and said not to be": (STORAGE, "tpc_finish", "fails"),
}


def arm(point, nth):
    """Put death at ``point``."""
    owner, name, moment = POINTS[point]
    original, calls = getattr(owner, name), itertools.count(1)

    @wraps(original)
    def deadly(*args, **kwargs):
        now = (
            next(calls) == nth
        )  # each call has a number of its own, whatever other threads call meanwhile
        if now and moment == "before":
            die()
        result = original(*args, **kwargs)
        if now and moment == "after":
            die()
        if now and moment == "fails":
            raise OSError("the disk failed")
        return result

    setattr(owner, name, deadly)


def die():
    os.kill(os.getpid(), signal.SIGKILL)
    signal.pause()


if __name__ == "__main__":
    record.TERM = 600  # a worker that waited for its end would be seen to wait
    arm(sys.argv[1], int(sys.argv[2]))
    del sys.argv[1:3]
    main()
