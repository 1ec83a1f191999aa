"""A candidate for a message."""

import pytest

from unisms.services.rules.recipients import Recipient, tells_number


def test_a_candidate_may_receive_unless_a_cause_says_otherwise():
    recipient = Recipient("+33639980000", "Jeanne", "line 2")
    assert recipient.cause is None
    assert recipient.values == ()
    assert not recipient.uncertain_range


@pytest.mark.parametrize(
    ("who", "answer"),
    [
        ("06 39 98 00 01", True),
        ("Mme +33639980001", True),
        ("Zoé Lefèvre", False),
        ("Zoé 2026", False),
    ],
)
def test_some_are_known_by_their_number_only(who, answer):
    assert tells_number(who) is answer
