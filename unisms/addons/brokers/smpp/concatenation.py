"""Long replies: parts are kept until all have come, so that a reply is stored, then acknowledged, as a whole."""

from unisms.addons.brokers.smpp.replies import joined

WEIGHT = 300  # octets that we need for a part, whatever is in it
PATIENCE = 60  # seconds, after which what has come of a reply is put as it is


class Waiting:
    """The parts of one reply that have come so far."""

    def __init__(self, part, since):
        self.part = part
        self.since = since
        self.payloads = {}  # number -> octets
        self.answers = []  # that acknowledge the parts; one sent again has two
        self.octets = 0

    def joined(self):
        # Octets first, text after: a pair of UCS-2 units, or an escape and its sign, may be cut in two.
        return b"".join(payload for _, payload in sorted(self.payloads.items()))


class Parts:
    """The long replies that are not whole yet. They die with the link: the SMSC sends them again."""

    def __init__(self):
        self._waiting = {}  # in order of arrival
        self.octets = 0  # of all that waits

    def add(self, part, answer, clock, now):
        """``(Reply, answers to write, octets)`` if this part was the last one missing, otherwise ``None``."""
        key = part.msisdn, part.to, part.reference, part.total
        waiting = self._waiting.setdefault(key, Waiting(part, clock))
        waiting.payloads[part.number] = part.payload
        waiting.answers.append(answer)
        waiting.octets += len(part.payload) + WEIGHT
        self.octets += len(part.payload) + WEIGHT
        if len(waiting.payloads) < part.total:
            return None
        return self._give(key, now)

    def overdue(self, clock, now):
        """The replies whose other parts have not come in time, as far as they came."""
        late = [key for key, waiting in self._waiting.items() if clock - waiting.since > PATIENCE]
        return [self._give(key, now) for key in late]

    def _give(self, key, now):
        waiting = self._waiting.pop(key)
        self.octets -= waiting.octets
        return joined(waiting.part, waiting.joined(), now), waiting.answers, waiting.octets
