"""The baton: batch after batch, turn after turn, and never in two hands."""

import threading
from itertools import pairwise

import pytest
from factories import (
    NOW,
    make_account,
    make_connection,
    make_institution,
    make_recipient,
    make_release,
    mobile,
)
from turns import PATH, deliver, look, queued, released, rows, scheduled

from unisms.model.folder import find
from unisms.services.delivery import steering
from unisms.sms import states
from unisms.tasks.delivery import baton
from unisms.testing.factories import someone

pytestmark = pytest.mark.usefixtures("house")


def change(worker, path, func, *args):
    """Call ``func(actor, campaign, connection, …)``, as a page would."""

    def act(root):
        campaign = find(root, path)
        func(someone(campaign), campaign, find(root, campaign.connection), NOW, *args)

    worker.run(act)


def test_a_campaign_is_handed_over_and_sent(worker, broker):
    path = released(worker, 3)
    deliver(worker)
    assert broker.texts == {mobile(number): f"Bonjour Personne {number}" for number in range(3)}
    assert rows(worker, path) == dict.fromkeys((1, 2, 3), states.ACCEPTED)
    assert look(worker, path, "state") == states.SENT


def test_an_idle_line_is_left_alone(worker, broker):
    deliver(worker)
    assert broker.batches == []
    assert queued(worker) == []


def test_batch_follows_batch_within_a_turn(worker, broker):
    broker.batch_size = 2
    path = released(worker, 7)
    deliver(worker)
    assert broker.batches == [2, 2, 2, 1]
    assert look(worker, path, "state") == states.SENT


def test_no_transaction_is_open_while_the_broker_has_a_batch(worker, broker):
    path, seen = released(worker, 3), []
    broker.meanwhile = lambda message: seen.append(look(worker, path, "handover").claims != ())
    deliver(worker)
    assert seen == [True] * 3


def test_after_its_turn_a_task_passes_the_baton(worker, broker, monkeypatch):
    monkeypatch.setattr(baton, "TURN", -1)
    broker.batch_size = 2
    released(worker, 5)
    baton.deliver(worker, PATH)
    assert broker.batches == [2]
    assert queued(worker) == [("deliver", PATH)]
    worker.drain()
    assert broker.batches == [2, 2, 1]


def test_an_urgent_message_goes_next(worker, broker):
    broker.batch_size = 1
    large = released(worker, 5)
    urgent = []

    def meanwhile(message):
        if not urgent:
            urgent.append(released(worker, [make_recipient(99)], urgent=True))

    broker.meanwhile = meanwhile
    deliver(worker)
    names = [reference.rpartition(".")[0] for reference in broker.references]
    assert (
        names.index(urgent[0].rpartition("/")[2]) <= 2
    )  # after the batch that leaves and the one already claimed
    assert look(worker, large, "state") == states.SENT


def test_a_pause_is_seen_before_the_claim_after_the_next(worker, broker):
    broker.batch_size = 1
    path = released(worker, 6)
    broker.meanwhile = once(lambda: change(worker, path, steering.pause))
    deliver(worker)
    assert len(broker.written) <= 2
    broker.meanwhile = lambda message: None
    change(worker, path, steering.resume)
    deliver(worker)
    assert look(worker, path, "state") == states.SENT
    assert (len(broker.written), broker.references_seen_twice) == (6, [])


def test_a_stop_spares_the_rest(worker, broker):
    broker.batch_size = 1
    path = released(worker, 6)
    broker.meanwhile = once(lambda: change(worker, path, steering.stop))
    deliver(worker)
    assert len(broker.written) <= 2
    assert set(rows(worker, path).values()) == {states.ACCEPTED, states.STOPPED}
    assert look(worker, path, "handover").claims == ()


def once(act):
    left = [act]
    return lambda message: left and left.pop()()


def test_several_connections_are_served_side_by_side(worker, broker):
    worker.run(lambda root: make_connection(root, "consortium").title)
    own, shared = released(worker), released(worker, connection="/brokers/consortium")
    deliver(worker)
    worker.enqueue("deliver", "/brokers/consortium")
    worker.drain()
    assert look(worker, own, "state") == look(worker, shared, "state") == states.SENT
    assert len(worker.leases()) == 2


