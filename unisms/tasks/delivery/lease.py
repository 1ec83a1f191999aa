"""A worker's lease of one broker connection: recovery, the session, the news, and the renewal.

The lease is a record in the store, so that of many workers one hands over; on one machine a locked file stands for
it too, so that a restart does not wait for the lease of the process that died.
"""

import fcntl
import logging
import math
import os
import threading
import time
from concurrent.futures import ThreadPoolExecutor

from unisms.model.folder import find, look_up
from unisms.model.store import log_trouble
from unisms.ports import BrokerUnavailable
from unisms.seams import UnknownAdapter
from unisms.services.brokers.connections import note_trouble
from unisms.services.delivery import receipts, settlement
from unisms.services.ground.days import SKEW
from unisms.tasks import memory
from unisms.tasks.delivery.brake import Brake, after_crash
from unisms.tasks.delivery.index import Index
from unisms.tasks.delivery.journal import FileJournal, replay
from unisms.tasks.delivery.letterbox import Letterbox
from unisms.tasks.delivery.news import News
from unisms.tasks.files import file_name, place_of

log = logging.getLogger(__name__)
TERM = 30  # seconds a lease holds without renewal
RENEWAL = 10  # seconds between renewals
LOOK = 1  # seconds between two looks at the line and at what came over HTTP
TICK = 0.02  # seconds between two looks at the news


class LeaseTaken(Exception):
    """Another worker hands over for this connection."""


class Lease:
    """Held by one worker for one connection; ``baton`` lets one task at a time hand over."""

    def __init__(self, worker, path):
        self.worker, self.path = worker, path
        self.baton = threading.Lock()
        self.brake = Brake()
        self.nudged = threading.Event()
        self.rate = 0.0  # messages per second, as last measured
        self.answers_after = (
            0.0  # seconds from the beginning of a batch to its first answer, as last measured
        )
        self.pace = 0  # messages per second at most, as last read
        self.alive = False
        self.edition = None  # of the settings that ``broker`` was made with
        self.broker = self.told = None  # ``told``: what people know of our trouble
        self.kind = "away"  # of that
        self.sender = ThreadPoolExecutor(1, thread_name_prefix=f"sender {path}")
        self._journals = []
        self._closed, self._release = False, threading.Lock()
        self._over = threading.Event()
        self._renewed = 0.0
        self._files = worker.var / "handover" / file_name(path)
        self._lock = _lock(self._files.with_suffix(".lock"))
        try:
            self._take()
        except LeaseTaken:
            os.close(self._lock)
            raise
        except BaseException:
            self._let_go()
            raise

    def _take(self):
        """In this order: the record, what a crash left, the index of ids, the session, the news."""
        worker, path = self.worker, self.path
        memory.compare(worker)
        silent = worker.silences.silent(path, time.monotonic())
        holder = worker.run(take, path, worker.name, place_of(self._lock), time.time(), silent)
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

    def _recover(self, files):
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

    def _open(self):
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

    def _tell_it_is_open(self):
        """A session that nobody knows of would take news which nobody stores."""
        try:
            self.tell("")
        except BaseException:
            self._hang_up()
            raise

    def _hang_up(self):
        if hasattr(self.broker, "close"):
            self.broker.close()

    def tell(self, trouble, kind="away"):
        """Let people know why nothing leaves, or (empty) that it leaves again."""
        if trouble != self.told:
            self.worker.run(note_trouble, self.path, trouble, int(time.time()), kind)
            self.told, self.kind = trouble, kind

    def release(self):
        """End the session and give the lease back; what is under way ends first. A second time, nothing happens."""
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

    def _let_go(self):
        self.sender.shutdown()
        for journal in self._journals:
            journal.close()
        try:
            self.worker.run(give_back, self.path, self.worker.name)
        finally:
            os.close(self._lock)

    def next_journal(self):
        """The journal for the next batch: two take turns, as one batch leaves while the one before is settled."""
        self._journals.reverse()
        return self._journals[0]

    def _keep(self):
        """Every 20 ms what came is stored, every 10 s the lease renewed; on any trouble, again a moment later.

        A clock that is set back makes everything due: it would otherwise wait until the old hour comes again.
        """
        wait = TICK
        looked = time.time()
        while not self._over.wait(wait) or self.news:
            try:
                now = time.time()
                if (
                    not 0 <= now - self._renewed <= RENEWAL
                ):  # first: whatever came is no reason to lose the lease
                    self._renew(now)
                self.news.hold_back(self.index, math.inf if self._over.is_set() else now)
                if self.news.ready() or self.index.has_found():
                    self.letterbox.store(int(now))
                for path in self.index.ended():
                    self.worker.enqueue_here("close_campaign", path)
                if not 0 <= now - looked < LOOK:
                    self._look(int(now))
                    looked = now
                if wait > TICK:
                    log.warning("lease %s: what came is stored again", self.path)
                wait = TICK
            except Exception as trouble:  # noqa: BLE001 whatever it is, the news is kept and stored later
                if wait == TICK:  # said once, however often it is tried
                    log_trouble(log, "lease %s: cannot store what came", self.path, trouble=trouble)
                wait = min(wait * 2 + 0.05, 5)
            if self._over.is_set() and wait > 1:
                return

    def _look(self, now):
        """News that came over HTTP; work, or other settings, of which another worker took the nudge; or the connection
        is gone."""
        found = self.worker.run(look, self.path)
        if found is None:
            self.lose()
            return
        came, waiting, edition, still_open, has_parts = found
        self.index.closed(still_open)
        self.letterbox.store_inbox(came, now)
        self.letterbox.join_halves(now)
        if self.told and self.kind == "away" and self._is_up():
            self.tell("")  # nothing may wait that would show it
        if (
            (waiting or edition != self.edition)
            and self.path not in self.worker.retries
            and not self.baton.locked()
        ):
            self.worker.enqueue_here("deliver", self.path)
        if has_parts:
            self.letterbox.give_late_parts(now)

    def _is_up(self):
        try:
            return hasattr(self.broker, "is_up") and self.broker.is_up()
        except Exception:  # noqa: BLE001 an adapter is somebody else's: people go on being told what they were
            return False

    def _renew(self, now):
        if not self.worker.run(renew, self.path, self.worker.name, now):
            log.error("lease %s: lost to another worker", self.path)
            self.lose()
        self._renewed = now

    def lose(self):
        """Another worker has it, or the connection is gone: hand nothing over any more."""
        self.alive = False
        self._over.set()
        self.worker.enqueue_here(
            "deliver", self.path
        )  # which ends this session, and asks for the lease again


