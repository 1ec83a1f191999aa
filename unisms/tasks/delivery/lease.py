"""A worker's lease of one broker connection: recovery, the session, the news, and the renewal.

The lease is a record in the store, so that of many workers one hands over. On one machine a locked
file stands for it too, so that a restart does not wait for the lease of the process that died.
"""

import logging
import math
import os
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

from unisms.model.store import log_trouble
from unisms.ports import Broker, BrokerUnavailable
from unisms.seams import UnknownAdapter
from unisms.services.brokers.connections import note_trouble
from unisms.services.delivery import settlement
from unisms.services.health import brakes
from unisms.tasks import memory
from unisms.tasks.delivery import record
from unisms.tasks.delivery.brake import Brake, after_crash
from unisms.tasks.delivery.index import Index
from unisms.tasks.delivery.journal import FileJournal, replay
from unisms.tasks.delivery.letterbox import Letterbox
from unisms.tasks.delivery.news import News
from unisms.tasks.delivery.record import Edition, LeaseTaken
from unisms.tasks.files import file_name, place_of

if TYPE_CHECKING:
    from unisms.tasks.worker import Worker

log = logging.getLogger(__name__)
LOOK = 1  # seconds between two looks at the line and at what came over HTTP
TICK = 0.02  # seconds between two looks at the news


