"""STOPs while campaigns leave, the worker killed now and then: none is claimed after its commit.

``python -m tests.chaos.stops --tries 1000 --seed 7``: status 1 if a batch that was claimed after
the commit of a STOP has its number, or of the two that were open then both have it.
"""

import argparse
import itertools
import json
import os
import random
import sys
import time
from collections import defaultdict

from tests.chaos import crowds, judge, noted
from tests.peers.service import Service
from tests.peers.smsc import Smsc
from unisms.model.folder import find
from unisms.sms import causes, states

SIZE = 2_000  # messages of a campaign
PER_CAMPAIGN = 50  # STOPs while it leaves
AHEAD = (1, 900)  # rows before its turn in which somebody says STOP
OPEN = 2  # batches that may be open at once
ANSWER_DELAY = 100  # milliseconds
SPELLINGS = ("STOP", "Stop svp", "ARRÊT", "arrêt", "stop.", "STOP SMS", "Désabonnement")


class Stops:
    """A run against a service and its SMSC."""

    def __init__(self, smsc, service, seed, notes):
        self.smsc, self.service, self.notes = smsc, service, notes
        self.random, self.spelling = random.Random(seed), itertools.cycle(SPELLINGS)
        self.stopped, self.paths = [], []

    def run(self, tries):
        """Say STOP so many times, some in each campaign; return the judge's table."""
        self.start()
        while len(self.stopped) < tries:
            self.campaign(min(PER_CAMPAIGN, tries - len(self.stopped)))
        return self.table()

    def start(self):
        self.service.start("worker", module="tests.chaos.noted")

    def campaign(self, count):
        """Let a campaign leave, and people of it say STOP before their turn."""
        people = crowds.crowd(len(self.paths), SIZE, special=False)
        before = self.smsc.stats()["taken"]
        path = self.service.campaign(people, crowds.TEXT)
        self.paths.append(path)
        self.service.release(path)
        left, kills = [msisdn for msisdn, _ in people], {count // 3, 2 * count // 3}
        for place in range(count):
            # the next one speaks a little later, while some are left
            wanted = min(place * (SIZE // count) + self.random.randrange(SIZE // count), SIZE // 2)
            self.smsc.wait(lambda stats, some=wanted: stats["taken"] - before > some, 60)
            gone = self.smsc.stats()["taken"] - before
            self.say(left[min(gone + self.random.randint(*AHEAD), SIZE - 1)])
            if place in kills:
                self.service.kill("worker")
                self.start()
        judge.await_end(self.smsc, self.service, [path], 120)

    def say(self, msisdn):
        if msisdn not in self.stopped:
            text = next(self.spelling)
            self.smsc.ask("mo", **{"from": msisdn[1:], "to": "36111", "text": text})
            self.stopped.append(msisdn)

    def table(self):
        """Return the judge's lines."""
        self.service.stop("worker")
        claims, replies = read(self.notes)
        late = [
            msisdn
            for msisdn in self.stopped
            for begun, _, numbers in claims
            if msisdn in numbers and begun > replies.get(msisdn, sys.maxsize)
        ]
        open_then = [self.open_with(msisdn, claims, replies) for msisdn in self.stopped]
        fates = self.service.run(fates_of, self.paths, set(self.stopped))
        unheard = [msisdn for msisdn in self.stopped if msisdn not in replies]
        return [
            judge.Line("STOPs", len(self.stopped)),
            judge.Line("  of people not written to", fates[states.SET_ASIDE]),
            judge.Line("  of people whose message was leaving", sum(open_then)),
            judge.Line("  batches", len(claims)),
            judge.nought("STOPs that were not stored", unheard),
            judge.nought("claimed after the commit of their STOP", late),
            judge.nought("carried by two open batches", [one for one in open_then if one > 1]),
        ]

    def open_with(self, msisdn, claims, replies):
        """Return how many of the batches that were open at the commit of a STOP have its number."""
        heard = replies.get(msisdn, 0)
        before = [numbers for begun, _, numbers in claims if begun <= heard][-OPEN:]
        return sum(msisdn in numbers for numbers in before)


def read(file):
    """Return the claims, and when each number's reply was first stored for sure."""
    claims, replies = [], {}
    for line in file.read_text().splitlines():
        kind, begun, ended, msisdns = json.loads(line)
        if kind == noted.CLAIM:
            claims.append((begun, ended, frozenset(msisdns)))
        for msisdn in msisdns if kind == noted.REPLY else ():
            replies[msisdn] = min(ended, replies.get(msisdn, ended))
    return claims, replies


def fates_of(root, paths, msisdns):
    """Return how many of these numbers are set aside by their no, and how many are not."""
    found = defaultdict(int)
    for path in paths:
        campaign = find(root, path)
        for number, _ in campaign.stored_rows():
            row = campaign.row(number)
            if row.msisdn in msisdns:
                aside = (row.state, row.cause) == (states.SET_ASIDE, causes.OPT_OUT)
                found[states.SET_ASIDE if aside else states.ACCEPTED] += 1
    return found


def unconfirmed(root):
    """Let no confirmation stand among the messages that are judged."""
    root["institutions"]["paris1"].stop_confirmed = False


def play(seed, tries):
    """A whole run, from nothing; the judge's table."""
    with Smsc(answer_delay=ANSWER_DELAY, receipt_delay=0) as smsc, Service(smsc.port) as service:
        notes = service.folder / "noted.jsonl"
        service.environment[noted.FILE] = os.fspath(notes)
        service.run(unconfirmed)
        return Stops(smsc, service, seed, notes).run(tries)


def main():
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--seed", type=int, default=random.randrange(1_000_000))
    options.add_argument("--tries", type=int, default=1_000)
    chosen = options.parse_args()
    print(f"seed {chosen.seed}: {chosen.tries} STOPs, campaigns of {SIZE}")
    begun = time.monotonic()
    table = play(chosen.seed, chosen.tries)
    print(judge.shown(table))
    print(f"in {time.monotonic() - begun:.0f} s")
    sys.exit(any(line.fault for line in table))


if __name__ == "__main__":
    main()
