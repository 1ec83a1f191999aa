"""The baton: batch after batch, whatever the broker does, wherever the process dies; nothing twice, nothing lost."""

import threading
from itertools import pairwise
from types import SimpleNamespace

import pytest
from factories import (
    NOW,
    kill,
    make_account,
    make_connection,
    make_house,
    make_institution,
    make_recipient,
    make_release,
    mobile,
    tasks_here,
)

from unisms.model.folder import find
from unisms.ports import BrokerRefused, BrokerUnavailable
from unisms.services import composing, delivery
from unisms.sms import states
from unisms.tasks import baton
from unisms.testing.outsiders import Died

PATH = "/institutions/paris1/brokers/fake"


@pytest.fixture(autouse=True)
def house(worker):
    worker.run(lambda root: make_house(root).__name__)


def released(worker, recipients=3, **fields):
    """The path of a campaign under way."""
    return worker.run(lambda root: make_release(root["institutions"]["paris1"], recipients, **fields).path)


def change(worker, path, func, *args):
    """Call ``func(campaign, connection, …)``, as a page would."""
    worker.run(lambda root: func(find(root, path), find(root, find(root, path).connection), "lib", NOW, *args))


def rows(worker, path):
    return worker.run(lambda root: {number: row[1] for number, row in find(root, path).stored_rows()})


def look(worker, path, attribute):
    return worker.run(lambda root: getattr(find(root, path), attribute))


def deliver(worker):
    worker.enqueue("deliver", PATH)
    worker.drain()


def queued(worker):
    """What this process does next; no other is asked to."""
    assert worker.huey.pending() == []
    return [(task.name, *task.args) for when, task in tasks_here(worker) if when <= baton.time.monotonic()]


def scheduled(worker):
    return [(task.name, *task.args) for when, task in tasks_here(worker) if when > baton.time.monotonic()]


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
    assert names.index(urgent[0].rpartition("/")[2]) <= 2  # after the batch that leaves and the one already claimed
    assert look(worker, large, "state") == states.SENT


def test_a_pause_is_seen_before_the_claim_after_the_next(worker, broker):
    broker.batch_size = 1
    path = released(worker, 6)
    broker.meanwhile = once(lambda: change(worker, path, delivery.pause))
    deliver(worker)
    assert len(broker.written) <= 2
    broker.meanwhile = lambda message: None
    change(worker, path, delivery.resume)
    deliver(worker)
    assert look(worker, path, "state") == states.SENT
    assert (len(broker.written), broker.references_seen_twice) == (6, [])


def test_a_stop_spares_the_rest(worker, broker):
    broker.batch_size = 1
    path = released(worker, 6)
    broker.meanwhile = once(lambda: change(worker, path, delivery.stop))
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


# One at a time.


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
    broker.meanwhile = once(lambda: second.append(released(worker, 1)) or worker.enqueue("deliver", PATH))
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


# A broker in trouble.


def test_what_a_broker_could_not_take_is_taken_later(worker, broker):
    broker.batch_size = 2
    path = released(worker, 7)
    broker.goes_away_after(3)
    deliver(worker)
    assert sorted(rows(worker, path).values()) == [states.ACCEPTED] * 3 + [states.QUEUED] * 4
    assert look(worker, path, "handover").claims == ()
    broker.recovers()
    deliver(worker)
    assert look(worker, path, "state") == states.SENT
    assert (broker.references_seen_twice, len(broker.written)) == ([], 7)


def test_people_are_told_why_nothing_leaves_until_it_does(worker, broker):
    released(worker, 3)
    broker.goes_away_after(1, "the account is empty")
    deliver(worker)
    assert look(worker, PATH, "trouble") == "the account is empty"
    broker.recovers()
    deliver(worker)
    assert look(worker, PATH, "trouble") == ""


def test_a_broker_that_is_away_is_tried_again_later_and_later(worker, broker):
    released(worker)
    broker.goes_away_after(0)
    for failures, delay in enumerate([1, 2, 5, 10, 30, 30]):
        worker.retries.clear()
        worker.huey.storage.flush_all()
        baton.deliver(worker, PATH, failures)
        assert scheduled(worker) == [("deliver", PATH, failures + 1)]
        assert 0 < worker.retries[PATH] - baton.time.monotonic() <= delay


def test_of_all_who_find_the_broker_away_one_tries_again(worker, broker):
    released(worker)
    broker.goes_away_after(0)
    for _ in range(5):
        baton.deliver(worker, PATH)
    assert len(scheduled(worker)) == 1


@pytest.fixture
def asked(broker, monkeypatch):
    """A broker that refuses us; how often it was asked for a session."""
    asked = []

    def refuse(inbox):
        asked.append(inbox)
        raise BrokerRefused("wrong password")

    monkeypatch.setattr(broker, "open", refuse)
    return asked


