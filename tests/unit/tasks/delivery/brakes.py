"""A clock and a judge of answers, for tests of the brake."""

from unisms.ports import Acceptance
from unisms.services.delivery.claims import Batch
from unisms.sms import causes
from unisms.tasks.delivery.journal import Outcome

SENDER, UNKNOWN = (causes.SENDER, "0x0A"), (causes.UNKNOWN, "0x45")


TAKEN, NUMBER = (None, ""), (causes.NUMBER_INVALID, "0x0B")


class Clock:
    now = 1000.0

    def __call__(self):
        return self.now


def judge(brake, *answers, campaign="/a", held=None, first=1):
    """Return the verdict on a batch with these answers, in this order.

    Messages are called ``1``, ``2`` …, in other campaigns than the first ``/b1`` …
    """
    batch, begin = Batch(campaign, (), [], 0, held), campaign.replace("/a", "")
    told = {
        f"{begin}{n}": Acceptance(f"{begin}{n}", (), *answer)
        for n, answer in enumerate(answers, first)
    }
    return brake.judge(batch, Outcome(told, {"left"}))
