"""Batches with a journal that remembers what it was told, for tests of what leaves when."""

from unisms.addons.brokers.smpp.batch import Batch
from unisms.addons.brokers.smpp.doubts import Doubts
from unisms.addons.brokers.smpp.submission import Submissions
from unisms.ports import Outgoing

THROTTLED, SYSTEM_ERROR, INVALID_NUMBER = 0x58, 0x08, 0x0B


class Journal:
    def __init__(self):
        self.told = []

    def leaving(self, references):
        self.told.append(("leaving", *references))

    def answered(self, acceptances):
        self.told.append(("answered", *acceptances))

    def returned(self, references):
        self.told.append(("returned", *references))


def make_batch(*texts, doubts=None, alone=False):
    messages = [Outgoing(str(n), f"+3361234567{n}", text) for n, text in enumerate(texts)]
    return Batch(Submissions().prepare(messages), Journal(), str, doubts, alone=alone)


def fill(batch, room=10, sequence=0, now=0):
    return batch.fill(room, sequence, now)[1]


def told(batch):
    batch.tell()
    news, batch.journal.told = batch.journal.told, []
    return news


LONG = "a" * 400  # three segments


class Clock:
    def __init__(self):
        self.now = 1000.0

    def __call__(self):
        return self.now


def suspecting(*references):
    """Doubts under which these messages are, on a clock of their own (``doubts.clock``)."""
    doubts = Doubts(Clock())
    doubts.sum_up(1, 0)
    for reference in references:
        doubts.told_to_wait(reference, 0, 1)
        for taken in (1, 2, 3):
            doubts.told_to_wait(reference, taken, 1 + taken)
    doubts.sum_up(3, 4)
    return doubts
