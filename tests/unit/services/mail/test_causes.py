"""Answers of mail servers: what they say of an address, and what of anything else."""

import pytest

from unisms.services.mail import causes
from unisms.services.mail.envelopes import MailAnswer


@pytest.mark.parametrize(
    ("code", "words", "status", "cause"),
    [
        (550, "5.1.1 <x>: Recipient address rejected", "5.1.1", causes.RECIPIENT),
        (550, "No such user", "5.0.0", causes.RECIPIENT),
        (553, "unknown", "5.0.0", causes.POLICY),
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
    assert (told, causes.cause_of(told, words)) == (status, cause)


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("5.1.1", ""),
        ("5.1.2", "Host or domain name not found"),
        ("5.1.10", "Recipient address has null MX"),
        ("5.1.1", "550 5.1.1 <spam@univ.fr>: User unknown, see https://univ.fr/policy"),
        ("5.2.1", "The email account that you tried to reach is disabled"),
        ("5.0.0", "550 Unknown user"),
        ("5.0.0", "554 delivery error: This user doesn't have a yahoo.com account"),
        ("5.1.0", "550 5.1.0 Address does not exist"),
        ("5.2.0", "550 5.2.0 mailbox disabled"),
        ("5.0.0", "550 Utilisateur inconnu"),
    ],
)
def test_what_speaks_of_the_mailbox_is_of_the_address(status, words):
    assert causes.cause_of(status, words) == causes.RECIPIENT


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("5.0.0", ""),
        ("5.1.0", ""),
        ("5.0.0", "550 Message rejected as spam by content filter"),
        ("5.0.0", "550 Your IP is on a blocklist, see https://bl.example"),
        ("5.1.1", "550 5.1.1 blocked using zen.spamhaus.org"),
        ("5.1.0", "550 5.1.0 sender address unknown"),
        ("5.0.0", "550 Requested action not taken: mailbox unavailable"),
        ("5.0.0", "550 relay denied"),
        ("5.7.1", "550 5.7.1 no such user"),
        ("5.3.0", "550 no"),
    ],
)
def test_what_speaks_of_us_or_of_the_mail_condemns_no_address(status, words):
    assert causes.cause_of(status, words) == causes.POLICY
