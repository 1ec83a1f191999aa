"""Links that lead nowhere, counted by network, so that who tries many of them waits.

They are counted in memory: a page that is only opened writes nothing. Of 2^64 tokens some millions
are in use, so the pace is no defence of the tokens; it keeps a robot from wearing out the service.
"""

from collections import OrderedDict
from threading import Lock

from unisms.services.door.throttle import network

FREE = 30  # tries of a network within the time below
MEMORY = 600  # seconds
MOST_KEPT = 10_000  # networks


class Misses:
    """The latest misses of each network; one for all threads of a process."""

    def __init__(self) -> None:
        self._by_network: OrderedDict[str, tuple[int, int]] = OrderedDict()  # count, since
        self._lock = Lock()

    def note(self, address: str, now: int) -> None:
        """Count a miss of this address at ``now`` (epoch seconds)."""
        name = network(address)
        with self._lock:
            count, since = self._counted(name, now)
            self._by_network[name] = count + 1, since
            self._by_network.move_to_end(name)
            while len(self._by_network) > MOST_KEPT:
                self._by_network.popitem(last=False)

    def are_many(self, address: str, now: int) -> bool:
        """Whether so many were counted lately that this address must wait."""
        with self._lock:
            return self._counted(network(address), now)[0] >= FREE

    def _counted(self, name: str, now: int) -> tuple[int, int]:
        count, since = self._by_network.get(name, (0, now))
        return (count, since) if 0 <= now - since < MEMORY else (0, now)
