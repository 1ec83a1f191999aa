"""Answers of mail servers: what they say of an address, and what of anything else."""

import pytest

from unisms.services.mail import causes
from unisms.services.mail.envelopes import MailAnswer


@pytest.mark.parametrize(
    ("code", "words", "status", "cause"),
    [
        (550, "5.1.1 <x>: Recipient address rejected", "5.1.1", causes.RECIPIENT),
        (550, "No such user", "5.1.0", causes.RECIPIENT),
        (553, "unknown", "5.1.0", causes.RECIPIENT),
        (550, "5.2.1 disabled", "5.2.1", causes.RECIPIENT),
        (552, "5.2.2 mailbox full", "5.2.2", causes.FULL),
        (452, "4.2.2 mailbox full", "4.2.2", causes.FULL),
        (550, "5.7.1 spam", "5.7.1", causes.POLICY),
        (554, "no", "5.0.0", causes.POLICY),
        (451, "4.7.1 greylisted, try 10.20.30.40 later", "4.7.1", causes.BUSY),
        (450, "later", "4.0.0", causes.BUSY),
        (0, "TimeoutError", "", causes.LOST),
    ],
)
def test_an_answer_has_a_status_and_a_cause(code, words, status, cause):
    told = causes.status_of(MailAnswer(code, words))
    assert (told, causes.cause_of(told)) == (status, cause)
