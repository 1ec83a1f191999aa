"""Lanes: a worker sorts its tasks by kind, so that slow work never stands before what is quick.

The queue between the processes gives its tasks out one after the other. A worker therefore takes
them all at once and puts each into the lane of its kind, which has threads of its own. In a lane
the owners take turns, an owner being an institution or a shared connection; an owner's tasks take
turns by person. What waits here is in memory only: a worker that is killed loses nothing by it,
because the sweep finds the work again in the store.
"""

import json
import logging
import threading
import time
from collections import Counter
from collections.abc import Callable
from typing import NamedTuple

from unisms import seams
from unisms.model import store

log = logging.getLogger(__name__)


class Lane(NamedTuple):
    """A kind of work, and how much of it a worker does at once."""

    name: str
    wide: int  #: tasks
    each: int  #: tasks of one owner; less than ``wide``, so that no owner fills the lane
    alone: bool = True  #: whether a task waits while an equal one is under way


DELIVER = Lane(
    "deliver", 16, 4, alone=False
)  # equal ones see each other by the baton; most of them wait for networks
CHECKS = Lane("checks", 4, 2)
FILES = Lane("files", 2, 1)  # each may have a process of 2 GB beside it (services.workbooks)
TRIES = Lane("tries", 8, 2)
CLOSING = Lane("closing", 2, 1)
SWEEP = Lane("sweep", 1, 1)
UPKEEP = Lane("upkeep", 1, 1)  # minutes, at night
MAILS = Lane("mails", 1, 1)  # most of it waits for the mail server
OTHERS = Lane("others", 4, 2)  # the tasks of add-ons


class Job(NamedTuple):
    """A call of a task. Two of equal ``name`` and arguments are equal work."""

    name: str
    args: tuple
    call: Callable[[], object]  #: does it

    @property
    def key(self) -> str:
        return json.dumps([self.name, self.args])

    @property
    def owner(self) -> str:
        """The owner of the turn: the institution in the path that is first, else that argument."""
        first = str(self.args[0]) if self.args else ""
        _, folder, name, *_ = [*first.split("/"), "", ""]
        return name if folder == "institutions" else first

    @property
    def person(self) -> str:
        """For whom it is done: the second argument, if that is a text."""
        return self.args[1] if len(self.args) > 1 and isinstance(self.args[1], str) else ""


class Lanes:
    """All lanes of a worker. Until they are opened a job is done at once, where it is given."""

    def __init__(self) -> None:
        self.open = False
        self._tracks: dict[str, Track] = {}
        self._guard = threading.Lock()

    def give(self, lane: Lane, job: Job) -> None:
        """Have ``job`` done in its turn by a thread of ``lane``; at once while no lane is open."""
        if self.open:
            self._track(lane).put(job)
        else:
            perform(job)

    def _track(self, lane: Lane) -> "Track":
        with self._guard:
            if lane.name not in self._tracks:
                self._tracks[lane.name] = Track(lane)
            return self._tracks[lane.name]

    def close(self) -> None:
        """Begin nothing more; what waits is left to the sweep of the next worker."""
        for track in self._tracks.values():
            track.close()

    def join(self, seconds: float) -> None:
        """Wait for what is under way, so many seconds at most."""
        deadline = time.monotonic() + seconds
        for track in self._tracks.values():
            track.join(deadline)


class Track:
    """A lane's state: jobs that wait or are under way, and threads, started as they are needed."""

    def __init__(self, lane: Lane) -> None:
        self.lane = lane
        # owner -> person -> key -> Job; whose turn is next stands first
        self._waiting: dict[str, dict[str, dict[str, Job]]] = {}
        self._count = 0  # of those
        self._running: Counter[str] = Counter()  # owner -> tasks under way
        self._keys: Counter[str] = Counter()  # of the tasks under way
        self._threads: list[threading.Thread] = []
        self._idle, self._closed = 0, False
        self._changed = threading.Condition()

    def put(self, job: Job) -> None:
        """Let ``job`` wait for its turn, unless an equal one waits already."""
        with self._changed:
            if self._closed:
                return
            jobs = self._waiting.setdefault(job.owner, {}).setdefault(job.person, {})
            if job.key in jobs:
                return
            jobs[job.key] = job
            self._count += 1
            if len(self._threads) < self.lane.wide and self._idle < self._count:
                self._start()
            self._changed.notify()

    def _start(self) -> None:
        name = f"{self.lane.name} {len(self._threads) + 1}"
        thread = threading.Thread(target=self._work, name=name, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _work(self) -> None:
        while (job := self._next()) is not None:
            try:
                perform(job)
            except BaseException as trouble:  # noqa: BLE001 the thread is needed for the next one
                log.error("task %s ended by %s", job.name, type(trouble).__name__)
            finally:
                self._ended(job)

    def _next(self) -> Job | None:
        """The next job whose turn it is, once there is one; ``None`` when the lane is closed."""
        with self._changed:
            while not self._closed:
                if job := self._take():
                    return job
                self._idle += 1
                self._changed.wait()
                self._idle -= 1
        return None

    def _take(self) -> Job | None:
        for owner, persons in self._waiting.items():
            if self._running[owner] >= self.lane.each:
                continue
            for person, jobs in persons.items():
                for key, job in jobs.items():
                    if not (self.lane.alone and self._keys[key]):
                        self._begin(owner, person, key)
                        return job
        return None

    def _begin(self, owner: str, person: str, key: str) -> None:
        """Count the job as under way, and let its owner and its person wait behind the others."""
        persons = self._waiting.pop(owner)
        jobs = persons.pop(person)
        del jobs[key]
        if jobs:
            persons[person] = jobs
        if persons:
            self._waiting[owner] = persons
        self._count -= 1
        self._running[owner] += 1
        self._keys[key] += 1

    def _ended(self, job: Job) -> None:
        with self._changed:
            for counter, name in ((self._running, job.owner), (self._keys, job.key)):
                counter[name] -= 1
                if not counter[name]:
                    del counter[name]
            self._changed.notify()

    def close(self) -> None:
        with self._changed:
            self._closed = True
            self._waiting.clear()
            self._count = 0
            self._changed.notify_all()

    def join(self, deadline: float) -> None:
        """Wait for the threads until ``deadline``, on the monotonic clock."""
        for thread in self._threads:
            thread.join(max(0, deadline - time.monotonic()))


def perform(job: Job) -> None:
    """Do ``job``; whatever it raises is told in the log and ends nothing else."""
    try:
        job.call()
    except Exception as trouble:  # noqa: BLE001 the outermost frame
        if store.is_away(trouble):
            log.warning("task %s: the store does not answer (%s)", job.name, store.reason(trouble))
        else:
            log.error("task %s broke: %s", job.name, seams.risen(trouble))
