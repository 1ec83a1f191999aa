"""A campaign on its way, and what must be true at its end, whatever happens meanwhile."""

import time

from tests.chaos import crowds, judge

WINDOW = 20


class Sending:
    """A campaign on its way."""

    def __init__(self, smsc, service, size=400):
        people = crowds.crowd(0, size, special=False)
        self.smsc, self.service = smsc, service
        self.texts = {msisdn: crowds.text_of(name) for msisdn, name in people}
        self.path = service.campaign(people, crowds.TEXT)
        service.release(self.path)

    def wait_for_half(self):
        self.smsc.wait(lambda stats: stats["submits"] > len(self.texts) // 2, 20)

    def stands_still(self, seconds=1):
        """Nothing leaves for a while."""
        time.sleep(0.5)  # what is in the window
        before = self.smsc.stats()["submits"]
        time.sleep(seconds)
        return self.smsc.stats()["submits"] == before

    def has_arrived(self, *, within, errors=False, window=WINDOW):
        """Every message has, once, and every receipt is stored.

        ``errors``: some may be in the log; ``window``: how many may be uncertain after a crash.
        """
        judge.await_end(self.smsc, self.service, [self.path], within)
        table = judge.table(self.smsc, self.service, [self.path], self.texts, window)
        faults = [
            line for line in judge.faults(table) if not (errors and line.what == judge.IN_THE_LOGS)
        ]
        assert not faults, judge.shown(table) + self.service.log("worker")[-4000:]
        return True
