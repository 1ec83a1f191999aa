"""The lease of a connection: who hands over, what it takes up, and how it ends."""

import os
import shutil
import time

import pytest
from factories import NOW, eventually, kill, make_house, make_release, make_worker, tasks_here
from leases import line, set_line
from turns import PATH, seen

from unisms.model.folder import find
from unisms.ports import BrokerUnavailable
from unisms.seams import UnknownAdapter
from unisms.services.ground import lives
from unisms.sms import states
from unisms.tasks import files, memory
from unisms.tasks.delivery import lease as module
from unisms.tasks.delivery import record
from unisms.tasks.delivery.lease import Lease
from unisms.tasks.delivery.record import LeaseTaken, give_back, renew, take
from unisms.tasks.worker import Worker, machine_id
from unisms.testing.outsiders import FakeBroker

pytestmark = pytest.mark.usefixtures("house")


# The record.


def test_a_lease_that_a_clock_ahead_wrote_for_days_is_taken_once_nobody_renews_it(
    worker, monkeypatch
):
    clock = [1000.0]
    monkeypatch.setattr(module.time, "monotonic", lambda: clock[0])
    set_line(worker, "other", "there", 2**40)
    for renewed in (2**40, 2**40 + 10):  # somebody lives there
        set_line(worker, "other", "there", renewed)
        assert worker.lease(PATH) is None
        clock[0] += 2 * record.TERM + 1
    assert worker.lease(PATH) is not None
    assert line(worker)[0] == worker.name


def test_a_free_lease_is_taken_for_half_a_minute(root):
    make_house(root)
    assert take(root, PATH, "me", "here", 1000) is None
    held = find(root, PATH).line
    assert (held.holder, held.machine, held.until) == ("me", "here", 1030)


@pytest.mark.parametrize(
    ("machine", "until", "silent", "taken"),
    [
        ("here", 9001, 0, True),  # its process was of this machine
        ("there", 9001, 60, False),
        ("there", 9001, 61, True),  # a clock that was ahead wrote it
        ("there", 9000, 15, False),  # our clock may be ahead of its
        ("there", 9000, 16, True),
        ("there", 5401, 0, False),
        ("there", 5400, 0, True),  # an hour ago, which is more than clocks differ
    ],
)
def test_a_lease_is_anothers_until_it_is_over(root, machine, until, silent, taken):
    make_house(root)
    held = find(root, PATH).line
    held.holder, held.machine, held.until = "other", machine, until
    told = take(root, PATH, "me", "here", 9000, (("other", until), silent))
    assert told == (None if taken else ("other", until))
    assert held.holder == ("me" if taken else "other")


def test_a_lease_that_was_renewed_since_was_not_silent(root):
    make_house(root)
    held = find(root, PATH).line
    held.holder, held.machine, held.until = "other", "there", 9000
    assert take(root, PATH, "me", "here", 9000, (("other", 8990), 99)) == ("other", 9000)


