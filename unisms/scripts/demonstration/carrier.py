"""Handing over in the demonstration: what a worker does, by a clock that is played."""

import heapq
from contextlib import suppress
from itertools import count, islice

from unisms.model.folder import find
from unisms.ports import BrokerUnavailable, Reply
from unisms.services.delivery import claims, closing, receipts, settlement
from unisms.tasks.delivery.index import Index
from unisms.tasks.delivery.journal import FileJournal

SHARE = 15  # messages in a claim
RATE = "10"  # messages a second that the simulator takes: a person can pause in the middle
DELAY, SLOW = "4", "75"  # seconds to a receipt; of the shared connection, which has grown slow


class Clock:
    """A clock that stands until it is moved, with what is to happen later."""

    def __init__(self):
        self.moment = 0.0
        self._later, self._order = [], count()

    def now(self):
        return self.moment

    def wait(self, seconds):
        self.moment += seconds

    def after(self, seconds, action):
        heapq.heappush(self._later, (self.moment + seconds, next(self._order), action))

    def run(self):
        """Yield after each thing that was to happen, at its time."""
        while self._later:
            at, _, action = heapq.heappop(self._later)
            self.moment = max(self.moment, at)
            action()
            yield

    def stop(self):
        """Nothing is left to happen."""


class Carrier:
    """Hands over what waits at the connection at ``path``, and stores what the broker tells.

    ``simulator`` makes the broker of its settings and a clock; ``journal`` is a file for its notes.
    News come ``delay`` seconds after a message has left.
    """

    def __init__(self, simulator, path, journal, machine, delay=DELAY):
        self.path, self.machine = path, machine
        self.clock, self.index, self.came = Clock(), Index(), []
        self.journal = FileJournal(journal, machine, self.index.learn)
        self.broker = simulator({"rate": RATE, "delay": delay}, lambda: self.clock)
        self.broker.open(self)

    def put(self, news, done):
        """Take news in, as ``ports.Inbox``."""
        self.came.extend(news)
        done()

    def carry(self, root, now, most=None):
        """Hand over from ``now`` on what waits here, ``most`` claims of it; then await all news.

        Return when the last thing happened, epoch seconds.
        """
        self.clock.moment = float(now)
        for batch in islice(self._claims(root), most):
            self._send(root, batch)
        for _ in self.clock.run():
            self._store(root)
        return self.now

    @property
    def now(self):
        return int(self.clock.now())

    def close(self):
        self.broker.close()
        self.journal.close()

    def _claims(self, root):
        while batch := claims.claim_batch(root, self.path, SHARE, self.machine, self.now):
            yield batch

    def _send(self, root, batch):
        self.index.claimed(batch.campaign, batch.messages)
        self.journal.begin()
        with suppress(BrokerUnavailable):  # messages that it gave back are claimed again
            self.broker.send(batch.messages, self.journal)
        outcome = self.journal.outcome()
        untold = settlement.settle_batch(
            root, self.path, batch.campaign, batch.numbers, outcome, self.now
        )
        self.index.settled_claim(batch.campaign, batch.messages, outcome, untold)
        self._store(root)

    def _store(self, root):
        came, self.came = self.came, []
        replies = [news for news in came if isinstance(news, Reply)]
        matched = self.index.match_all([news for news in came if not isinstance(news, Reply)])
        self.index.settled(receipts.apply(root, self.path, matched, replies, self.now))


def close_what_is_due(root, connections, now):
    """Close, each at its hour, campaigns that ended 72 hours before ``now`` and await news."""
    for connection in connections:
        for path in list(connection.open):
            campaign = find(root, path)
            due = campaign.ended_at + closing.LATEST
            if campaign.ended_at and due <= now:
                closing.close_if_due(root, path, due)
