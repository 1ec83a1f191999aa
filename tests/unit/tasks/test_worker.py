"""The worker: transactions tried again, leases, one loop, and a queue."""

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
import transaction
from factories import make_connection, make_house, make_release, tasks_here
from ZODB.POSException import ConflictError, ReadConflictError

from unisms.model.folder import find, path_of
from unisms.ports import BrokerUnavailable
from unisms.tasks import worker as module
from unisms.tasks.worker import ATTEMPTS, BeingTaken, machine_id

PATH = "/institutions/paris1/brokers/fake"


@pytest.fixture(autouse=True)
def house(worker):
    worker.run(lambda root: make_house(root).__name__)


@pytest.fixture
def no_sleep(monkeypatch):
    slept = []
    monkeypatch.setattr(module.time, "sleep", slept.append)
    return slept


def rename(root, title):
    root.title = title
    return title.upper()


def title(root):
    return root.title


# Transactions.


def test_what_is_run_is_stored_and_its_answer_returned(worker):
    assert worker.run(rename, "new") == "NEW"
    assert worker.run(title) == "new"


def test_what_raises_is_not_stored(worker):
    def fail(root):
        rename(root, "new")
        raise ValueError

    with pytest.raises(ValueError):
        worker.run(fail)
    assert worker.run(title) == "unisms"


@pytest.mark.parametrize(
    "conflict", [ConflictError, ReadConflictError, transaction.interfaces.TransientError]
)
def test_a_conflict_is_tried_again(worker, no_sleep, conflict):
    tries = []

    def conflicting(root):
        tries.append(root)
        rename(root, f"try {len(tries)}")
        if len(tries) < 3:
            raise conflict

    worker.run(conflicting)
    assert worker.run(title) == "try 3"
    assert len(no_sleep) == 2
    assert max(no_sleep) <= 0.002 * 4


def test_a_conflict_at_the_commit_is_tried_again(worker, no_sleep):
    def conflicting(root):
        if root.title == "unisms":
            with ThreadPoolExecutor(1) as other:
                other.submit(worker.run, rename, "quicker").result()
        return rename(root, f"after {root.title}")

    worker.run(conflicting)
    assert worker.run(title) == "after quicker"


def test_a_conflict_without_end_is_an_error(worker, no_sleep):
    tries = []

    def conflicting(root):
        tries.append(root)
        raise ConflictError

    with pytest.raises(ConflictError):
        worker.run(conflicting)
    assert len(tries) == ATTEMPTS
    assert len(no_sleep) == ATTEMPTS - 1


def test_connections_to_the_store_are_given_back(worker):
    for _ in range(30):
        worker.run(title)
        with pytest.raises(ZeroDivisionError):
            worker.run(lambda root: 1 / 0)
    assert len(worker.db.pool.all) <= 2


# The queue.


def test_what_is_queued_runs_when_drained_and_what_that_queues_too(worker, broker):
    worker.run(lambda root: make_release(root["institutions"]["paris1"]).path)
    worker.enqueue("sweep")
    assert broker.batches == []
    worker.drain()
    assert broker.batches == [3]
    assert len(worker.huey) == 0


def test_a_task_for_later_does_not_run_now_and_no_other_process_sees_it(worker, broker):
    worker.enqueue_here("deliver", PATH, delay=60)
    worker.drain()
    assert broker.sessions == 0
    [(_, task)] = tasks_here(worker)
    assert (task.name, task.args) == ("deliver", (PATH,))
    assert (worker.huey.pending(), worker.huey.scheduled()) == ([], [])


def test_after_an_absence_of_the_queue_the_store_is_swept_once(worker):
    worker.huey.storage.behind = True
    worker.look_again()
    worker.look_again()
    assert [task.name for task in worker.huey.pending()] == ["sweep"]


# Work is due, though nobody asked this worker.


def release(root):
    return make_release(root["institutions"]["paris1"]).path


def test_a_connection_at_work_is_asked_for_until_it_is_held(worker, broker):
    worker.look_again()
    assert tasks_here(worker) == []
    worker.run(release)
    worker.look_again()
    worker.drain()
    assert broker.batches == [3]
    worker.look_again()
    assert tasks_here(worker) == []


def test_a_broker_in_trouble_is_not_tried_more_often_by_that(worker, broker):
    worker.run(release)
    broker.refuses_session = BrokerUnavailable("wrong password")
    worker.look_again()
    worker.drain()
    [(when, _)] = tasks_here(worker)
    worker.look_again()
    assert [due for due, _ in tasks_here(worker)] == [when]


