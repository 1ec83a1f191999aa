"""The queue: a storage of Huey's that may go away, and beside it what this process alone can do.

The queue is a nudge: what it loses, the sweep finds again in the store. Its absence never stops
anything; it is told once, and its return once, and then the sweep is due.
"""

import heapq
import itertools
import logging
import threading
import time
from functools import partial

from unisms.model.store import reason

log = logging.getLogger(__name__)
LONGEST = 5  # seconds between two tries to read a queue that is away


class Queue:
    """Stands between Huey and its storage; the attributes that are not here are the storage's."""

    blocking = False  # Huey looks again every quarter of a second; a process has one connection

    def __init__(self, storage, is_ours=lambda _data: True):
        """``is_ours`` tells whether a message of the storage was written by this service."""
        self._storage, self._is_ours = storage, is_ours
        self.own = Own()
        self._strange = False  # whether it was told that others write here
        self.behind = False  # something may not have been queued
        self._failing = set()  # which of reading and writing
        self._since = self._wait = self._again = 0.0
        self._lock = threading.Lock()

    def __getattr__(self, name):
        return getattr(self._storage, name)

    def enqueue(self, data, priority=None):
        self._try("write", partial(self._storage.enqueue, data, priority))

    def dequeue(self):
        """Return the next task of the queue, else of our own; drop what others wrote there."""
        while (
            time.monotonic() >= self._again
            and (data := self._try("read", self._storage.dequeue)) is not None
        ):
            if self._is_ours(data):
                return data
            self._tell_strange()
        return self.own.take()

    def _tell_strange(self):
        """Log it once: after an upgrade it is the release before's, whose work the sweep finds."""
        if not self._strange:
            self._strange = True
            log.warning(
                "the queue holds messages that are not ours: dropped; what is to be done is "
                "found in the store"
            )

    def flush_all(self):
        self._storage.flush_all()
        self.own.clear()

    def read_schedule(self, _now):
        """Nothing: what is for later waits in ``own``."""
        return ()

    def peek_many(self, _keys):
        """Nothing: no task is ever revoked."""
        return {}

    def delete_data(self, _key):
        return False

    def _try(self, kind, act):
        try:
            answer = act()
        except Exception as trouble:  # noqa: BLE001 of whatever the queue is made of
            self._missed(kind, trouble)
            return None
        if kind in self._failing:
            self._answered(kind)
        return answer

    def _missed(self, kind, trouble):
        with self._lock:
            now = time.monotonic()
            if not self._failing:
                self._since, self._wait = now, 0
                log.warning("the queue does not answer (%s); trying again", reason(trouble))
            self._failing.add(kind)
            self.behind = True
            if (
                kind == "read" and now >= self._again
            ):  # of all threads that find it away, the first one counts
                self._wait = min(2 * self._wait + 0.25, LONGEST)
                self._again = now + self._wait

    def _answered(self, kind):
        with self._lock:
            self._failing.discard(kind)
            if not self._failing:
                log.warning("the queue answers again, after %.0f s", time.monotonic() - self._since)


class Own:
    """Tasks of this process alone, and when they are due, on the monotonic clock."""

    def __init__(self):
        self._waiting = []
        self._order = itertools.count()
        self._lock = threading.Lock()

    def put(self, data, delay=0):
        with self._lock:
            heapq.heappush(self._waiting, (time.monotonic() + delay, next(self._order), data))

    def take(self):
        """The one that is due first, or ``None``."""
        with self._lock:
            if self._waiting and self._waiting[0][0] <= time.monotonic():
                return heapq.heappop(self._waiting)[2]
        return None

    def clear(self):
        with self._lock:
            self._waiting.clear()

    def __iter__(self):
        """Pairs of when and what."""
        with self._lock:
            return iter([(when, data) for when, _, data in sorted(self._waiting)])
