"""An urgent single message put in while 40,000 others leave: when does it reach the SMSC?"""

import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.whole_job import recipients
from peers.service import Service
from peers.smsc import Smsc

URGENT = "+33799{:06d}"


def waits(count=40_000, messages=8, pause=0.2):
    """Seconds from *send* to the SMSC for each urgent message."""
    with Smsc(outcomes=False) as smsc, Service(smsc.port, window="100") as service:
        service.start("worker")
        path = service.campaign(recipients(count))
        urgent = [
            service.campaign([(URGENT.format(n), "Zoé")], urgent=True) for n in range(messages)
        ]
        service.release(path)
        released = []
        for one in urgent:
            time.sleep(pause)
            assert service.state(path) == "sending", "the large campaign ended too soon"
            released.append(time.time())
            service.release(one)
        service.wait(path)
        arrived = {event["msisdn"]: event["at"] / 1000 for event in smsc.events("submit")}
        return [arrived[URGENT.format(n)[1:]] - begun for n, begun in enumerate(released)]


def main():
    seconds = sorted(waits())
    print(
        f"urgent: median {statistics.median(seconds):.3f} s, 95th percentile "
        f"{seconds[int(len(seconds) * 0.95)]:.3f} s"
    )


if __name__ == "__main__":
    main()
