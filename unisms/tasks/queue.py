"""The queue: a storage of Huey's that may go away, and beside it what this process alone can do.

The queue is a nudge: what it loses, the sweep finds again in the store. Its absence never stops
anything; it is told once, and its return once, and then the sweep is due.
"""

import heapq
import itertools
import logging
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from unisms.model.store import reason

log = logging.getLogger(__name__)
LONGEST = 5  # seconds between two tries to read a queue that is away


class Queue:
    """Stands between Huey and its storage; the attributes that are not here are the storage's."""

    blocking = False  # Huey looks again every quarter of a second; a process has one connection

    def __init__(self, storage: Any, is_ours: Callable[[bytes], bool] = lambda _data: True) -> None:
        """``is_ours`` tells whether a message of the storage was written by this service."""
        self._storage, self._is_ours = storage, is_ours
        self.own = Own()
        self._strange = False  # whether it was told that others write here
        self.behind = False  # something may not have been queued
        self._failing: set[str] = set()  # which of reading and writing
        self._since = self._wait = self._again = 0.0
        self._lock = threading.Lock()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._storage, name)

    def enqueue(self, data: bytes, priority: float | None = None) -> None:
        self._try("write", partial(self._storage.enqueue, data, priority))

    def dequeue(self) -> bytes | None:
        """Return the next task of the queue, else of our own; drop what others wrote there."""
        while (
            time.monotonic() >= self._again
            and (data := self._try("read", self._storage.dequeue)) is not None
        ):
            if self._is_ours(data):
                return data
            self._tell_strange()
        return self.own.take()

    def _tell_strange(self) -> None:
        """Log it once: after an upgrade it is the release before's, whose work the sweep finds."""
        if not self._strange:
            self._strange = True
            log.warning(
                "the queue holds messages that are not ours: dropped; what is to be done is "
                "found in the store"
            )

    def flush_all(self) -> None:
        self._storage.flush_all()
        self.own.clear()

    def read_schedule(self, _now: object) -> tuple[()]:
        """Nothing: what is for later waits in ``own``."""
        return ()

    def peek_many(self, _keys: object) -> dict[str, bytes]:
        """Nothing: no task is ever revoked."""
        return {}

    def delete_data(self, _key: object) -> bool:
        return False

    def _try(self, kind: str, act: Callable[[], Any]) -> Any:
        try:
            answer = act()
        except Exception as trouble:  # noqa: BLE001 of whatever the queue is made of
            self._missed(kind, trouble)
            return None
        if kind in self._failing:
            self._answered(kind)
        return answer

    def _missed(self, kind: str, trouble: Exception) -> None:
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

    def _answered(self, kind: str) -> None:
        with self._lock:
            self._failing.discard(kind)
            if not self._failing:
                log.warning("the queue answers again, after %.0f s", time.monotonic() - self._since)


class Own:
    """Tasks of this process alone, and when they are due, on the monotonic clock."""

    def __init__(self) -> None:
        self._waiting: list[tuple[float, int, bytes]] = []
        self._order = itertools.count()
        self._lock = threading.Lock()

    def put(self, data: bytes, delay: float = 0) -> None:
        with self._lock:
            heapq.heappush(self._waiting, (time.monotonic() + delay, next(self._order), data))

    def take(self) -> bytes | None:
        """The one that is due first, or ``None``."""
        with self._lock:
            if self._waiting and self._waiting[0][0] <= time.monotonic():
                return heapq.heappop(self._waiting)[2]
        return None

    def clear(self) -> None:
        with self._lock:
            self._waiting.clear()

    def __iter__(self) -> Iterator[tuple[float, bytes]]:
        """Pairs of when and what."""
        with self._lock:
            return iter([(when, data) for when, _, data in sorted(self._waiting)])
