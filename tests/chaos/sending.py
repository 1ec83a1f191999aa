"""A campaign on its way, and what must be true at its end, whatever happens meanwhile."""

from tests.chaos import crowds, judge
from tests.silence import stays
from unisms.testing.fixtures import eventually

WINDOW = 20


HALF = 0.5  # seconds in which a window empties
PATIENCE = 90  # seconds: late is not lost


class Sending:
    """A campaign on its way."""

    def __init__(self, smsc, service, size=400):
        people = crowds.crowd(0, size, special=False)
        self.smsc, self.service = smsc, service
        self.texts = {msisdn: crowds.text_of(name) for msisdn, name in people}
        self.path = service.campaign(people, crowds.TEXT)
        service.release(self.path)

    def wait_for_half(self):
        self.smsc.wait(lambda stats: stats["submits"] > len(self.texts) // 2, PATIENCE)

    def stands_still(self, seconds=1):
        """Whether nothing leaves for a while, once the window is empty."""
        eventually(lambda: stays(self._unchanged(), HALF), PATIENCE)
        return stays(self._unchanged(), seconds)

    def _unchanged(self):
        before = self.smsc.stats()["submits"]
        return lambda: self.smsc.stats()["submits"] == before

    def has_arrived(self, *, within=PATIENCE, errors=False, window=WINDOW):
        """Whether every message has arrived, once, and every receipt is stored.

        ``errors``: some may be in the log; ``window``: how many may be uncertain after a crash.
        """
        judge.await_end(self.smsc, self.service, [self.path], within)
        table = judge.table(self.smsc, self.service, [self.path], self.texts, window)
        faults = [
            line for line in judge.faults(table) if not (errors and line.what == judge.IN_THE_LOGS)
        ]
        assert not faults, judge.shown(table) + self.service.log("worker")[-4000:]
        return True
