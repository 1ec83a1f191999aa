"""The worker: transactions with retries, the queue, and this process's broker connections."""

import asyncio
import contextlib
import logging
import os
import random
import socket
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar, TypeVarTuple

from huey import Huey
from transaction import TransactionManager
from transaction.interfaces import TransientError
from ZODB import DB
from ZODB.POSException import ConflictError

from unisms import seams
from unisms.model.evolve import get_root
from unisms.model.folder import find, look_up
from unisms.model.root import Root
from unisms.ports import BrokerRefused
from unisms.services.brokers import connections
from unisms.services.ground.lives import Note
from unisms.tasks import memory
from unisms.tasks.delivery.lease import Lease
from unisms.tasks.delivery.record import Edition, LeaseTaken
from unisms.tasks.delivery.silences import Silences
from unisms.tasks.files import forget_files, place_of
from unisms.tasks.lanes import Lanes
from unisms.tasks.letters import Plain
from unisms.tasks.registry import Registry

log = logging.getLogger(__name__)
REFUSED = 30  # seconds that a refusing broker is not asked again: some lock accounts that ask often
ATTEMPTS = 20  # a conflict is tried again this often before it is an error

T = TypeVar("T")
Ts = TypeVarTuple("Ts")


class BeingTaken(Exception):
    """Another thread of this worker opens or ends the session at this moment.

    A thread that waited for it would be missing elsewhere.
    """


class JustRefused(Exception):
    """The broker refused us a moment ago, with the settings as they still are."""


class ConnectionGone(Exception):
    """It was erased with its institution."""


