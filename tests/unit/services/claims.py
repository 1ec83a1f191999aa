"""Claims and their settling, as a worker does them, for tests of what is handed over on one
connection."""

from factories import NOW, reread

from unisms.ports import Acceptance
from unisms.services.delivery import claims, settlement
from unisms.tasks.delivery.journal import Outcome

CONNECTION = "/institutions/paris1/brokers/fake"


def claim(root, limit=10, machine="here", path=CONNECTION):
    return claims.claim_batch(root, path, limit, machine, NOW)


def settle(root, batch, answered=(), left=(), trusted=True, path=CONNECTION):
    name = batch.campaign.rpartition("/")[2]
    answers = {
        f"{name}.{a.reference}": a._replace(reference=f"{name}.{a.reference}") for a in answered
    }
    outcome = Outcome(answers, {f"{name}.{number}" for number in left}, trusted)
    settlement.settle_batch(root, path, batch.campaign, batch.numbers, outcome, NOW + 1)


def taken(*numbers):
    return [Acceptance(str(number), (f"id{number}",)) for number in numbers]


def seen(campaign):
    return {number: row[1] for number, row in reread(campaign).stored_rows()}
