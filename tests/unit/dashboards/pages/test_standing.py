"""How many messages arrived, in one sentence: of none, of one, of few, of many, of unknown ones."""

import pytest

from dashboards.pages import standing
from tests.unit.dashboards.pages.saying import flat, visit


def total(sent, delivered=0, failed=0, waiting=0):
    return {"sent": sent, "delivered": delivered, "failed": failed, "waiting": waiting}


@pytest.mark.parametrize(
    ("now", "before", "french", "english"),
    [
        (
            total(0),
            {},
            "Aucun message n'est parti en novembre 2026.",
            "No message was sent in November 2026.",
        ),
        (
            total(1, delivered=1),
            {},
            "Le seul message parti en novembre 2026 est arrivé.",
            "The only message sent in November 2026 arrived.",
        ),
        (
            total(1, failed=1),
            {},
            "Le seul message parti en novembre 2026 n'est pas arrivé.",
            "The only message sent in November 2026 did not arrive.",
        ),
        (
            total(1, waiting=1),
            {},
            "Un seul message est parti en novembre 2026 : on ne sait pas encore s'il est arrivé.",
            "A single message was sent in November 2026: it is not known yet whether it arrived.",
        ),
        (
            total(300, waiting=300),
            total(500, 400, 100),
            "300 messages sont partis en novembre 2026 : on ne sait pas encore s'ils sont arrivés.",
            "300 messages were sent in November 2026: it is not known yet whether they arrived.",
        ),
        (
            total(4, delivered=3, failed=1),
            total(500, 400, 100),
            "3 des 4 messages partis en novembre 2026 sont arrivés.",
            "3 of the 4 messages sent in November 2026 arrived.",
        ),
        (
            total(4, delivered=1, failed=3),
            {},
            "1 des 4 messages partis en novembre 2026 est arrivé.",
            "1 of the 4 messages sent in November 2026 arrived.",
        ),
        (
            total(12, failed=12),
            {},
            "Aucun des 12 messages partis en novembre 2026 n'est arrivé.",
            "None of the 12 messages sent in November 2026 arrived.",
        ),
        (
            total(12, delivered=12),
            {},
            "Les 12 messages partis en novembre 2026 sont tous arrivés.",
            "All 12 messages sent in November 2026 arrived.",
        ),
        (
            total(12345, delivered=11629, failed=716),
            total(10000, 9500, 500),
            "94,2 % des 12 345 messages partis en novembre 2026 sont arrivés, un peu moins qu'en "
            "octobre 2026 (95,0 %).",
            "94.2% of the 12,345 messages sent in November 2026 arrived, slightly less than in "
            "October 2026 (95.0%).",
        ),
        (
            total(1000, delivered=990, failed=10),
            total(1000, 900, 100),
            "99,0 % des 1 000 messages partis en novembre 2026 sont arrivés, bien plus qu'en "
            "octobre 2026 (90,0 %).",
            "99.0% of the 1,000 messages sent in November 2026 arrived, far more than in October "
            "2026 (90.0%).",
        ),
        (
            total(1000, delivered=950, failed=50),
            total(1000, 950, 50),
            "95,0 % des 1 000 messages partis en novembre 2026 sont arrivés, autant qu'en octobre "
            "2026 (95,0 %).",
            "95.0% of the 1,000 messages sent in November 2026 arrived, as many as in October 2026 "
            "(95.0%).",
        ),
        (
            total(1000, delivered=950, failed=50),
            {},
            "95,0 % des 1 000 messages partis en novembre 2026 sont arrivés.",
            "95.0% of the 1,000 messages sent in November 2026 arrived.",
        ),
        (
            total(1000, delivered=900, failed=50, waiting=50),
            {},
            "90,0 % des 1 000 messages partis en novembre 2026 sont arrivés. 50 messages attendent "
            "de partir, ou leur accusé de réception.",
            "90.0% of the 1,000 messages sent in November 2026 arrived. 50 messages wait to leave, "
            "or for their receipts.",
        ),
        (
            total(1000, delivered=995, failed=0, waiting=5),
            {},
            "99,5 % des 1 000 messages partis en novembre 2026 sont arrivés.",
            "99.5% of the 1,000 messages sent in November 2026 arrived.",
        ),
    ],
)
def test_the_sentence_goes_with_the_counts(now, before, french, english):
    assert flat(standing.sentence(visit("fr"), now, before)) == french
    assert flat(standing.sentence(visit("en"), now, before)) == english


def test_few_messages_before_are_no_comparison():
    told = standing.sentence(visit(), total(1000, 900, 100), total(3, 1, 2))
    assert flat(told).endswith("sont arrivés.")
