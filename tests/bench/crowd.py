"""The main job beside 100,000 people: their numbers, answers, STOPs, and numbers that fail."""

import statistics
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench import whole_job
from peers.service import Service
from peers.smsc import Smsc

from unisms.model import digests
from unisms.model.folder import find
from unisms.model.health import Flag, Past, Strike, of
from unisms.model.people import Subscriber
from unisms.model.proofs import NO, PAGE, REPLY, WHOLE, YES, Proof
from unisms.sms.purposes import SERVICE

PARIS = "/institutions/paris1"
PEOPLE, AT_ONCE = 100_000, 10_000
AT = 1_700_000_000  # epoch seconds
FIRST = 700_000_000  # after +33: numbers of those who said no, and get no message of the job


def fill(service, people=PEOPLE):
    """Let an institution know that many people: one in two said yes, one in ten no.

    As many STOPs again came from numbers that are nobody's.
    """
    for first in range(0, people, AT_ONCE):
        service.run(lambda root, first=first: _add(root, range(first, first + AT_ONCE)))
    for _ in range(2):  # nights later
        service.run(lambda root: find(root, PARIS)["people"].forget_recent())


def _add(root, numbers):
    people = find(root, PARIS)["people"]
    for number in numbers:
        uid, said_no = f"p{number:06d}", number % 10 == 9
        msisdn = f"+33{FIRST + number}" if said_no else f"+336{number:08d}"
        people.add(uid, Subscriber(f"Personne {number}", msisdn))
        if said_no:
            people.opts_out(uid, AT)
            _strike(people, msisdn)
            people.note(uid, Proof(AT, WHOLE, answer=NO, source=REPLY))
            people.refuse_number(f"+33{FIRST + PEOPLE + number}", AT)
        elif number % 2:
            people.consents(uid, AT, 0)
            people.note(uid, Proof(AT, SERVICE, answer=YES, source=PAGE))


def _strike(people, msisdn):
    """Let a number have failed, and be set aside."""
    institution = people.__parent__
    health, digest = of(institution), digests.to_keep(people, msisdn)
    strike = Strike(AT, "number_invalid", health.carrier("/brokers/none"), "none", 1, AT)
    health.keep(digest, Past((tuple(strike),)))
    health.flag(digest, Flag(AT, strike.cause, digests.hint_of(people)(msisdn)))


def main(count=40_000, runs=3):
    """Tell messages a second with these people in the store, and without, in turn."""
    ours, peer = (statistics.median(found) for found in zip(*compare(count, runs), strict=True))
    print(f"{ours:.0f} messages/s with {PEOPLE} people, {peer:.0f} without: {ours / peer:.2f}")


def compare(count, runs):
    """Return pairs of messages a second: with people, and without."""
    with (
        Smsc(fast=True) as smsc,
        Service(smsc.port, window="100") as full,
        Service(smsc.port, window="100") as empty,
    ):
        fill(full)
        return list(rounds(full, empty, count, runs))


def rounds(full, empty, count, runs):
    """Yield pairs of messages a second: with people, and without."""
    for service in (full, empty):
        service.start("worker")
        whole_job.job(service, 200)
    for number in range(runs):
        full.run(lambda root, number=number: _stop(root, number))
        yield count / whole_job.job(full, count), count / whole_job.job(empty, count)


def _stop(root, number):
    """Somebody answers STOP: a list is compared with what was said since it was frozen."""
    find(root, PARIS)["people"].refuse_number(f"+33{FIRST - 1 - number}", AT)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