def test_a_worker_whose_clock_is_ahead_takes_no_lease_that_is_renewed(worker, monkeypatch):
    clock = [1000.0]
    monkeypatch.setattr(module.time, "monotonic", lambda: clock[0])
    for seconds in range(0, 60, 5):
        set_line(worker, "other", "there", int(time.time()) - 61 + seconds // 10 * 10)
        assert worker.lease(PATH) is None
        clock[0] += 5
    clock[0] += 1.5 * record.RENEWAL
    assert worker.lease(PATH) is not None


def test_a_lease_is_renewed_by_its_holder_alone(root):
    make_house(root)
    take(root, PATH, "me", "here", 1000)
    assert renew(root, PATH, "me", 1010)
    assert find(root, PATH).line.until == 1040
    assert not renew(root, PATH, "other", 1020)
    assert find(root, PATH).line.until == 1040


def test_a_lease_is_given_back_by_its_holder_alone(root):
    make_house(root)
    take(root, PATH, "me", "here", 1000)
    give_back(root, PATH, "other")
    assert find(root, PATH).line.holder == "me"
    give_back(root, PATH, "me")
    assert (find(root, PATH).line.holder, find(root, PATH).line.until) == ("", 0)


# Taking it.


def test_taking_a_lease_opens_the_session_and_writes_the_record(worker, broker):
    worker.lease(PATH)
    lock = worker.var / "handover" / f"{files.file_name(PATH)}.lock"
    assert line(worker)[:2] == (worker.name, files.place_of(lock))
    assert broker.sessions == 1


def test_on_one_machine_a_locked_file_keeps_a_second_process_out(worker, broker):
    worker.lease(PATH)
    with pytest.raises(LeaseTaken):
        Lease(worker, PATH)
    assert broker.sessions == 1


def test_a_machine_that_was_copied_waits_for_the_lease_as_any_other(worker, broker):
    """A copied machine has the same name, and another lock."""
    worker.lease(PATH)
    shutil.copytree(worker.var / "handover", worker.var / "copy" / "handover")
    copy = Worker(worker.registry, worker.var / "copy", worker.huey)
    assert machine_id(copy.var) == machine_id(worker.var)
    assert copy.machine != worker.machine
    with pytest.raises(LeaseTaken):
        Lease(copy, PATH)
    assert broker.sessions == 1


def test_after_a_boot_the_lease_of_before_is_waited_for(worker, monkeypatch):
    worker.lease(PATH)
    kill(worker)
    monkeypatch.setattr(files, "boot_id", lambda: "another")
    assert worker.lease(PATH) is None
    monkeypatch.undo()
    assert worker.lease(PATH) is not None  # the process alone had died


def test_a_store_that_was_brought_back_is_held_when_a_lease_is_taken(worker, broker):
    memory.look(worker)
    note = memory.read(worker.var)
    memory.write(worker.var, note._replace(beat=lives.new_mark(), number=note.number + 10))
    worker.enqueue("deliver", PATH)
    worker.drain()
    assert worker.run(lives.is_held)
    assert broker.batches == []


def test_a_lease_that_another_machine_holds_leaves_nothing_behind(worker, broker):
    set_line(worker, "other", "there", 2**40)
    open_files = len(os.listdir("/proc/self/fd"))
    for _ in range(3):
        assert worker.lease(PATH) is None
    assert len(os.listdir("/proc/self/fd")) == open_files
    assert line(worker)[0] == "other"
    set_line(worker, "", "", 0)
    assert worker.lease(PATH)


@pytest.mark.parametrize(
    ("trouble", "told"),
    [
        (BrokerUnavailable("wrong password"), "wrong password"),
        (KeyError("host"), "the adapter failed: KeyError"),
        (UnknownAdapter("no add-on brings it"), "no add-on brings it"),
    ],
)
def test_a_session_that_cannot_be_opened_leaves_nothing_behind_but_the_reason(
    worker, broker, trouble, told
):
    broker.refuses_session = trouble
    open_files = len(os.listdir("/proc/self/fd"))
    for _ in range(3):
        with pytest.raises(type(trouble)):
            worker.lease(PATH)
    assert len(os.listdir("/proc/self/fd")) == open_files
    assert line(worker)[0] == ""
    assert worker.run(lambda root: find(root, PATH).trouble) == told
    broker.recovers()
    worker.lease(PATH)
    assert worker.run(lambda root: find(root, PATH).trouble) == ""


def test_with_the_store_gone_once_the_session_is_open_no_session_is_left_behind(
    worker, broker, monkeypatch
):
    def away(*_arguments):
        raise OSError("no store")

    monkeypatch.setattr("unisms.tasks.delivery.lease.note_trouble", away)
    for _ in range(3):
        with pytest.raises(OSError, match="no store"):
            worker.lease(PATH)
    assert (broker.sessions, broker.closed) == (3, 3)
    monkeypatch.undo()
    assert worker.lease(PATH)


def test_a_broker_without_a_session_needs_none(tmp_path):
    worker = make_worker(tmp_path, FakeBroker(), "unisms.addons.brokers.console")
    worker.run(lambda root: make_house(root, adapter="console").__name__)
    lease = worker.lease(PATH)
    assert lease.alive
    worker.close()
    worker.db.close()
    assert not lease.alive


def test_what_a_crash_left_is_settled_before_anything_else(worker, broker, caplog):
    path = worker.run(lambda root: make_release(root["institutions"]["paris1"], 2).path)
    worker.run(
        lambda root: setattr(find(root, path).handover, "claims", (((1,), NOW, "another machine"),))
    )
    worker.lease(PATH)
    assert seen(worker, path) == {states.UNCERTAIN, states.QUEUED}
    assert "1 messages were left half way, 1 are uncertain" in caplog.text


def test_journals_are_ready_for_the_next_batch(worker, broker):
    lease = worker.lease(PATH)
    first, second = lease.next_journal(), lease.next_journal()
    assert first is not second
    assert lease.next_journal() is first


# Work of which another worker took the nudge.


def test_settings_that_were_saved_open_another_session_though_another_worker_took_the_nudge(
    worker, broker, monkeypatch
):
    monkeypatch.setattr(module, "LOOK", 0.01)
    worker.lease(PATH)
    worker.run(lambda root: find(root, PATH).settings.update(host="elsewhere"))
    eventually(lambda: [task for _, task in tasks_here(worker) if task.name == "deliver"])
    worker.drain()
    assert (broker.sessions, broker.closed) == (2, 1)
    assert worker.lease(PATH).alive


def here(worker):
    return [(task.name, *task.args) for _, task in tasks_here(worker)]


def test_the_holder_sees_for_itself_what_was_released(worker, broker, monkeypatch):
    monkeypatch.setattr(module, "LOOK", 0.03)
    worker.lease(PATH)
    path = worker.run(lambda root: make_release(root["institutions"]["paris1"]).path)
    eventually(lambda: ("deliver", PATH) in here(worker))
    worker.drain()
    assert worker.run(lambda root: find(root, path).state) == states.SENT


def test_the_holder_has_nothing_to_do_while_the_line_is_empty(worker, broker):
    worker.lease(PATH)._look(NOW)
    assert here(worker) == []


def test_what_is_under_way_is_not_asked_for_again(worker, broker):
    lease = worker.lease(PATH)
    worker.run(lambda root: make_release(root["institutions"]["paris1"]).path)
    with lease.baton:
        lease._look(NOW)
    assert here(worker) == []


def test_a_broker_in_trouble_is_tried_again_with_patience_not_each_second(worker, broker):
    lease = worker.lease(PATH)
    worker.run(lambda root: make_release(root["institutions"]["paris1"]).path)
    worker.retries[PATH] = 0
    lease._look(NOW)
    assert here(worker) == []


# Keeping it, losing it, ending it.