# A single one at a time.


def test_who_finds_the_baton_taken_leaves_a_nudge(worker, broker):
    lease = worker.lease(PATH)
    released(worker)
    with lease.baton:
        baton.deliver(worker, PATH)
    assert broker.batches == []
    assert lease.nudged.is_set()


def test_a_nudge_at_the_last_moment_is_seen(worker, broker, monkeypatch):
    def hand_over(worker, lease):
        lease.nudged.set()  # something was released after the line was found idle
        return False

    monkeypatch.setattr(baton, "hand_over", hand_over)
    baton.deliver(worker, PATH)
    assert queued(worker) == [("deliver", PATH)]


def test_what_is_released_while_the_last_batch_leaves_is_handed_over(worker, broker):
    released(worker, 1)
    second = []
    broker.meanwhile = once(
        lambda: second.append(released(worker, 1)) or worker.enqueue("deliver", PATH)
    )
    deliver(worker)
    assert look(worker, second[0], "state") == states.SENT


def lease_out(worker, until=2**40):
    """Another worker, on another machine, has the lease."""

    def write(root):
        line = find(root, PATH).line
        line.holder, line.machine, line.until = "another", "another machine", until

    worker.run(write)


def test_without_the_lease_a_worker_stands_by_and_says_so_once(worker, broker, caplog):
    caplog.set_level("INFO")
    path = released(worker)
    lease_out(worker)
    for _ in range(3):
        deliver(worker)
        worker.look_again()
    assert broker.batches == []
    assert caplog.text.count("another worker hands over") == 1
    lease_out(worker, until=0)
    worker.look_again()
    worker.drain()
    assert look(worker, path, "state") == states.SENT
    assert worker.standing_by == set()
    assert caplog.text.count("this worker hands over now") == 1


def test_a_worker_that_stops_does_not_stand_by(worker):
    worker.stopping.set()
    baton.deliver(worker, PATH)
    worker.look_again()
    assert (queued(worker), scheduled(worker)) == ([], [])


def test_a_lease_lost_during_a_turn_ends_it(worker, broker):
    broker.batch_size = 1
    path = released(worker, 6)
    broker.meanwhile = once(lambda: setattr(worker.lease(PATH), "alive", False))
    baton.deliver(worker, PATH)
    assert len(broker.written) <= 2
    assert look(worker, path, "handover").claims == ()
    assert queued(worker) == []


def test_a_worker_that_stops_ends_its_batch_and_claims_no_more(worker, broker):
    broker.batch_size = 1
    path = released(worker, 6)
    broker.meanwhile = once(worker.stopping.set)
    deliver(worker)
    assert len(broker.written) <= 2
    assert look(worker, path, "handover").claims == ()
    assert (queued(worker), scheduled(worker)) == ([], [])


def test_two_threads_never_hand_over_together(worker, broker):
    broker.batch_size = 5
    paths = [released(worker, 30) for _ in range(3)]
    together, inside = [], threading.Lock()

    def meanwhile(message):
        together.append(inside.acquire(blocking=False))
        inside.release()

    broker.meanwhile = meanwhile
    threads = [threading.Thread(target=baton.deliver, args=(worker, PATH)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    worker.drain()
    assert all(together)
    assert broker.references_seen_twice == []
    assert {look(worker, path, "state") for path in paths} == {states.SENT}


def test_institutions_take_turns_on_a_shared_connection(worker, broker):
    broker.batch_size = 1

    def furnish(root):
        make_connection(root, "consortium")
        make_account(make_institution(root, "lyon2"))
        return {
            make_release(
                root["institutions"][name], 4, connection="/brokers/consortium"
            ).__name__: name
            for name in ("paris1", "lyon2")
        }

    owner = worker.run(furnish)
    worker.enqueue("deliver", "/brokers/consortium")
    worker.drain()
    served = [owner[reference.rpartition(".")[0]] for reference in broker.references]
    assert all(first != second for first, second in pairwise(served))
