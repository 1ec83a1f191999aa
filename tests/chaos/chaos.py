"""Kill the worker, the pages and both, again and again, while campaigns leave.

The SMSC's own log is the judge of what has left.

``python -m tests.chaos.chaos --kills 60 --seed 7``: status 1 if anything was lost, sent twice or
counted wrong.
"""

import argparse
import random
import sys
import threading
import time

from tests.chaos import crowds, judge, visitor
from tests.peers.ports import free_port
from tests.peers.service import Service
from tests.peers.smsc import Smsc
from unisms.model.folder import find

VICTIMS = {("worker",): 6, ("web",): 2, ("worker", "web"): 2}  # and how often, of ten
HASTE = 0.15  # of the kills fall soon after the start, on what recovers from the kill before
ANSWER_DELAY = (
    100  # milliseconds: with a window of 50, 500 messages a second and a window that is always full
)
RECEIPT_DELAYS = (0, 120, 400)  # milliseconds: before the answer, with it, later


class Chaos:
    """A run against a service and its SMSC."""

    def __init__(self, smsc, service, http_port, seed, window):
        self.smsc, self.service, self.http_port, self.window = smsc, service, http_port, window
        self.random = random.Random(seed)
        self.segments, self.texts = {}, {}  # path of a campaign -> its segments; msisdn -> its text
        self.killed = dict.fromkeys(VICTIMS, 0)
        self.in_flight = self.hasty = (
            0  # kills while messages were leaving; kills soon after a start
        )
        self.sending = None  # the thread in which a person presses the button, while kills happen

    def run(self, kills, size):
        """Kill until ``kills`` have fallen while messages were leaving, then let everything end.

        Return the judge's table.
        """
        self.service.run(visitor.enrol)
        for name in ("worker", "web"):
            self.service.start(name)
        with visitor.Visitor(self.http_port) as person:
            while self.in_flight < kills:
                self._feed(person, size)
                self._kill()
            self.sending.join()
            judge.await_end(self.smsc, self.service, self.segments, patience=300)
        return self._judged(kills, person)

    def _feed(self, person, size):
        """Release the next campaign before the one under way ends."""
        if sum(self.segments.values()) - self.smsc.stats()["taken"] > size // 4:
            return
        people = crowds.crowd(len(self.segments), size)
        self.texts.update((msisdn, crowds.text_of(name)) for msisdn, name in people)
        path = self.service.campaign(people, crowds.TEXT)
        self.segments[path] = self.service.run(lambda root: find(root, path).counted("segments"))
        person.page = path
        self.sending = threading.Thread(target=person.press, args=(f"{path}/check", f"{path}/send"))
        self.sending.start()

    def _kill(self):
        hasty = self.random.random() < HASTE
        if hasty:
            time.sleep(self.random.uniform(0, 0.7))
        else:
            self._wait_for_messages()
            time.sleep(self.random.uniform(0, 1))
        victims = self.random.choices(list(VICTIMS), VICTIMS.values())[0]
        self.smsc.ask("set", receipt_delay=self.random.choice(RECEIPT_DELAYS))
        leaving = self._are_messages_leaving()
        for name in victims:
            self.service.kill(name)
        for name in victims:
            self.service.start(name)
        self.killed[victims] += 1
        self.in_flight += leaving
        self.hasty += hasty

    def _wait_for_messages(self):
        before = self.smsc.stats()["submits"]
        self.smsc.wait(lambda stats: stats["submits"] > before, 60)

    def _are_messages_leaving(self):
        before = self.smsc.stats()["submits"]
        time.sleep(0.13)  # the answers, and with them the next window, come every tenth of a second
        return self.smsc.stats()["submits"] > before

    def _judged(self, kills, person):
        return [
            judge.Line("kills: worker, web, both", ", ".join(map(str, self.killed.values()))),
            judge.Line("  while messages were leaving", self.in_flight, self.in_flight < kills),
            judge.Line("  soon after a restart", self.hasty),
            judge.Line("pages answered meanwhile", person.answers, not person.answers),
            *judge.table(self.smsc, self.service, self.segments, self.texts, self.window),
        ]


def play(seed, kills, size, window=50):
    """A whole run, from nothing; the judge's table."""
    port = free_port()
    with (
        Smsc(answer_delay=ANSWER_DELAY) as smsc,
        Service(smsc.port, port, window=str(window)) as service,
    ):
        return Chaos(smsc, service, port, seed, window).run(kills, size)


def main():
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument(
        "--seed",
        type=int,
        default=random.randrange(1_000_000),
        help="the same seed, the same kills",
    )
    options.add_argument(
        "--kills", type=int, default=60, help="that fall while messages are leaving"
    )
    options.add_argument("--messages", type=int, default=10_000, help="in each campaign")
    options.add_argument("--window", type=int, default=50)
    chosen = options.parse_args()
    print(
        f"seed {chosen.seed}: {chosen.kills} kills, campaigns of {chosen.messages}, a window of "
        f"{chosen.window}"
    )
    begun = time.monotonic()
    table = play(chosen.seed, chosen.kills, chosen.messages, chosen.window)
    print(judge.shown(table))
    print(f"in {time.monotonic() - begun:.0f} s")
    sys.exit(any(line.fault for line in table))


if __name__ == "__main__":
    main()
