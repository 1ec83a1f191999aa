"""The store is away: what is claimed, settled or answered meanwhile is neither lost nor done
twice."""

import pytest
from factories import NOW, kill, mobile
from turns import PATH, deliver, look, released, rows, scheduled

from unisms.services.delivery import claims, settlement
from unisms.sms import states
from unisms.tasks.delivery import baton

pytestmark = pytest.mark.usefixtures("house")


class StoreAway:
    """Makes ``worker.run`` fail for one function: ``plan[func]`` tells, call by call, whether it
    does.

    ``"late"`` fails too, but only once all is stored, as a store may whose answer is lost.
    """

    def __init__(self, worker, monkeypatch):
        self.run, self.plan = worker.run, {}
        monkeypatch.setattr(worker, "run", self)

    def __call__(self, func, *args):
        fails = self.plan[func].pop(0) if self.plan.get(func) else False
        if fails == "late":
            self.run(func, *args)
        if fails:
            raise ConnectionError("the store is away")
        return self.run(func, *args)


@pytest.fixture
def store_away(worker, monkeypatch):
    return StoreAway(worker, monkeypatch)


@pytest.fixture
def no_waiting(worker, monkeypatch):
    waits = []
    monkeypatch.setattr(
        worker.stopping, "wait", lambda seconds: waits.append(seconds) or worker.stopping.is_set()
    )
    return waits


def test_an_outcome_is_written_down_however_long_the_store_is_away(
    worker, broker, store_away, no_waiting, caplog
):
    path = released(worker, 3)
    store_away.plan[settlement.settle_batch] = [True] * 8
    deliver(worker)
    assert rows(worker, path) == dict.fromkeys((1, 2, 3), states.ACCEPTED)
    assert no_waiting == [0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 5, 5]
    assert "cannot settle" in caplog.text


@pytest.mark.parametrize("batch_size", [1, 500])
def test_a_worker_stopped_while_the_store_is_away_leaves_it_to_the_journal(
    worker, broker, store_away, no_waiting, caplog, batch_size
):
    broker.batch_size = batch_size
    path = released(worker, 3)
    store_away.plan[settlement.settle_batch] = [True]
    broker.meanwhile = lambda message: worker.stopping.set()
    with pytest.raises(ConnectionError):
        baton.deliver(worker, PATH)
    kill(worker)
    worker.stopping.clear()
    broker.meanwhile = lambda message: None
    deliver(worker)
    assert broker.references_seen_twice == []
    assert rows(worker, path) == dict.fromkeys((1, 2, 3), states.ACCEPTED)


def test_a_claim_that_fails_while_a_batch_leaves_sends_nothing_twice(worker, broker, store_away):
    broker.batch_size = 2
    path = released(worker, 6)
    store_away.plan[claims.claim_batch] = [False, True]
    with pytest.raises(ConnectionError):
        baton.deliver(worker, PATH)
    assert scheduled(worker) == [("deliver", PATH, 1)]
    deliver(worker)
    assert broker.references_seen_twice == []
    assert rows(worker, path) == dict.fromkeys(range(1, 7), states.ACCEPTED)
    assert broker.sessions == 2


@pytest.mark.parametrize(
    "plan", [["late"], [False, "late"], [False, False, "late"], [False, False, False, "late"]]
)
def test_a_claim_stored_though_the_store_said_no_is_found_again(worker, broker, store_away, plan):
    broker.batch_size = 2
    path = released(worker, 6)
    store_away.plan[claims.claim_batch] = plan
    with pytest.raises(ConnectionError):
        baton.deliver(worker, PATH)
    deliver(worker)
    assert broker.references_seen_twice == []
    assert rows(worker, path) == dict.fromkeys(range(1, 7), states.ACCEPTED)
    assert look(worker, path, "state") == states.SENT


def test_a_settle_stored_though_the_store_said_no_is_not_done_twice(
    worker, broker, store_away, no_waiting, caplog
):
    broker.batch_size = 2
    path = released(worker, 6)
    broker.throttles(mobile(0))
    store_away.plan[settlement.settle_batch] = ["late"] * 3
    deliver(worker)
    assert broker.references_seen_twice == [
        f"{path.rpartition('/')[2]}.1"
    ]  # the one that was throttled, once
    assert rows(worker, path) == dict.fromkeys(range(1, 7), states.ACCEPTED)
    assert look(worker, path, "state") == states.SENT


def test_a_claim_that_nobody_knows_of_is_given_back_when_the_line_is_idle(worker, broker):
    path = released(worker, 2)
    worker.lease(PATH)

    def claimed_unknown_to_us(root):
        claims.claim_batch(root, PATH, 10, worker.machine, NOW)

    worker.run(claimed_unknown_to_us)
    deliver(worker)
    assert rows(worker, path) == dict.fromkeys((1, 2), states.ACCEPTED)
    assert look(worker, path, "state") == states.SENT
