"""Delivery over one broker connection: claim, send, settle, and pass the baton.

One task at a time has it.
"""

import logging
import math
import time

from pyramid.config import Configurator

from unisms import seams
from unisms.model.store import log_trouble
from unisms.ports import BrokerRefused, BrokerUnavailable
from unisms.services.brokers import holds
from unisms.services.delivery import claims, settlement
from unisms.services.delivery.claims import Batch
from unisms.tasks.delivery.brake import Verdict
from unisms.tasks.delivery.journal import Outcome
from unisms.tasks.delivery.lease import Lease
from unisms.tasks.lanes import DELIVER
from unisms.tasks.worker import REFUSED, BeingTaken, ConnectionGone, JustRefused, Worker

log = logging.getLogger(__name__)
# Seconds that one task hands over before it passes the baton, so that other connections get a
# thread.
TURN = 1.0
# A claim takes what leaves in so many seconds; two are open: urgent, pause and stop wait 0.5.
SHARE = 0.25
MOST = 500  # messages in a claim
FIRST = 100  # messages in a claim while the speed is not known
SOON = 0.1  # seconds before the next try to settle
PATIENCE = (1, 2, 5, 10, 30)  # seconds before the next try while the broker is away

NOTHING_LEFT = Outcome({}, set())


def includeme(config: Configurator) -> None:
    config.add_task(deliver, lane=DELIVER)


class AdapterFailed(BrokerUnavailable):
    """The adapter raised what it has not promised: somebody must look, and not at the broker."""

    kind = "fault"


def deliver(worker: Worker, path: str, failures: int = 0) -> None:
    """Hand over what waits at the connection at ``path`` for a while, then pass the baton."""
    try:
        lease = worker.lease(path)
    except (BeingTaken, JustRefused, ConnectionGone):
        return  # another thread will see what waits, the next try is under way, or none is needed
    except (BrokerUnavailable, seams.UnknownAdapter) as trouble:
        if path not in worker.retries:  # said once, however often it is tried
            log.warning("connection %s: cannot be opened (%s)", path, type(trouble).__name__)
        later(worker, path, failures)
        return
    except Exception:
        later(worker, path, failures)
        raise
    if lease is None:
        stand_by(worker, path)
        return
    if path in worker.standing_by:
        worker.standing_by.discard(path)
        log.info("connection %s: this worker hands over now", path)
    lease.nudged.set()
    if lease.baton.acquire(blocking=False):  # otherwise the one who has it will see the nudge
        take_turn(worker, lease, failures)


def take_turn(worker: Worker, lease: Lease, failures: int) -> None:
    """Hand over with the baton in hand, let go of it, and see that somebody takes it again."""
    try:
        again = hand_over(worker, lease)
    except BrokerUnavailable as trouble:
        if isinstance(trouble, BrokerRefused):
            worker.note_refusal(lease.path, lease.edition)
        later(worker, lease.path, failures)
        lease.tell(str(trouble), trouble.kind)
        return
    except BaseException:
        # The next lease learns from the journals of what is claimed and not settled.
        lease.alive = False
        later(worker, lease.path, failures)
        raise
    finally:
        lease.baton.release()
    worker.retries.pop(lease.path, None)
    if (again or lease.nudged.is_set()) and not worker.stopping.is_set():
        worker.enqueue_here("deliver", lease.path)  # no other has the lease


def stand_by(worker: Worker, path: str) -> None:
    """Let the worker that hands over go on; this one takes its place once it is gone."""
    worker.retries.pop(path, None)
    if path not in worker.standing_by and not worker.stopping.is_set():
        worker.standing_by.add(path)
        log.info("connection %s: another worker hands over, this one stands by", path)


def hand_over(worker: Worker, lease: Lease) -> bool:
    """Hand over batch after batch for a turn; return false once nothing waits.

    While a batch is in the broker's hands, the one before it is settled and the next one claimed,
    so that the window never runs dry.
    """
    turn_ends = time.monotonic() + TURN
    batch, settled = claim(worker, lease), None
    while batch is not None:
        flight = Flight(lease, batch)
        if settled is not None:
            settle(worker, lease, *settled)
        ends = time.monotonic() > turn_ends or worker.stopping.is_set() or not lease.alive
        following = None if ends or lease.pace else claim(worker, lease)
        outcome, trouble = flight.wait()
        verdict = lease.brake.judge(batch, outcome)
        if trouble is None:
            lease.tell("")
        settled = batch, verdict
        if trouble is not None or following is None or verdict.held is not None:
            settle(worker, lease, *settled)
            settled = None
        if following is not None and (trouble is not None or verdict.keeps(following.campaign)):
            settle(worker, lease, following, Verdict(NOTHING_LEFT))
            following = None
        if trouble is not None:
            raise trouble
        if ends:
            return lease.alive
        batch = following or claim(worker, lease)
    return lease.alive and recover(worker, lease)


def recover(worker: Worker, lease: Lease) -> bool:
    """Take back claims that are open though all of ours is settled; return whether there was one.

    Such a claim was made by a commit of which the store said that it failed.
    """
    arguments = lease.path, NOTHING_LEFT, worker.machine, int(time.time()), worker.name
    try:
        found, _ = worker.run(settlement.recover, *arguments)
    except claims.LeaseLost:
        lease.lose()
        return False
    return found > 0


