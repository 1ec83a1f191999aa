"""The news of a broker's session that the store does not hold yet; stored, then acknowledged."""

import logging
import time
from asyncio import AbstractEventLoop
from collections import deque
from collections.abc import Callable, Sequence
from itertools import accumulate
from typing import NamedTuple

from unisms.ports import Receipt, Reply, Unread
from unisms.services.delivery import news as told
from unisms.tasks.delivery.index import Index

log = logging.getLogger(__name__)
MOST = 5_000  # news in one transaction, and those of the chunk that reaches it
QUIET = 60  # seconds between two lines of the log about what an adapter may not tell
PATIENCE = (
    2  # seconds that a receipt waits for the settle of its message, or for its id to be known
)

Item = Receipt | Reply | Unread
Chunk = tuple[float, list[Item], Callable[[], None]]  # when it came, and to call once it is stored


class NewsBatch(NamedTuple):
    """News taken together, stored together, acknowledged together."""

    receipts: list[Receipt]
    replies: list[Reply]
    unread: list[Unread]
    chunks: list[Chunk]

    def done(self) -> None:
        """Tell the session that everything is stored: of each chunk, though it fails of another."""
        for _, _, done in self.chunks:
            try:
                done()
            # The chunk's adapter is somebody else's; the broker sends the news again.
            except Exception as trouble:  # noqa: BLE001
                log.error("an adapter failed to acknowledge its news: %s", type(trouble).__name__)


class News:
    """Fulfils ``ports.Inbox``. Sessions put from the loop's thread; the lease's keeper takes."""

    def __init__(self, loop: Callable[[], AbstractEventLoop], path: str = "") -> None:
        self._path = path
        self._quiet_until = 0.0
        self._loop = loop  # called when a session wants it: most brokers have none
        self._chunks: deque[Chunk] = deque()
        self._ready: list[Chunk] = []

    @property
    def loop(self) -> AbstractEventLoop:
        return self._loop()

    def put(self, news: Sequence[Item], done: Callable[[], None]) -> None:
        self._chunks.append((time.time(), [self._sound(item) for item in news], done))

    def _sound(self, item: Item) -> Item:
        """Return the item; if it is not as ``ports`` promises, an ``Unread`` of it.

        Otherwise it would be in the way of all that come after it.
        """
        found = told.fault(item)
        if not found:
            return item
        if time.monotonic() >= self._quiet_until:
            self._quiet_until = time.monotonic() + QUIET
            log.error(
                "connection %s: its adapter tells news that are not as promised (%s)",
                self._path,
                found,
            )
        return told.aside(item, found)

    def __bool__(self) -> bool:
        return bool(self._chunks or self._ready)

    def hold_back(self, index: Index, now: float) -> None:
        """Let what can be matched, or has waited long enough, be taken."""
        for _ in range(len(self._chunks)):
            chunk = self._chunks.popleft()
            came, news, _ = chunk
            waits = abs(now - came) < PATIENCE  # before it came: the clock was set back
            early = waits and any(index.early(item) for item in news if isinstance(item, Receipt))
            (self._chunks if early else self._ready).append(chunk)

    def ready(self) -> bool:
        return bool(self._ready)

    def take(self) -> NewsBatch:
        """Return what is ready, or as much of it as one transaction is to hold."""
        sizes = accumulate(len(news) for _, news, _ in self._ready)
        count = 1 + sum(size < MOST for size in sizes)
        chunks, self._ready = self._ready[:count], self._ready[count:]
        items = [item for _, news, _ in chunks for item in news]
        receipts = [item for item in items if isinstance(item, Receipt)]
        replies = [item for item in items if not isinstance(item, Receipt | Unread)]
        unread = [item for item in items if isinstance(item, Unread)]
        return NewsBatch(receipts, replies, unread, chunks)

    def put_back(self, batch: NewsBatch) -> None:
        """The store did not take it: again later."""
        self._ready = batch.chunks + self._ready
