"""One candidate for a message."""

from unisms.services.recipients import Recipient


def test_a_candidate_may_receive_unless_a_cause_says_otherwise():
    recipient = Recipient("+33639980000", "Jeanne", "line 2")
    assert recipient.cause is None
    assert recipient.values == ()
    assert not recipient.uncertain_range
