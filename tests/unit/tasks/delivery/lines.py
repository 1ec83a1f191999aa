"""A connection with its index, without the threads of a lease: for tests of the index."""

from factories import NOW, make_house, make_release

from unisms.ports import Acceptance, Receipt
from unisms.services.delivery import claims, receipts, settlement
from unisms.sms import states
from unisms.tasks.delivery.index import Index
from unisms.tasks.delivery.journal import Outcome

CONNECTION = "/institutions/paris1/brokers/fake"


class Line:
    """A connection, its index, and the store behind: what a lease does, without its threads."""

    def __init__(self, root, recipients=3, **fields):
        self.root = root
        self.institution = make_house(root)
        self.campaign = make_release(self.institution, recipients, **fields)
        self.index = self.built()

    def built(self):
        index = Index()
        index.build(self.root, CONNECTION)
        return index

    def claim(self, limit=10):
        batch = claims.claim_batch(self.root, CONNECTION, limit, "here", NOW)
        if batch is not None:
            self.index.claimed(batch.campaign, batch.messages)
        return batch

    def settle(self, batch, answered=(), left=()):
        outcome = Outcome({acceptance.reference: acceptance for acceptance in answered}, set(left))
        untold = settlement.settle_batch(
            self.root, CONNECTION, batch.campaign, batch.numbers, outcome, NOW
        )
        self.index.settled_claim(batch.campaign, batch.messages, outcome, untold)

    def answer(self, *numbers, ids=()):
        acceptances = [Acceptance(self.reference(n), ids or (f"id{n}",)) for n in numbers]
        self.index.learn(acceptances)
        return acceptances

    def come(self, *news):
        matched = self.index.match_all(news)
        self.unclaimed = [one.id for one in receipts.unclaimed(self.root, CONNECTION, matched, NOW)]
        stored = receipts.apply(self.root, CONNECTION, matched, (), NOW)
        self.index.settled(stored)
        return matched

    def reference(self, number):
        return f"{self.campaign.__name__}.{number}"

    def state(self, number=1):
        return self.campaign.row(number).state


def delivered(id, msisdn="", reference=""):
    return Receipt(id, states.DELIVERED, reference, msisdn)