class Lease:
    """A worker's hold on one connection; ``baton`` lets one task at a time hand over."""

    broker: Broker  # its adapter may have more: a session
    index: Index
    news: News
    letterbox: Letterbox

    def __init__(self, worker: "Worker", path: str) -> None:
        self.worker, self.path = worker, path
        self.baton = threading.Lock()
        self.brake = Brake()
        self.nudged = threading.Event()
        self.rate = 0.0  # messages per second, as last measured
        self.answers_after = 0.0  # seconds from a batch's beginning to its first answer, likewise
        self.pace = 0  # messages per second at most, as last read
        self.alive = False
        self.edition: Edition | None = None  # of the settings that ``broker`` was made with
        self.told: str | None = None  # our trouble, as people know it
        self.kind = "away"  # of that
        self.sender = ThreadPoolExecutor(1, thread_name_prefix=f"sender {path}")
        self._journals: list[FileJournal] = []
        self._closed, self._release = False, threading.Lock()
        self._over = threading.Event()
        self._renewed = 0.0
        self._files = worker.var / "handover" / file_name(path)
        self._lock = record.locked(self._files.with_suffix(".lock"))
        try:
            self._take()
        except LeaseTaken:
            os.close(self._lock)
            raise
        except BaseException:
            self._let_go()
            raise

    def _take(self) -> None:
        """Begin, in this order: record, what a crash left, index of ids, news, session."""
        worker, path = self.worker, self.path
        memory.compare(worker)
        silent = worker.silences.silent(path, time.monotonic())
        holder = worker.run(
            record.take, path, worker.name, place_of(self._lock), time.time(), silent
        )
        worker.silences.saw(path, holder, time.monotonic())
        if holder:
            raise LeaseTaken(path)
        self._renewed = time.time()
        files = [self._files.with_suffix(suffix) for suffix in (".journal", ".journal2")]
        self._recover(files)
        self.index = Index()
        worker.run(self.index.build, path)
        self._journals = [FileJournal(file, worker.machine, self.index.learn) for file in files]
        self.news = News(lambda: worker.loop, path)
        self.letterbox = Letterbox(worker, path, self.index, self.news)
        self._open()
        self.alive = True
        self._keeper = threading.Thread(target=self._keep, name=f"lease {path}", daemon=True)
        self._keeper.start()

    def _recover(self, files: Sequence[Path]) -> None:
        outcome, machine = after_crash(replay(files, self.worker.machine)), self.worker.machine
        claimed, uncertain = self.worker.run(
            settlement.recover, self.path, outcome, machine, int(time.time())
        )
        if claimed:
            log.warning(
                "lease %s: %d messages were left half way, %d are uncertain",
                self.path,
                claimed,
                uncertain,
            )

    def _open(self) -> None:
        try:
            self.edition = self.worker.edition(self.path)
            self.broker = self.worker.broker(self.path)
            if hasattr(self.broker, "open"):
                self.broker.open(self.news)
                self._tell_it_is_open()
        except Exception as trouble:
            known = isinstance(trouble, BrokerUnavailable | UnknownAdapter)
            told = str(trouble) if known else f"the adapter failed: {type(trouble).__name__}"
            self.tell(told, getattr(trouble, "kind", "fault"))
            raise

    def _tell_it_is_open(self) -> None:
        """Note that the session is open, or close it: nobody would store the news it takes."""
        try:
            self.tell("")
        except BaseException:
            self._hang_up()
            raise

    def _hang_up(self) -> None:
        if hasattr(self.broker, "close"):
            self.broker.close()

    def tell(self, trouble: str, kind: str = "away") -> None:
        """Let people know why nothing leaves, or (empty) that it leaves again."""
        if trouble != self.told:
            self.worker.run(note_trouble, self.path, trouble, int(time.time()), kind)
            self.told, self.kind = trouble, kind

    def release(self) -> None:
        """End the session and give the lease back; what is under way ends first.

        Called a second time, nothing happens.
        """
        with self._release:
            if self._closed:
                return
            self._closed, self.alive = True, False
            try:
                self._hang_up()  # during the send: it alone can cut a wait for answers short
            finally:
                with self.baton:
                    self._over.set()
                    self._keeper.join()
                    self._let_go()

    def _let_go(self) -> None:
        self.sender.shutdown()
        for journal in self._journals:
            journal.close()
        try:
            self.worker.run(record.give_back, self.path, self.worker.name)
        finally:
            os.close(self._lock)

    def next_journal(self) -> FileJournal:
        """Return the journal for the next batch.

        Two take turns, because one batch leaves while the one before is settled.
        """
        self._journals.reverse()
        return self._journals[0]

    def _keep(self) -> None:
        """Store what came every 20 ms, and renew the lease every 10 s; on trouble, wait longer."""
        wait = TICK
        self._looked = time.time()
        while not self._over.wait(wait) or self.news:
            try:
                self._keep_once(time.time())
                if wait > TICK:
                    log.warning("lease %s: what came is stored again", self.path)
                wait = TICK
            # Whatever the trouble is, the news is kept and stored later.
            except Exception as trouble:  # noqa: BLE001
                if wait == TICK:  # said once, however often it is tried
                    log_trouble(log, "lease %s: cannot store what came", self.path, trouble=trouble)
                wait = min(wait * 2 + 0.05, 5)
            if self._over.is_set() and wait > 1:
                return

    def _keep_once(self, now: float) -> None:
        """Do what is due at ``now``.

        A clock that is set back makes everything due: otherwise the lease would not be renewed
        until the old hour comes again.
        """
        if not 0 <= now - self._renewed <= record.RENEWAL:
            self._renew(now)  # first: whatever came is no reason to lose the lease
        self.news.hold_back(self.index, math.inf if self._over.is_set() else now)
        if self.news.ready() or self.index.has_found():
            self.letterbox.store(int(now))
        for path in self.index.ended():
            self.worker.enqueue_here("close_campaign", path)
        if not 0 <= now - self._looked < LOOK:
            self._look(int(now))
            self._looked = now

    def _look(self, now: int) -> None:
        """Store news that came over HTTP, and nudge for work or settings that came to others."""
        found = self.worker.run(record.look, self.path)
        if found is None:  # the connection is gone
            self.lose()
            return
        self.index.closed(found.open)
        self.letterbox.store_inbox(found.came, now)
        self.letterbox.join_halves(now)
        self._brake(now)
        if self.told and self.kind == "away" and self._is_up():
            self.tell("")  # nothing may wait that would show it
        if (found.waits or found.edition != self.edition) and self._is_idle():
            self.worker.enqueue_here("deliver", self.path)
        if found.has_parts:
            self.letterbox.give_late_parts(now)

    def _brake(self, now: int) -> None:
        """Pause campaigns of which too many messages fail for the same reason."""
        for path in self.index.failures.due(now):
            if cause := self.worker.run(brakes.pull, path, now):
                log.warning("campaign %s: paused, too many fail (%s)", path, cause)

    def _is_idle(self) -> bool:
        """Whether no task hands over here, or will try again in a moment."""
        return self.path not in self.worker.retries and not self.baton.locked()

    def _is_up(self) -> bool:
        try:
            return hasattr(self.broker, "is_up") and self.broker.is_up()
        # The adapter is somebody else's: whatever it raises, the trouble told before stays told.
        except Exception:  # noqa: BLE001
            return False

    def _renew(self, now: float) -> None:
        if not self.worker.run(record.renew, self.path, self.worker.name, now):
            log.error("lease %s: lost to another worker", self.path)
            self.lose()
        self._renewed = now

    def lose(self) -> None:
        """Hand nothing over any more: another worker has the lease, or the connection is gone."""
        self.alive = False
        self._over.set()
        # That task ends this session, and asks for the lease again.
        self.worker.enqueue_here("deliver", self.path)
