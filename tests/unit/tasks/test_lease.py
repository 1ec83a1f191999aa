"""The lease of a connection: who hands over, what it takes up, and how it ends."""

import os
import shutil
import time

import pytest
from factories import NOW, eventually, kill, make_house, make_release, make_worker, tasks_here
from turns import PATH, seen

from unisms.model.folder import find
from unisms.ports import BrokerUnavailable
from unisms.seams import UnknownAdapter
from unisms.services.ground import lives
from unisms.sms import states
from unisms.tasks import files, memory
from unisms.tasks import lease as module
from unisms.tasks.lease import Lease, LeaseTaken, give_back, renew, take
from unisms.tasks.worker import Worker, machine_id
from unisms.testing.outsiders import FakeBroker

pytestmark = pytest.mark.usefixtures("house")


def line(worker):
    return worker.run(
        lambda root: (lambda line: (line.holder, line.machine, line.until))(find(root, PATH).line)
    )


def set_line(worker, *values):
    def write(root):
        line = find(root, PATH).line
        line.holder, line.machine, line.until = values

    worker.run(write)


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
        clock[0] += 2 * module.TERM + 1
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
    clock[0] += 1.5 * module.RENEWAL
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

    monkeypatch.setattr("unisms.tasks.lease.note_trouble", away)
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


def test_a_lease_is_renewed_while_it_is_held(worker, broker, monkeypatch):
    monkeypatch.setattr(module, "RENEWAL", 0)
    worker.lease(PATH)
    until = line(worker)[2]
    eventually(lambda: line(worker)[2] > until)


def test_a_lease_is_renewed_and_the_line_looked_at_though_the_clock_is_set_back(
    worker, broker, monkeypatch
):
    lease, now, looks = worker.lease(PATH), time.time(), []
    monkeypatch.setattr(lease, "_look", looks.append)
    monkeypatch.setattr(time, "time", lambda: now - 3600)
    eventually(lambda: line(worker)[2] == now - 3600 + module.TERM)
    eventually(lambda: looks)
    set_line(worker, "other", "there", 2**40)
    monkeypatch.setattr(time, "time", lambda: now - 7200)
    eventually(lambda: not lease.alive)


def test_a_lease_is_renewed_though_what_came_cannot_be_stored(worker, broker, monkeypatch):
    lease = worker.lease(PATH)
    until = line(worker)[2]
    monkeypatch.setattr(lease, "_look", lambda _: {}["never"])
    monkeypatch.setattr(module, "LOOK", 0)
    monkeypatch.setattr(module, "RENEWAL", 0)
    eventually(lambda: line(worker)[2] > until)


def test_a_lease_lost_to_another_machine_ends_its_session_and_is_asked_for_again(
    worker, broker, caplog
):
    lease = worker.lease(PATH)
    set_line(worker, "other", "there", 2**40)
    lease._renew(time.time())
    assert not lease.alive
    assert worker.huey.pending() == []  # another process could not end it
    worker.drain()
    assert broker.closed == 1
    assert line(worker)[0] == "other"
    set_line(worker, "", "", 0)
    again = worker.lease(PATH)
    assert again is not lease
    assert broker.sessions == 2
    assert "lost to another worker" in caplog.text


def erase(worker):
    worker.run(lambda root: root["institutions"].remove("paris1") and None)


def test_a_connection_that_is_erased_ends_its_session_and_leaves_no_file(
    worker, broker, monkeypatch, caplog
):
    monkeypatch.setattr(module, "LOOK", 0)
    lease = worker.lease(PATH)
    erase(worker)
    eventually(lambda: not lease.alive and tasks_here(worker))
    worker.drain()
    assert broker.closed == 1
    assert [file.name for file in (worker.var / "handover").iterdir()] == ["machine"]
    assert tasks_here(worker) == worker.leases() == []
    assert "ERROR" not in caplog.text


