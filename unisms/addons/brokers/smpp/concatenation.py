"""Long replies: parts are kept until all have come, so that a reply is stored, then acknowledged,
as a whole."""

from unisms.addons.brokers.smpp.replies import joined

WEIGHT = 300  # octets that we need for a part, whatever is in it
PATIENCE = 60  # seconds, after which what has come of a reply is put as it is


class Waiting:
    """The parts of one reply that have come so far."""

    def __init__(self, since):
        self.since = since
        self.parts = {}  # number -> Part
        self.answers = []  # that acknowledge the parts; one sent again has two
        self.octets = 0

    def in_order(self):
        return [part for _, part in sorted(self.parts.items())]


class Parts:
    """The long replies that are not whole yet. They die with the link: the SMSC sends them
    again."""

    def __init__(self):
        self._waiting = {}  # in order of arrival
        self.octets = 0  # of all that waits

    def add(self, part, answer, clock, now):
        """``(Reply, answers to write, octets)`` if this part was the last one missing, otherwise
        ``None``."""
        key = part.msisdn, part.to, part.reference, part.total
        waiting = self._waiting.setdefault(key, Waiting(clock))
        waiting.parts[part.number] = part
        waiting.answers.append(answer)
        waiting.octets += len(part.payload) + WEIGHT
        self.octets += len(part.payload) + WEIGHT
        if len(waiting.parts) < part.total:
            return None
        return self._give(key, now)

    def overdue(self, clock, now):
        """The replies whose other parts have not come in time, as far as they came."""
        late = [key for key, waiting in self._waiting.items() if clock - waiting.since > PATIENCE]
        return [self._give(key, now) for key in late]

    def _give(self, key, now):
        waiting = self._waiting.pop(key)
        self.octets -= waiting.octets
        return joined(waiting.in_order(), now), waiting.answers, waiting.octets