# Leases and adapters.


def test_an_adapter_gets_the_settings_of_its_connection_and_its_alphabet(worker):
    worker.run(lambda root: find(root, PATH).settings.update(host="smsc.example"))
    made = []
    worker.registry.factories["broker", "fake"] = made.append
    worker.broker(PATH)
    assert made == [{"alphabet": "gsm", "host": "smsc.example"}]


def test_a_lease_is_taken_once(worker, broker):
    lease = worker.lease(PATH)
    assert worker.lease(PATH) is lease
    assert worker.leases() == [lease]
    assert broker.sessions == 1


def test_many_threads_share_one_lease(worker, broker):
    def lease(path):
        with suppress(BeingTaken):
            return worker.lease(path)

    with ThreadPoolExecutor(6) as threads:
        leases = set(threads.map(lease, [PATH] * 12)) - {None}
    assert len(leases) == 1
    assert broker.sessions == 1


def test_a_worker_that_stops_takes_no_lease(worker, broker):
    worker.stopping.set()
    assert worker.lease(PATH) is None
    assert broker.sessions == 0


def test_closing_gives_every_lease_back(worker, broker):
    worker.lease(PATH)
    worker.close()
    assert worker.leases() == []
    assert broker.closed == 1
    assert worker.run(lambda root: find(root, PATH).line.holder) == ""


def test_a_stop_ends_all_sessions_at_the_same_time(worker, broker, monkeypatch):
    """Two slow providers, ended in turn, took longer than a worker may take to end."""
    together = threading.Barrier(2)
    monkeypatch.setattr(broker, "close", lambda: together.wait(60))
    other = worker.run(
        lambda root: path_of(make_connection(root["institutions"]["paris1"], "other"))
    )
    leases = [worker.lease(PATH), worker.lease(other)]
    worker.close()
    assert not together.broken
    assert [lease.alive for lease in leases] == [False, False]


def test_one_that_cannot_be_ended_keeps_neither_the_others_nor_the_loop(
    worker, broker, monkeypatch
):
    other = worker.run(lambda root: make_connection(root, "shared") and "/brokers/shared")
    lease, loop = worker.lease(PATH), worker.loop
    worker.lease(other)
    monkeypatch.setattr(lease, "release", lambda: 1 // 0)
    with pytest.raises(ZeroDivisionError):
        worker.close()
    assert worker.run(lambda root: find(root, other).line.holder) == ""
    assert loop.is_closed()
    monkeypatch.undo()


def test_closing_twice_is_harmless(worker, broker):
    assert worker.loop
    worker.close()
    worker.close()


def test_sessions_share_one_loop_on_a_thread_of_its_own(worker):
    loop = worker.loop
    assert worker.loop is loop
    names = []
    ran = threading.Event()
    loop.call_soon_threadsafe(lambda: names.append(threading.current_thread().name) or ran.set())
    assert ran.wait(60)
    assert names == ["sessions"]
    worker.close()
    assert loop.is_closed()


# The machine.


def test_a_machine_is_known_by_the_same_name_for_ever(tmp_path):
    first = machine_id(tmp_path / "var")
    assert first
    assert machine_id(tmp_path / "var") == first
    assert [file.name for file in (tmp_path / "var" / "handover").iterdir()] == ["machine"]


def test_two_folders_are_two_machines(tmp_path):
    assert machine_id(tmp_path / "a") != machine_id(tmp_path / "b")


def test_of_processes_that_start_at_once_the_first_ones_name_stays(tmp_path, monkeypatch):
    def link(draft, file):
        file.write_text("the first")
        raise FileExistsError

    monkeypatch.setattr(module.os, "link", link)
    assert machine_id(tmp_path / "var") == "the first"
    assert [file.name for file in (tmp_path / "var" / "handover").iterdir()] == ["machine"]


class Returned:
    """A lock that is given back between the two times that it is asked for."""

    def __init__(self):
        self.lock, self.asked = threading.Lock(), 0

    def acquire(self, blocking):
        self.asked += 1
        return self.asked > 1 and self.lock.acquire(blocking)

    def release(self):
        self.lock.release()


def test_who_asks_while_a_lease_is_just_taken_gets_it_or_is_seen_to_have_asked(worker):
    worker._locks[PATH] = lock = Returned()
    assert worker.lease(PATH).alive
    assert lock.asked == 2
