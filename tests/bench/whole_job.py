"""The whole job: from *send* to the last receipt stored and the ledger settled, through a real worker process."""

import resource
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from peers.service import Service
from peers.smsc import Smsc
from unisms.model.folder import find
from unisms.services import progress

NAMES = ("Lefèvre", "Traoré", "N'Diaye", "Bernard", "Garnier", "Guérin", "D'Angelo", "Nguyen")


def recipients(count):
    return [(f"+3363998{number:04d}" if count <= 9000 else f"+336{number:08d}", NAMES[number % 8]) for number in range(count)]


def job(service, count, text="Bonjour [nom], un document est à rendre à la bibliothèque."):
    """Seconds from the release of a campaign of ``count`` to its closing."""
    path = service.campaign(recipients(count), text)
    begun = time.perf_counter()
    service.release(path)
    service.wait(path)
    spent = time.perf_counter() - begun
    tally = service.run(lambda root: progress.tally(find(root, path), time.time()))
    assert tally.delivered == count, tally
    return spent


def main(count=40_000, runs=3):
    with Smsc(fast=True) as smsc, Service(smsc.port, window="100") as service:
        process = service.start("worker")
        job(service, 200)
        for _ in range(runs):
            spent = job(service, count)
            status = Path(f"/proc/{process.pid}/status").read_text()
            peak = next(line for line in status.splitlines() if line.startswith("VmHWM"))
            print(f"{count} in {spent:.2f} s = {count / spent:.0f}/s; {peak}")
        times = Path(f"/proc/{process.pid}/stat").read_text().split()
        print("worker CPU", int(times[13]) / 100, int(times[14]) / 100)
        print(service.log("worker")[-2000:])


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
