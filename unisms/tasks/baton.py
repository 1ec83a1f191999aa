"""Delivery over one broker connection: claim, send, settle, and pass the baton. One at a time has it."""

import logging
import time

from unisms.ports import BrokerError, BrokerUnavailable
from unisms.seams import UnknownAdapter
from unisms.services import delivery

log = logging.getLogger(__name__)
TURN = 1.0  # seconds that one task hands over before it passes the baton, so that other connections get a thread
SHARE = 0.5  # a claim takes what leaves in this many seconds, so that urgent, pause and stop never wait longer
MOST = 500  # messages in a claim
FIRST = 100  # messages in a claim while the speed is not known
PATIENCE = (1, 2, 5, 10, 30)  # seconds before the next try while the broker is away


def includeme(config):
    config.add_task(deliver)


def deliver(worker, path, failures=0):
    """Hand over what waits at the connection at ``path`` for a while, then pass the baton."""
    try:
        lease = worker.lease(path)
    except (BrokerUnavailable, UnknownAdapter) as trouble:
        log.warning("connection %s: cannot be opened (%s)", path, type(trouble).__name__)
        later(worker, path, failures)
        return
    if lease is None:
        return
    lease.nudged.set()
    if not lease.baton.acquire(blocking=False):
        return  # the one who has it will see the nudge
    try:
        again = hand_over(worker, lease)
    except BrokerUnavailable as trouble:
        lease.tell(str(trouble))
        later(worker, path, failures)
        return
    finally:
        lease.baton.release()
    if (again or lease.nudged.is_set()) and not worker.stopping.is_set():
        worker.enqueue("deliver", path)


def hand_over(worker, lease):
    """Batch after batch for a turn; false once nothing waits."""
    turn_ends = time.monotonic() + TURN
    while time.monotonic() < turn_ends and lease.alive:
        if worker.stopping.is_set():
            return False
        lease.nudged.clear()
        if not deliver_batch(worker, lease):
            return False
    return lease.alive


def deliver_batch(worker, lease):
    """Hand over one batch; false when nothing waits."""
    started = time.monotonic()
    batch = worker.run(delivery.claim_batch, lease.path, share(lease), worker.machine, int(time.time()))
    if batch is None:
        return False
    lease.pace = batch.pace
    lease.journal.begin()
    lease.index.claimed(batch.campaign, batch.messages)
    trouble = None
    try:
        lease.broker.send(batch.messages, lease.journal)  # no transaction is open here
    except BrokerError as caught:
        trouble = caught
    except Exception as caught:
        log.exception("connection %s: the adapter failed", lease.path)
        trouble = BrokerUnavailable(f"the adapter failed: {type(caught).__name__}")
    outcome = lease.journal.outcome()
    settle(worker, lease, batch, outcome)
    if trouble is not None:
        raise BrokerUnavailable(str(trouble)) from trouble
    keep_pace(lease, len(batch.numbers), started)
    return True


def settle(worker, lease, batch, outcome):
    """Write the outcome down, however long the store needs to come back: memory alone has it."""
    wait = 0.1
    while True:
        try:
            now = int(time.time())
            worker.run(delivery.settle_batch, lease.path, batch.campaign, batch.numbers, outcome, now)
            break
        except Exception:
            log.exception("connection %s: cannot settle; trying again", lease.path)
            if worker.stopping.wait(wait):
                raise  # the journal still tells it to whoever takes the lease next
            wait = min(wait * 2, 5)
    lease.index.settled_claim(batch.campaign, batch.messages, outcome)


def share(lease):
    """How many messages the next claim takes: what leaves in half a second."""
    most = min(MOST, lease.broker.batch_size)
    speeds = [speed for speed in (lease.pace, lease.rate) if speed]
    if not speeds:
        return min(FIRST, most)
    return min(most, max(1, int(min(speeds) * SHARE)))


def keep_pace(lease, count, started):
    """Measure the speed, and wait where the connection has a pace to keep."""
    spent = max(time.monotonic() - started, 1e-6)
    lease.rate = count / spent
    if lease.pace and spent < count / lease.pace:
        time.sleep(count / lease.pace - spent)
        lease.rate = 0.0


def later(worker, path, failures):
    """Try again in a while, longer each time."""
    if not worker.stopping.is_set():
        delay = PATIENCE[min(failures, len(PATIENCE) - 1)]
        worker.enqueue_later(delay, "deliver", path, failures + 1)