def save_settings(worker, **settings):
    """Once more, or others."""
    worker.run(lambda root: find(root, PATH).settings.update(settings))


def test_a_broker_that_refuses_us_is_asked_again_after_half_a_minute_whatever_nudges(worker, asked):
    released(worker)
    for _ in range(3):
        deliver(worker)
    assert len(asked) == 1
    assert scheduled(worker) == [("deliver", PATH, 1)]
    assert 29 < worker.retries[PATH] - baton.time.monotonic() <= baton.REFUSED == 30
    worker.refused[PATH] = worker.edition(PATH), baton.time.monotonic()
    deliver(worker)
    assert len(asked) == 2


def test_settings_that_are_saved_are_tried_at_once(worker, asked):
    released(worker)
    deliver(worker)
    save_settings(worker)
    for _ in range(3):
        deliver(worker)
    assert len(asked) == 2
    assert 29 < worker.retries[PATH] - baton.time.monotonic() <= 30


def test_a_session_that_is_open_passes_on_to_settings_that_are_saved(worker, broker):
    released(worker)
    deliver(worker)
    broker.goes_away_after(0)
    broker._ending = BrokerRefused("the account is closed")
    path = released(worker)
    deliver(worker)
    assert worker.refused[PATH][0] == worker.edition(PATH)
    broker.recovers()
    save_settings(worker, password="another")
    deliver(worker)
    assert (broker.sessions, broker.closed) == (2, 1)
    assert look(worker, path, "state") == states.SENT


def test_a_broker_that_first_refuses_us_and_then_is_away_is_tried_as_one_that_is_away(worker, broker, asked):
    released(worker)
    deliver(worker)
    save_settings(worker)
    broker.open = lambda inbox: (_ for _ in ()).throw(BrokerUnavailable("away"))
    deliver(worker)
    assert 0 < worker.retries[PATH] - baton.time.monotonic() <= 1
    deliver(worker)
    assert len(scheduled(worker)) == 2


def test_a_session_that_cannot_be_opened_is_tried_again_and_told(worker, broker, caplog):
    released(worker)
    broker.refuses_session = BrokerUnavailable("wrong password")
    deliver(worker)
    assert scheduled(worker) == [("deliver", PATH, 1)]
    assert look(worker, PATH, "trouble") == "wrong password"
    broker.recovers()
    deliver(worker)
    assert len(broker.written) == 3
    assert look(worker, PATH, "trouble") == ""


def test_a_session_that_cannot_be_opened_is_logged_once_until_it_was_open(worker, broker, caplog):
    released(worker)
    for _ in range(2):
        broker.refuses_session = baton.BrokerUnavailable("nobody listens")
        for failures in range(3):
            worker.retries = dict.fromkeys(worker.retries, 0)
            baton.deliver(worker, PATH, failures)
        broker.recovers()
        deliver(worker)
        worker.lease(PATH).release()
    assert [line for line in caplog.messages if "cannot be opened" in line] == [
        f"connection {PATH}: cannot be opened (BrokerUnavailable)"
    ] * 2


def test_an_adapter_that_is_not_switched_on_is_told(worker, caplog):
    worker.run(lambda root: setattr(find(root, PATH), "adapter", "unheard-of"))
    released(worker)
    deliver(worker)
    assert "unheard-of" in look(worker, PATH, "trouble")
    assert scheduled(worker) == [("deliver", PATH, 1)]


def test_an_adapter_that_cannot_be_made_is_tried_again_and_told(worker, broker):
    broker.refuses_session = KeyError("host")
    with pytest.raises(KeyError):
        baton.deliver(worker, PATH)
    assert look(worker, PATH, "trouble") == "the adapter failed: KeyError"
    assert scheduled(worker) == [("deliver", PATH, 1)]


def test_a_fault_of_the_adapter_loses_nothing_that_the_journal_knows(worker, broker, caplog):
    path = released(worker, 3)
    broker.fails_after(1, ValueError("oops"))
    deliver(worker)
    assert rows(worker, path) == {1: states.ACCEPTED, 2: states.QUEUED, 3: states.QUEUED}
    assert look(worker, PATH, "trouble") == "the adapter failed: ValueError"
    assert look(worker, PATH, "trouble_kind") == "fault"
    assert len(scheduled(worker)) == 1


def test_what_is_throttled_waits_and_leaves_once_more(worker, broker):
    path = released(worker, 3)
    broker.throttles(mobile(1), times=2)
    deliver(worker)
    assert set(rows(worker, path).values()) == {states.ACCEPTED}
    assert look(worker, path, "state") == states.SENT