def claim(worker: Worker, lease: Lease) -> Batch | None:
    """The next batch, or ``None`` when nothing waits."""
    lease.nudged.clear()
    arguments = lease.path, share(lease), worker.machine, int(time.time()), worker.name
    try:
        batch = worker.run(claims.claim_batch, *arguments)
    except claims.LeaseLost:
        lease.lose()
        return None
    if batch is not None:
        lease.pace = batch.pace
        lease.index.claimed(batch.campaign, batch.messages)
    return batch


class Flight:
    """A batch in the broker's hands, on the lease's own thread; no transaction is open there."""

    def __init__(self, lease: Lease, batch: Batch) -> None:
        self._lease, self._batch = lease, batch
        self._journal = lease.next_journal()
        self._journal.begin()
        self._started = time.monotonic()
        self._sending = lease.sender.submit(self._send)

    def _send(self) -> None:
        self._lease.broker.send(self._batch.messages, self._journal)
        journal = self._journal
        ended = journal.last_answer if journal.given_back else time.monotonic()
        count = len(self._batch.numbers) - journal.given_back
        if count and ended:
            keep_pace(self._lease, count, self._started, journal.first_answer, ended)

    def wait(self) -> tuple[Outcome, BrokerUnavailable | None]:
        """Return the outcome, and the ``BrokerUnavailable`` that ended it early, if one did."""
        trouble = None
        try:
            self._sending.result()
        except BrokerUnavailable as caught:
            trouble = caught
        # A bad adapter or batch must not lose what the journal knows.
        except Exception as caught:  # noqa: BLE001
            log.error(
                "connection %s: the adapter failed: %s", self._lease.path, seams.risen(caught)
            )
            trouble = AdapterFailed(f"the adapter failed: {type(caught).__name__}")
        return self._journal.outcome(), trouble


def settle(worker: Worker, lease: Lease, batch: Batch, verdict: Verdict) -> None:
    """Write the verdict down, however long the store needs to come back: memory alone has it."""
    outcome = verdict.outcome
    wait = SOON
    while True:
        try:
            now = int(time.time())
            brake(worker, lease, batch, verdict, now)
            untold = worker.run(
                settlement.settle_batch, lease.path, batch.campaign, batch.numbers, outcome, now
            )
            break
        except Exception as trouble:
            if wait == SOON:  # said once, however often it is tried
                log_trouble(log, "connection %s: cannot settle", lease.path, trouble=trouble)
            if worker.stopping.wait(wait):
                raise  # the journal still tells it to whoever takes the lease next
            wait = min(wait * 2, 5)
    lease.index.settled_claim(batch.campaign, batch.messages, outcome, untold)


def brake(worker: Worker, lease: Lease, batch: Batch, verdict: Verdict, now: int) -> None:
    """Hold back what the broker refuses without a word of its number, or let it go again.

    What has failed by it before comes back first: a crash in between costs no message.
    """
    if verdict.regained:
        worker.run(holds.regain, lease.path, batch.campaign, verdict.regained, now)
    if verdict.held is not None:
        held, answer = verdict.held, verdict.answer
        worker.run(holds.hold_back, lease.path, held, answer, now)
        what = held or "everything"
        log.warning(
            "connection %s: %s is held back, each message is refused (%s)",
            lease.path,
            what,
            answer[0],
        )
    elif verdict.released:
        worker.run(holds.release_taken, lease.path, batch.campaign)
        log.info("connection %s: messages are taken again", lease.path)


def share(lease: Lease) -> int:
    """Return how many messages the next claim takes.

    If the broker is slow to answer, a claim lasts twice that time at least. A smaller one would not
    leave sooner, only be slower, and the next one be smaller still.
    """
    most = min(MOST, lease.broker.batch_size)
    speeds = [speed for speed in (lease.pace, lease.rate) if speed]
    if not speeds:
        return min(FIRST, most)
    return min(most, max(1, math.ceil(min(speeds) * max(SHARE, 2 * lease.answers_after))))


def keep_pace(
    lease: Lease, count: int, started: float, answered: float | None, ended: float
) -> None:
    """Measure the speed and the time of the first answer; wait if the connection has a pace.

    Messages that the broker gave back, and the time that they were offered in vain, say nothing of
    its speed: a claim that is smaller for it would hold the same messages again, and no others.
    """
    if answered is not None:
        lease.answers_after = answered - started
    spent = max(ended - started, 1e-6)
    lease.rate = count / spent
    if lease.pace and spent < count / lease.pace:
        time.sleep(count / lease.pace - spent)
        lease.rate = 0.0


def later(worker: Worker, path: str, failures: int) -> None:
    """Schedule one retry, later after each failure.

    If several tasks failed (nudged, swept), only the first schedules it. A refused connection waits
    the full ``REFUSED`` seconds from the first failure.
    """
    now = time.monotonic()
    if worker.stopping.is_set() or worker.retries.get(path, 0) > now:
        return
    delay = REFUSED if path in worker.refused else PATIENCE[min(failures, len(PATIENCE) - 1)]
    worker.retries[path] = now + delay
    worker.enqueue_here("deliver", path, failures + 1, delay=delay)
