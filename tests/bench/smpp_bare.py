"""How fast the SMPP session is by itself: no database, a journal and an inbox in memory, the SMSC
of ``tests/peers``.

python tests/bench/smpp_bare.py [messages] [window…]
"""

import asyncio
import resource
import sys
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.peers.smsc import Smsc
from unisms.addons.brokers.smpp import SmppBroker
from unisms.ports import Outgoing


class Journal:
    def __init__(self):
        self.left, self.ids, self.refused, self.back = 0, 0, 0, 0

    def leaving(self, references):
        self.left += len(references)

    def answered(self, acceptances):
        for acceptance in acceptances:
            if acceptance.cause:
                self.refused += 1
            else:
                self.ids += 1

    def returned(self, references):
        self.back += len(references)


class Inbox:
    """Stores nothing, every 20 ms, from a thread of its own, as the worker's receipt thread
    does."""

    def __init__(self, loop):
        self.loop, self.came, self.waiting, self.open = loop, 0, [], True
        self.thread = threading.Thread(target=self._store)
        self.thread.start()

    def put(self, news, done):
        self.came += len(news)
        self.waiting.append(done)

    def _store(self):
        while self.open:
            time.sleep(0.02)
            stored, self.waiting = self.waiting, []
            for done in stored:
                done()


def run(count, window, profile=False):
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=_loop_thread, args=(loop, profile))
    thread.start()
    journal, inbox = Journal(), Inbox(loop)
    text = "Bonjour lecteur {}, votre prêt arrive à échéance demain.".format
    messages = [Outgoing(f"1.{n}", f"+336{n:08d}", text(n), "BIBLIO") for n in range(count)]
    with Smsc(fast=True) as smsc:
        account = {"system_id": "unisms", "password": "secret"}
        broker = SmppBroker({"port": str(smsc.port), "window": str(window), **account})
        broker.open(inbox)
        cpu, began = time.process_time(), time.perf_counter()
        for first in range(0, count, broker.batch_size):
            broker.send(messages[first : first + broker.batch_size], journal)
        sent = time.perf_counter() - began
        while inbox.came < count - journal.refused:
            time.sleep(0.001)
        seconds, cpu = time.perf_counter() - began, time.process_time() - cpu
        smsc.wait(lambda stats: stats["unacknowledged"] == 0)
        stats = smsc.stats()
        broker.close()
    inbox.open = False
    inbox.thread.join()
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    loop.close()
    assert journal.ids + journal.refused == count
    assert stats["acknowledged"] == inbox.came
    print(
        f"window {window:4d}: {count / seconds:8,.0f} submit+receipt/s ({count / sent:,.0f} "
        f"submits/s), "
        f"{1e6 * cpu / count:5.1f} µs CPU a message, {journal.refused} refused"
    )


def _loop_thread(loop, profile):
    if not profile:
        loop.run_forever()
        return
    import cProfile
    import pstats

    profiler = cProfile.Profile()
    profiler.runcall(loop.run_forever)
    pstats.Stats(profiler).sort_stats("tottime").print_stats(25)


if __name__ == "__main__":
    arguments = [a for a in sys.argv[1:] if a != "--profile"]
    count = int(arguments[0]) if arguments else 40_000
    for window in map(int, arguments[1:] or ("50", "200")):
        run(count, window, "--profile" in sys.argv)
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")
