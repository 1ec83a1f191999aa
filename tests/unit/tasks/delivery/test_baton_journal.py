"""The journal of what leaves: whatever dies, it tells what was handed over.

What it cannot note does not leave.
"""

import pytest
from factories import kill, mobile
from turns import PATH, deliver, look, released, rows

from unisms.sms import states
from unisms.tasks.delivery import baton
from unisms.testing.outsiders import Died

pytestmark = pytest.mark.usefixtures("house")


@pytest.mark.parametrize("batch_size", [1, 3, 500])
@pytest.mark.parametrize("answered", [True, False])
@pytest.mark.parametrize("messages", range(1, 8))
def test_a_crash_between_claim_and_answer_never_sends_twice(
    worker, broker, batch_size, answered, messages
):
    broker.batch_size = batch_size
    path = released(worker, 7)
    (broker.dies_after_taking if answered else broker.dies_before_answering)(messages)
    if not (answered and messages == 7):  # then it dies in a sleep: nothing is left to be sent
        with pytest.raises(Died):
            baton.deliver(worker, PATH)
    kill(worker)
    broker.recovers()
    deliver(worker)
    assert broker.references_seen_twice == []
    found = rows(worker, path)
    assert len(broker.written) == 7
    assert set(found.values()) <= {states.ACCEPTED, states.UNCERTAIN}
    assert list(found.values()).count(states.UNCERTAIN) == (0 if answered else 1)
    assert look(worker, path, "state") == states.SENT


def test_a_crash_in_the_second_try_of_what_was_throttled_does_not_send_it_a_third_time(
    worker, broker
):
    path = released(worker, 1)
    broker.throttles(mobile(0))
    broker.dies_before_answering(2)
    with pytest.raises(Died):
        baton.deliver(worker, PATH)
    kill(worker)
    broker.recovers()
    deliver(worker)
    assert rows(worker, path) == {1: states.UNCERTAIN}
    assert len(broker.written) == 2


def test_after_a_loss_of_power_all_that_was_claimed_is_uncertain(worker, broker, monkeypatch):
    broker.batch_size = 3
    path = released(worker, 7)
    broker.dies_after_taking(1)
    with pytest.raises(Died):
        baton.deliver(worker, PATH)
    kill(worker)
    monkeypatch.setattr("unisms.tasks.delivery.journal.boot_id", lambda: "another boot")
    broker.recovers()
    deliver(worker)
    assert broker.references_seen_twice == []
    found = rows(worker, path)
    assert found[1] == states.ACCEPTED
    assert {found[2], found[3]} == {states.UNCERTAIN}
    assert states.QUEUED not in found.values()


def test_a_journal_that_is_gone_leaves_what_was_claimed_uncertain(worker, broker):
    path = released(worker, 3)
    broker.dies_after_taking(1)
    with pytest.raises(Died):
        baton.deliver(worker, PATH)
    kill(worker)
    for file in (worker.var / "handover").glob("*.journal*"):
        file.unlink()
    broker.recovers()
    deliver(worker)
    assert rows(worker, path) == dict.fromkeys((1, 2, 3), states.UNCERTAIN)
    assert broker.references_seen_twice == []


def test_a_journal_that_cannot_begin_lets_nothing_leave(worker, broker, monkeypatch):
    path = released(worker, 3)
    lease = worker.lease(PATH)
    for journal in lease._journals:
        monkeypatch.setattr(journal, "begin", full_disk)
    with pytest.raises(OSError):
        baton.deliver(worker, PATH)
    assert broker.written == []
    deliver(worker)
    assert rows(worker, path) == dict.fromkeys((1, 2, 3), states.ACCEPTED)


def full_disk(*_):
    raise OSError(28, "no room")


def test_what_cannot_be_noted_does_not_leave(worker, broker, monkeypatch, caplog):
    path = released(worker, 3)
    for journal in worker.lease(PATH)._journals:
        monkeypatch.setattr(journal, "_write", full_disk)
    deliver(worker)
    assert broker.written == []
    assert set(rows(worker, path).values()) == {states.QUEUED}
    assert look(worker, PATH, "trouble") == "the adapter failed: OSError"
