"""The whole job: from *send* to the last receipt stored and the ledger settled, through a real
worker process."""

import os
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from peers.service import Service
from peers.smsc import Smsc

from unisms.model.folder import find
from unisms.services.delivery import progress

NAMES = ("Lefèvre", "Traoré", "N'Diaye", "Bernard", "Garnier", "Guérin", "D'Angelo", "Nguyen")


def recipients(count):
    return [
        (f"+3363998{number:04d}" if count <= 9000 else f"+336{number:08d}", NAMES[number % 8])
        for number in range(count)
    ]


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


def peak_memory(pid):
    """The most memory that the process had so far, in MB."""
    status = Path(f"/proc/{pid}/status").read_text().splitlines()
    return int(next(line for line in status if line.startswith("VmHWM")).split()[1]) / 1024


def processor_seconds(pid):
    """The processor time that the process has used, user and system."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def main(count=40_000, runs=3):
    with Smsc(fast=True) as smsc, Service(smsc.port, window="100") as service:
        process = service.start("worker")
        job(service, 200)
        for _ in range(runs):
            spent = job(service, count)
            print(
                f"{count} in {spent:.2f} s = {count / spent:.0f}/s; peak "
                f"{peak_memory(process.pid):.0f} MB"
            )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
