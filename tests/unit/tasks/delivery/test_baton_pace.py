"""The pace: how much is claimed at once, and how fast it leaves."""

from types import SimpleNamespace

import pytest
from factories import NOW
from turns import PATH, deliver, look, released

from unisms.model.folder import find
from unisms.tasks.delivery import baton

pytestmark = pytest.mark.usefixtures("house")


@pytest.mark.parametrize(
    ("pace", "rate", "answers_after", "most", "share"),
    [
        (0, 0.0, 0.0, 500, 100),  # nothing is known yet
        (0, 0.0, 0.0, 20, 20),
        (0, 400.0, 0.125, 500, 100),
        (0, 1e9, 0.0, 500, 500),
        (0, 1e9, 0.0, 1000, 500),
        (40, 0.0, 0.0, 500, 10),
        (40, 4000.0, 0.0, 500, 10),
        (4000, 40.0, 0.0, 500, 10),
        (1, 0.0, 0.0, 500, 1),
        (0, 0.001, 0.0, 500, 1),
        (0, 100.0, 0.5, 500, 100),  # a window of fifty, answered after half a second
    ],
)
def test_a_claim_takes_what_leaves_in_a_quarter_of_a_second_or_in_two_answers(
    pace, rate, answers_after, most, share
):
    broker = SimpleNamespace(batch_size=most)
    lease = SimpleNamespace(pace=pace, rate=rate, answers_after=answers_after, broker=broker)
    assert baton.share(lease) == share


@pytest.fixture
def clock(monkeypatch):
    clock = SimpleNamespace(now=100.0, slept=[])
    clock.monotonic = lambda: clock.now
    clock.sleep = clock.slept.append
    clock.time = lambda: NOW
    monkeypatch.setattr(baton, "time", clock)
    return clock


def test_a_connection_without_a_pace_is_measured(clock):
    lease = SimpleNamespace(pace=0, rate=0.0)
    baton.keep_pace(lease, 50, clock.now - 0.5, clock.now - 0.25, clock.now)
    assert (lease.rate, lease.answers_after, clock.slept) == (100.0, 0.25, [])


@pytest.mark.parametrize(("window", "answers_after"), [(50, 0.3), (50, 1.0), (10, 0.3), (1, 0.3)])
def test_a_broker_that_answers_late_gets_claims_that_fill_its_window(clock, window, answers_after):
    broker = SimpleNamespace(batch_size=500)
    lease = SimpleNamespace(pace=0, rate=0.0, answers_after=0.0, broker=broker)
    for _ in range(20):
        claimed, began = baton.share(lease), clock.now
        clock.now += -(claimed // -window) * answers_after
        baton.keep_pace(lease, claimed, began, began + answers_after, clock.now)
    assert window <= baton.share(lease) <= 2 * window + 1


def test_a_connection_with_a_pace_waits_for_it(clock):
    lease = SimpleNamespace(pace=10, rate=0.0)
    baton.keep_pace(lease, 5, clock.now - 0.2, None, clock.now)
    assert clock.slept == [pytest.approx(0.3)]
    assert lease.rate == 0.0


def test_a_connection_slower_than_its_pace_does_not_wait(clock):
    lease = SimpleNamespace(pace=10, rate=0.0)
    baton.keep_pace(lease, 5, clock.now - 1, None, clock.now)
    assert (lease.rate, clock.slept) == (5.0, [])


def test_with_a_pace_one_batch_is_claimed_at_a_time(worker, broker, monkeypatch):
    slept = []
    monkeypatch.setattr(baton.time, "sleep", slept.append)
    worker.run(lambda root: setattr(find(root, PATH), "pace", 8))
    path, claims = released(worker, 5), []
    worker.lease(PATH).pace = 8
    broker.meanwhile = lambda message: claims.append(len(look(worker, path, "handover").claims))
    deliver(worker)
    assert set(claims) == {1}
    assert broker.batches == [2, 2, 1]
    assert len(slept) >= 3