def test_nothing_is_remembered_of_a_connection_that_is_gone(worker, broker):
    worker.retries[PATH], worker.refused[PATH] = (
        time.monotonic() + 30,
        ("edition", time.monotonic() + 30),
    )
    worker.standing_by.add(PATH)
    erase(worker)
    worker.enqueue("deliver", PATH)
    worker.drain()
    assert {*worker.retries, *worker.refused, *worker.standing_by} == set()


def test_a_lease_of_what_is_erased_is_lost(worker):
    lease = worker.lease(PATH)
    erase(worker)
    lease._renew(time.time())
    assert not lease.alive


def test_a_connection_that_nobody_held_is_erased_without_a_trace(worker, broker):
    (worker.var / "handover" / "institutions+paris1+brokers+fake.journal").write_text("unisms")
    erase(worker)
    worker.enqueue("deliver", PATH)
    worker.drain()
    assert broker.sessions == 0
    assert [file.name for file in (worker.var / "handover").iterdir()] == ["machine"]


def test_files_of_others_whose_name_begins_alike_stay(tmp_path):
    for name in (
        "institutions+paris1+brokers+a.lock",
        "institutions+paris10+brokers+a.lock",
        "brokers+paris1.lock",
    ):
        (tmp_path / "handover").mkdir(exist_ok=True)
        (tmp_path / "handover" / name).touch()
    files.forget_files(tmp_path, "/institutions/paris1")
    left = {file.name for file in (tmp_path / "handover").iterdir()}
    assert left - {"machine"} == {"brokers+paris1.lock", "institutions+paris10+brokers+a.lock"}


def test_an_ended_lease_is_free_for_another(worker, broker):
    lease = worker.lease(PATH)
    lease.release()
    assert line(worker)[0] == ""
    assert broker.closed == 1
    Lease(worker, PATH).release()


def test_ending_a_lease_twice_is_harmless(worker, broker):
    lease = worker.lease(PATH)
    lease.release()
    lease.release()
    assert broker.closed == 1


def test_an_adapter_that_cannot_close_does_not_keep_the_lease(worker, broker, monkeypatch):
    lease = worker.lease(PATH)
    monkeypatch.setattr(broker, "close", lambda: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        lease.release()
    assert line(worker)[0] == ""
    monkeypatch.undo()
    assert worker.lease(PATH) is not lease


def test_a_dead_process_leaves_its_lease_to_the_next_of_its_machine_at_once(worker, broker):
    worker.lease(PATH)
    kill(worker)
    assert line(worker)[0] == worker.name
    assert worker.lease(PATH)


def test_trouble_is_told_once(worker, broker, monkeypatch):
    lease, told = worker.lease(PATH), []
    monkeypatch.setattr(worker, "run", lambda *args: told.append(args[2]))
    for trouble in ("away", "away", "", ""):
        lease.tell(trouble)
    monkeypatch.undo()
    assert told == ["away", ""]


@pytest.mark.parametrize(
    ("kind", "up", "told"),
    [
        ("away", lambda: True, ""),
        ("away", lambda: False, "it is away"),
        ("away", lambda: 1 / 0, "it is away"),  # an adapter that breaks
        ("refused", lambda: True, "it is away"),  # a link that is there says nothing of a refusal
    ],
)
def test_people_are_no_longer_told_that_a_broker_is_away_once_it_is_back_though_nothing_waits(
    worker, broker, kind, up, told
):
    lease = worker.lease(PATH)
    broker.is_up = up
    lease.tell("it is away", kind)
    lease._look(NOW)
    assert worker.run(lambda root: find(root, PATH).trouble) == told


def test_a_broker_that_does_not_say_whether_it_is_up_is_believed_away_until_it_takes_something(
    worker, broker, monkeypatch
):
    lease = worker.lease(PATH)
    monkeypatch.delattr(FakeBroker, "is_up")
    lease.tell("it is away")
    lease._look(NOW)
    assert worker.run(lambda root: find(root, PATH).trouble) == "it is away"