def test_what_is_refused_has_failed_and_what_is_lost_is_uncertain(worker, broker):
    path = released(worker, 3)
    broker.refuses(mobile(0))
    broker.loses(mobile(1))
    deliver(worker)
    assert rows(worker, path) == {1: states.FAILED, 2: states.UNCERTAIN, 3: states.ACCEPTED}
    assert look(worker, path, "state") == states.SENT


def test_what_is_uncertain_is_sent_again_when_a_person_says_so(worker, broker):
    path = released(worker, 2)
    broker.loses(mobile(0))
    deliver(worker)
    worker.run(lambda root: composing.resend_uncertain(find(root, path), "lib", NOW))
    broker._fates.clear()
    deliver(worker)
    assert rows(worker, path) == {1: states.EXPIRED, 2: states.ACCEPTED, 3: states.ACCEPTED}
    assert [message.msisdn for message in broker.written] == [mobile(0), mobile(1), mobile(0)]


# The process dies.


@pytest.mark.parametrize("batch_size", [1, 3, 500])
@pytest.mark.parametrize("answered", [True, False])
@pytest.mark.parametrize("messages", range(1, 8))
def test_a_crash_between_claim_and_answer_never_sends_twice(worker, broker, batch_size, answered, messages):
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


def test_a_crash_in_the_second_try_of_what_was_throttled_does_not_send_it_a_third_time(worker, broker):
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
    monkeypatch.setattr("unisms.tasks.journal.boot_id", lambda: "another boot")
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


# The store is away.


class StoreAway:
    """Makes ``worker.run`` fail for one function: ``plan[func]`` tells, call by call, whether it does.

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
    monkeypatch.setattr(worker.stopping, "wait", lambda seconds: waits.append(seconds) or worker.stopping.is_set())
    return waits


def test_an_outcome_is_written_down_however_long_the_store_is_away(worker, broker, store_away, no_waiting, caplog):
    path = released(worker, 3)
    store_away.plan[delivery.settle_batch] = [True] * 8
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
    store_away.plan[delivery.settle_batch] = [True]
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
    store_away.plan[delivery.claim_batch] = [False, True]
    with pytest.raises(ConnectionError):
        baton.deliver(worker, PATH)
    assert scheduled(worker) == [("deliver", PATH, 1)]
    deliver(worker)
    assert broker.references_seen_twice == []
    assert rows(worker, path) == dict.fromkeys(range(1, 7), states.ACCEPTED)
    assert broker.sessions == 2


@pytest.mark.parametrize("plan", [["late"], [False, "late"], [False, False, "late"], [False, False, False, "late"]])
def test_a_claim_stored_though_the_store_said_no_is_found_again(worker, broker, store_away, plan):
    broker.batch_size = 2
    path = released(worker, 6)
    store_away.plan[delivery.claim_batch] = plan
    with pytest.raises(ConnectionError):
        baton.deliver(worker, PATH)
    deliver(worker)
    assert broker.references_seen_twice == []
    assert rows(worker, path) == dict.fromkeys(range(1, 7), states.ACCEPTED)
    assert look(worker, path, "state") == states.SENT


def test_a_settle_stored_though_the_store_said_no_is_not_done_twice(worker, broker, store_away, no_waiting, caplog):
    broker.batch_size = 2
    path = released(worker, 6)
    broker.throttles(mobile(0))
    store_away.plan[delivery.settle_batch] = ["late"] * 3
    deliver(worker)
    assert broker.references_seen_twice == [f"{path.rpartition('/')[2]}.1"]  # the one that was throttled, once
    assert rows(worker, path) == dict.fromkeys(range(1, 7), states.ACCEPTED)
    assert look(worker, path, "state") == states.SENT


def test_a_claim_that_nobody_knows_of_is_given_back_when_the_line_is_idle(worker, broker):
    path = released(worker, 2)
    worker.lease(PATH)

    def claimed_unknown_to_us(root):
        delivery.claim_batch(root, PATH, 10, worker.machine, NOW)

    worker.run(claimed_unknown_to_us)
    deliver(worker)
    assert rows(worker, path) == dict.fromkeys((1, 2), states.ACCEPTED)
    assert look(worker, path, "state") == states.SENT


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


# How much at once, how fast.


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
def test_a_claim_takes_what_leaves_in_a_quarter_of_a_second_or_in_two_answers(pace, rate, answers_after, most, share):
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
            make_release(root["institutions"][name], 4, connection="/brokers/consortium").__name__: name
            for name in ("paris1", "lyon2")
        }

    owner = worker.run(furnish)
    worker.enqueue("deliver", "/brokers/consortium")
    worker.drain()
    served = [owner[reference.rpartition(".")[0]] for reference in broker.references]
    assert all(first != second for first, second in pairwise(served))