class Worker:
    """The first argument of a task: ``run`` a transaction, ``lease`` a connection, ``enqueue``."""

    def __init__(self, registry: Registry, var: Path, huey: Huey) -> None:
        self.registry, self.var, self.huey = registry, var, huey
        serial = random.randrange(1 << 32)  # noqa: S311
        self.name = f"{socket.gethostname()}:{os.getpid()}:{serial:08x}"
        self.machine = machine_at(var)
        self.stopping = threading.Event()
        # opened by ``unisms worker``; tests and commands do their tasks here and now
        self.lanes = Lanes()
        # path of a connection in trouble -> its next try, on the monotonic clock
        self.retries: dict[str, float] = {}
        # path of one whose broker refuses us -> the edition of the settings refused, and until when
        self.refused: dict[str, tuple[Edition | None, float]] = {}
        # paths of connections for which another worker hands over
        self.standing_by: set[str] = set()
        self.silences = Silences()
        self.note: Note | None = None  # the latest sight of the store (``tasks.memory``)
        self.looked_at: float | None = None  # and when, on the monotonic clock
        self.leaps = False  # whether a clock had made a leap then
        self._leases: dict[str, Lease] = {}
        self._locks: dict[str, threading.Lock] = {}
        # paths of connections asked for while a thread was taking their lease
        self._asked_meanwhile: set[str] = set()
        self._guard = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._sessions: threading.Thread | None = None

    @property
    def db(self) -> DB:
        return self.registry._zodb_databases[""]

    def run(self, func: Callable[[Root, *Ts], T], *args: *Ts) -> T:
        """Return ``func(root, *args)``, called in a transaction of its own, again after a conflict.

        A store that was brought back to an earlier moment, under our feet, is held before.
        """
        for attempt in range(ATTEMPTS):
            note = self.note  # before the transaction begins: what it sees is not older
            manager = TransactionManager(explicit=True)
            manager.begin()
            connection = self.db.open(manager)
            try:
                root = get_root(connection)
                memory.hold_forgetful(root, note, int(time.time()))
                result = func(root, *args)
                manager.commit()
            except (ConflictError, TransientError):
                manager.abort()
                if attempt == ATTEMPTS - 1:
                    raise
                time.sleep(random.uniform(0, 0.002 * 2 ** min(attempt, 6)))  # noqa: S311
            except BaseException:
                manager.abort()
                raise
            else:
                return result
            finally:
                connection.close()
        raise AssertionError("unreachable")  # pragma: no cover

    def enqueue(self, name: str, *args: Plain) -> None:
        """Queue the task called ``name`` now; only paths, numbers and strings."""
        self.registry.tasks[name](*args)

    def enqueue_here(self, name: str, *args: Plain, delay: float = 0) -> None:
        """Have the task called ``name`` done by this process and no other, in ``delay`` seconds."""
        task = self.registry.tasks[name]
        if self.lanes.open and not delay:
            # which gives it to its lane, without a look at the queue in between
            task.call_local(*args)
        else:
            self.huey.storage.own.put(self.huey.serialize_task(task.s(*args)), delay)

    def look_again(self) -> None:
        """Ask for the leases that are missing here, then queue what was not while it was away.

        The holders of those leases may be gone.
        """
        held = {lease.path for lease in self.leases()}
        for path in self.run(connections.at_work):
            if path not in held and path not in self.retries:
                self.enqueue_here("deliver", path)
        if self.huey.storage.behind:
            self.huey.storage.behind = False  # unless this is not queued either
            self.enqueue("sweep")

    def broker(self, path: str) -> Any:
        """A new adapter for the connection at ``path``."""
        return seams.make_adapter(
            self.registry, *self.run(lambda root: find(root, path).opened_with())
        )

    def edition(self, path: str) -> Edition | None:
        """Return the present edition of the settings at ``path``; ``None``: it is gone."""
        return self.run(lambda root: (found := look_up(root, path)) and found.edition)

    def lease(self, path: str) -> Lease | None:
        """Return this worker's lease of the broker connection at ``path``, taken now if it is free.

        Return ``None`` if another worker has it, or while this one stops. The session is one with
        the settings as they are now.

        :raises BeingTaken: another thread is at it, for as long as the broker needs to answer.
        :raises JustRefused: they were refused a moment ago.
        :raises ConnectionGone: there is no such connection any more.
        """
        with self._guard:
            lock = self._locks.setdefault(path, threading.Lock())
        if not lock.acquire(blocking=False):
            self._asked_meanwhile.add(path)
            # it may just have been given back, by who had not seen that we asked
            if not lock.acquire(blocking=False):
                raise BeingTaken
        try:
            return self._lease(path)
        finally:
            lock.release()
            # once for all of them: the settings may be others by now
            if path in self._asked_meanwhile:
                self._asked_meanwhile.discard(path)
                self.enqueue_here("deliver", path)

    def _lease(self, path: str) -> Lease | None:
        edition = self.edition(path)
        if edition is None:
            self._forget(path)
            raise ConnectionGone
        self._respect_refusal(path, edition)
        lease = self._leases.get(path)
        if lease is not None and lease.alive and lease.edition == edition:
            return lease
        if lease is not None:
            lease.release()  # as long as it holds anything, it is in the way of a new one
        if self.stopping.is_set():
            return None
        try:
            self._leases[path] = Lease(self, path)
        except LeaseTaken:
            return None
        except BrokerRefused:
            self.note_refusal(path, edition)
            raise
        return self._leases[path]

    def _forget(self, path: str) -> None:
        """The connection at ``path`` is gone: end its session, and leave no file of it."""
        if path in self._leases:
            self._leases.pop(path).release()
        for known in (self.retries, self.refused):  # another one of its name begins anew
            known.pop(path, None)
        self.standing_by.discard(path)
        forget_files(self.var, path)

    def note_refusal(self, path: str, edition: Edition | None) -> None:
        """Ask a broker that has just refused this edition of the settings no more for a while.

        Nudges do not matter. The next try waits as long; an earlier one is given up.
        """
        self.refused[path] = edition, time.monotonic() + REFUSED
        self.retries.pop(path, None)

    def _respect_refusal(self, path: str, edition: Edition) -> None:
        refused, until = self.refused.get(path, (None, 0))
        if refused == edition and until > time.monotonic():
            raise JustRefused
        if self.refused.pop(path, None):
            self.retries.pop(path, None)  # a first try of what was saved meanwhile

    def leases(self) -> list[Lease]:
        return [lease for lease in list(self._leases.values()) if lease.alive]

    @property
    def loop(self) -> asyncio.AbstractEventLoop:
        """Return this process's one event loop, on a thread of its own, started when first used."""
        with self._guard:
            if self._loop is None:
                self._loop = asyncio.new_event_loop()
                run = self._loop.run_forever
                self._sessions = threading.Thread(target=run, name="sessions", daemon=True)
                self._sessions.start()
            return self._loop

    def close(self) -> None:
        """Stop claiming, let what is in the window end, and give every lease back, all at once.

        Each may have to wait for its broker, and nobody waits long for us to stop.
        """
        self.stopping.set()
        try:
            self._release_all(list(self._leases.values()))
        finally:
            self._end_loop()

    def _release_all(self, leases: list[Lease]) -> None:
        with ThreadPoolExecutor(len(leases) or 1, thread_name_prefix="release") as together:
            releases = [together.submit(lease.release) for lease in leases]
        for release in releases:
            release.result()

    def _end_loop(self) -> None:
        if self._loop is not None and self._sessions is not None:
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._sessions.join()
            self._loop.close()
            self._loop = None

    def drain(self) -> None:
        """Run queued tasks here until none is left: for tests and one-shot commands."""
        while (task := self.huey.dequeue()) is not None:
            self.huey.execute(task)


def machine_at(var: Path) -> str:
    """Return what tells the maker of a claim from those that cannot know its outcome.

    It is the machine, since it started, and its folder: a copied machine has another one.
    """
    return f"{machine_id(var)} {place_of(var / 'handover')}"


def machine_id(var: Path) -> str:
    """Return what tells this machine's journals from another's: drawn once, kept beside them."""
    file = var / "handover" / "machine"
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        drawn = f"{random.randrange(1 << 48):012x}"  # noqa: S311
        draft = file.with_suffix(f".{drawn}")
        draft.write_text(f"{socket.gethostname()}-{drawn}")
        # of several processes that start at once, the first one's stays
        with contextlib.suppress(FileExistsError):
            os.link(draft, file)
        draft.unlink()
    return file.read_text()
