"""A lease is kept, lost and ended."""

import time

import pytest
from factories import NOW, eventually, kill, tasks_here
from leases import line, set_line
from turns import PATH

from unisms.model.folder import find
from unisms.tasks import files
from unisms.tasks.delivery import lease as module
from unisms.tasks.delivery import record
from unisms.tasks.delivery.lease import Lease
from unisms.testing.outsiders import FakeBroker

pytestmark = pytest.mark.usefixtures("house")


def test_a_lease_is_renewed_while_it_is_held(worker, broker, monkeypatch):
    monkeypatch.setattr(record, "RENEWAL", 0)
    worker.lease(PATH)
    until = line(worker)[2]
    eventually(lambda: line(worker)[2] > until)


def test_a_lease_is_renewed_and_the_line_looked_at_though_the_clock_is_set_back(
    worker, broker, monkeypatch
):
    lease, now, looks = worker.lease(PATH), time.time(), []
    monkeypatch.setattr(lease, "_look", looks.append)
    monkeypatch.setattr(time, "time", lambda: now - 3600)
    eventually(lambda: line(worker)[2] == now - 3600 + record.TERM)
    eventually(lambda: looks)
    set_line(worker, "other", "there", 2**40)
    monkeypatch.setattr(time, "time", lambda: now - 7200)
    eventually(lambda: not lease.alive)


def test_a_lease_is_renewed_though_what_came_cannot_be_stored(worker, broker, monkeypatch):
    lease = worker.lease(PATH)
    until = line(worker)[2]
    monkeypatch.setattr(lease, "_look", lambda _: {}["never"])
    monkeypatch.setattr(module, "LOOK", 0)
    monkeypatch.setattr(record, "RENEWAL", 0)
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
