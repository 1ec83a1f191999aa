"""A queue that goes away and comes back, and the lane beside it."""

from itertools import pairwise
from types import SimpleNamespace

import pytest
from huey import MemoryHuey
from huey.storage import MemoryStorage

from unisms.tasks import queue as module
from unisms.tasks.queue import Own, Queue


@pytest.fixture
def clock(monkeypatch):
    clock = SimpleNamespace(now=100.0)
    monkeypatch.setattr(module, "time", SimpleNamespace(monotonic=lambda: clock.now))
    return clock


class Flighty(MemoryStorage):
    """A storage that fails at what it is told to, and counts how often it was asked."""

    def __init__(self):
        super().__init__()
        self.refused, self.asked = set(), 0

    def enqueue(self, data, priority=None):
        self._may("write")
        super().enqueue(data, priority)

    def dequeue(self):
        self._may("read")
        return super().dequeue()

    def _may(self, kind):
        self.asked += 1
        if kind in self.refused:
            raise ConnectionError("nobody listens")


@pytest.fixture
def storage():
    return Flighty()


@pytest.fixture
def queue(storage, clock):
    return Queue(storage)


def test_what_is_queued_comes_out_in_its_order(queue):
    queue.enqueue(b"first")
    queue.enqueue(b"second")
    assert [queue.dequeue(), queue.dequeue(), queue.dequeue()] == [b"first", b"second", None]
    assert queue.queue_size() == 0


def test_that_it_is_away_is_told_once_and_that_it_is_back_once(queue, storage, clock, caplog):
    storage.refused = {"read", "write"}
    for _ in range(100):
        assert queue.dequeue() is None
        queue.enqueue(b"lost")
        clock.now += 1
    assert caplog.messages == ["the queue does not answer (nobody listens); trying again"]
    storage.refused.clear()
    queue.enqueue(b"kept")
    clock.now += 10
    assert queue.dequeue() == b"kept"
    assert caplog.messages[1:] == ["the queue answers again, after 110 s"]
    assert queue.behind


def test_it_is_not_back_before_it_can_be_written_too(queue, storage, clock, caplog):
    """A full disk can be read."""
    storage.refused = {"write"}
    for _ in range(5):
        queue.enqueue(b"lost")
        queue.dequeue()
    assert len(caplog.messages) == 1


def test_away_it_is_read_ever_less_often(queue, storage, clock):
    storage.refused, asked = {"read"}, []
    for _ in range(96):
        before = storage.asked
        queue.dequeue()
        asked += [clock.now] if storage.asked > before else []
        clock.now += 0.25
    assert [b - a for a, b in pairwise(asked)] == [0.25, 0.75, 1.75, 3.75, 5, 5, 5]


def test_many_threads_that_find_it_away_count_as_one(queue, storage, clock):
    storage.refused = {"read"}
    for _ in range(8):
        queue._missed("read", ConnectionError())
    assert queue._again - clock.now == 0.25


def test_what_only_this_process_can_do_is_done_while_the_queue_is_away(queue, storage):
    queue.own.put(b"mine")
    storage.refused = {"read"}
    assert [queue.dequeue(), queue.dequeue()] == [b"mine", None]


def test_the_queue_comes_before_what_is_ours(queue):
    queue.own.put(b"mine")
    queue.enqueue(b"everybody's")
    assert [queue.dequeue(), queue.dequeue()] == [b"everybody's", b"mine"]


def test_a_task_runs_without_a_word_to_a_queue_that_is_away(storage):
    huey, ran = MemoryHuey(results=False), []
    huey.storage = Queue(storage)
    huey.storage.own.put(huey.serialize_task(huey.task()(ran.append).s("it")))
    storage.refused = {"read", "write"}
    storage.peek_data = storage.pop_data = storage.delete_data = None
    huey.execute(huey.dequeue())
    assert ran == ["it"]
    assert huey.read_schedule() == []


def test_a_flush_empties_what_is_ours_too(queue):
    queue.own.put(b"mine")
    queue.enqueue(b"everybody's")
    queue.flush_all()
    assert queue.dequeue() is None


def test_what_is_ours_is_kept_until_it_is_due(clock):
    own = Own()
    own.put(b"later", delay=5)
    own.put(b"now")
    own.put(b"sooner", delay=2)
    assert [data for _, data in own] == [b"now", b"sooner", b"later"]
    assert [own.take(), own.take()] == [b"now", None]
    clock.now += 2
    assert [own.take(), own.take()] == [b"sooner", None]
    clock.now += 3
    assert [own.take(), own.take()] == [b"later", None]


def test_what_others_write_into_the_queue_is_dropped_and_told_once(storage, clock, caplog):
    queue = Queue(storage, is_ours=lambda data: data.startswith(b"ours"))
    for data in (b"theirs", b"ours 1", b"theirs", b"theirs", b"ours 2"):
        queue.enqueue(data)
    queue.own.put(b"own")
    assert [queue.dequeue(), queue.dequeue(), queue.dequeue()] == [b"ours 1", b"ours 2", b"own"]
    [told] = caplog.messages
    assert told.startswith("the queue holds messages that are not ours: dropped")