def _lock(file):
    """The exclusive lock of this machine for one connection.

    :raises LeaseTaken: another process here has it.
    """
    lock = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(lock)
        raise LeaseTaken(str(file)) from None
    return lock


def look(root, path):
    """What came over HTTP for the connection at ``path``, whether a campaign waits there, the edition of its settings,
    the paths of its open campaigns, and whether parts of replies wait for others.
    ``None`` when the connection is gone."""
    connection = look_up(root, path)
    if connection is None:
        return None
    waits, still_open = bool(connection.line.waiting), frozenset(connection.open)
    return (
        receipts.peek_inboxes(root, path),
        waits,
        connection.edition,
        still_open,
        bool(connection.parts),
    )


def take(root, path, name, place, now, silent=(None, 0)):
    """Write the lease down if it is free, over, or was taken with the lock at ``place``, which we
    hold: its process is gone. ``silent`` is what ``Silences`` tells. Return ``None``, or the holder
    and the end of the lease of whoever has it."""
    line = find(root, path).line
    held = line.holder, line.until
    if line.holder and line.machine != place:
        seconds = silent[1] if silent[0] == held else 0
        if not _is_over(line.until, now, seconds):
            return held
    line.holder, line.machine, line.until = name, place, now + TERM
    return None


def _is_over(until, now, silent):
    """Whether a lease of another machine until ``until``, which was not renewed for so many seconds,
    is over: our clock alone does not tell."""
    if now >= until:
        return silent > 1.5 * RENEWAL or now >= until + SKEW
    return silent > 2 * TERM


def renew(root, path, name, now):
    """Prolong the lease; false if it has passed to another, or there is nothing left to hold."""
    connection = look_up(root, path)
    if connection is None or connection.line.holder != name:
        return False
    connection.line.until = now + TERM
    return True


def give_back(root, path, name):
    """End the lease, if it still is ours."""
    connection = look_up(root, path)
    if connection and connection.line.holder == name:
        connection.line.holder, connection.line.until = "", 0
