"""Kill the worker, the pages and both, again and again, while campaigns leave; then the SMSC's own log is the judge.

``python tests/chaos/chaos.py --kills 60 --seed 7``: exit status 1 if anything was lost, sent twice or counted wrong.
"""

import argparse
import random
import re
import sys
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from chaos import crowds, judge
from chaos.judge import Line
from peers.ports import free_port
from peers.service import CONNECTION, Service
from peers.smsc import Smsc
from unisms.model.folder import find
from unisms.services import closing, delivery
from unisms.sms import states

VICTIMS = {("worker",): 6, ("web",): 2, ("worker", "web"): 2}  # and how often, of ten
HASTE = 0.15  # of the kills fall soon after the start, on what recovers from the kill before
ANSWER_DELAY = 100  # milliseconds: with a window of 50, 500 messages a second, the window always full
RECOVERED = re.compile(r"(\d+) uncertain")


class Chaos:
    """One run: ``run`` kills until enough kills have fallen while messages left, then lets everything end."""

    def __init__(self, smsc, service, http_port, seed, kills, size, window):
        self.smsc, self.service, self.http_port = smsc, service, http_port
        self.random = random.Random(seed)
        self.wanted, self.size, self.window = kills, size, window
        self.segments, self.texts = {}, {}  # path of a campaign -> its segments; msisdn -> its text
        self.killed = {victims: 0 for victims in VICTIMS}
        self.in_flight = 0  # kills that fell while messages were leaving
        self.hasty = 0
        self.pages = 0  # answers of the web process
        self.over = threading.Event()

    def run(self):
        visitor = threading.Thread(target=self._visit, name="visitor")
        for name in ("worker", "web"):
            self.service.start(name)
        visitor.start()
        try:
            while self.in_flight < self.wanted:
                self._feed()
                self._round()
            self._let_it_end()
        finally:
            self.over.set()
            visitor.join()
        return self._verdict()

    def _feed(self):
        """Release the next campaign before the one under way ends."""
        if sum(self.segments.values()) - self.smsc.stats()["taken"] < self.size // 4:
            self._release()

    def _release(self):
        people = crowds.crowd(len(self.segments), self.size)
        self.texts.update((msisdn, crowds.text_of(name)) for msisdn, name in people)
        path = self.service.campaign(people, crowds.TEXT)
        self.segments[path] = self.service.run(lambda root: find(root, path).counted("segments"))
        self.service.release(path)

    def _round(self):
        hasty = self.random.random() < HASTE
        if hasty:
            time.sleep(self.random.uniform(0, 0.7))
        else:
            before = self.smsc.stats()["submits"]
            self.smsc.wait(lambda stats: stats["submits"] > before, 60)
            time.sleep(self.random.uniform(0, 1.0))
        victims = self.random.choices(list(VICTIMS), VICTIMS.values())[0]
        before = self.smsc.stats()["submits"]
        time.sleep(0.05)
        leaving = self.smsc.stats()["submits"] > before
        for name in victims:
            self.service.kill(name)
        self.killed[victims] += 1
        self.in_flight += leaving
        self.hasty += hasty
        self.smsc.ask("set", receipt_delay=self.random.choice((0, 120, 400)))  # before the answer, with it, later
        for name in victims:
            self.service.start(name)

    def _let_it_end(self, patience=300):
        """Until nothing waits, the SMSC awaits no acknowledgement, and every row is final or uncertain for good."""
        deadline = time.monotonic() + patience
        while not self._ended():
            assert time.monotonic() < deadline, self.service.log("worker")[-4000:]
            time.sleep(0.2)
        time.sleep(3)  # what was still to be told has been told by now

    def _ended(self):
        def open_rows(root):
            rows = (row for path in self.segments for _, row in find(root, path).stored_rows())
            return sum(row[1] in (states.QUEUED, states.ACCEPTED) for row in rows)

        return self.smsc.stats()["unacknowledged"] == 0 and self.service.run(open_rows) == 0

    def _visit(self):
        """Keep the pages busy; a refused connection is what a killed web process looks like."""
        while not self.over.wait(0.1):
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self.http_port}/", timeout=10) as answer:
                    self.pages += answer.status == 200
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                continue

    def _verdict(self):
        smsc = judge.read(self.smsc.events())
        before = self.service.run(judge.remember, self.segments)
        doubtful = judge.uncertain(before)
        unseen = sum(before.rows[m][1][3] - smsc.taken[m].total() for m in doubtful)
        still_open = [path for path in self.segments if not _rests(before, path)]
        for path in {before.rows[m][0] for m in doubtful}:
            self.service.run(_write_off, path)
        after = self.service.run(judge.remember, self.segments)
        log = self.service.log("worker") + self.service.log("web")
        found = [int(number) for number in RECOVERED.findall(log)]
        told = [name for name in (*after.rows, *crowds.NAMES) if name in log]
        return [
            Line("kills of the worker, of the web process, of both", " ".join(map(str, self.killed.values()))),
            *_counted("  while messages were leaving", self.in_flight, self.in_flight < self.wanted),
        ]
