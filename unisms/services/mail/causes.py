"""Why a mail fails or waits, as words that are stored; and the troubles of the mail server."""

import re

from unisms.services.ground.outbox import BOUNCED, LATE, REFUSED, RESTORED
from unisms.services.mail.envelopes import MailAnswer

RECIPIENT = "recipient"  # the server knows no such address
FULL = "full"
POLICY = "policy"  # the server does not want it
BUSY = "busy"  # the server asks to come back
LOST = "lost"  # the line broke in the middle
INTERNATIONAL = "international"  # the address has letters that the server does not take
TEXT = "text"  # nobody announces its kind any more, or a value is missing
CAUSES = (
    BOUNCED,
    LATE,
    REFUSED,
    RESTORED,
    RECIPIENT,
    FULL,
    POLICY,
    BUSY,
    LOST,
    INTERNATIONAL,
    TEXT,
)
#: of the whole server
TROUBLES = ("unreachable", "certificate", "no_tls", "login", "sender", "refused")

#: RFC 3463, section 2: class, subject and detail
STATUS = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
#: Statuses of an address that is none, or is none any more (RFC 3463, sections 3.2 and 3.3).
OF_ADDRESSES = re.compile(r"5\.(1\.([01236]|10)|2\.[01])")
OF_ROOM = re.compile(r"[45]\.2\.2")
#: codes of RFC 5321, section 4.2.2, that speak of the mailbox, where no status is told
OF_MAILBOXES = (550, 551, 553)


def status_of(answer: MailAnswer) -> str:
    """Return the status of RFC 3463 that an answer tells; without one, what its code says."""
    if told := status_told(answer):
        return told
    if answer.code in OF_MAILBOXES:
        return "5.1.0"
    return f"{answer.code // 100}.0.0" if answer.code else ""


def status_told(answer: MailAnswer) -> str:
    """Return the status of RFC 3463 that an answer tells itself; empty: it tells none."""
    told = STATUS.search(answer.words)
    return told[1] if told else ""


def cause_of(status: str) -> str:
    """Return the cause that a status of RFC 3463 tells."""
    if OF_ADDRESSES.fullmatch(status):
        return RECIPIENT
    if OF_ROOM.fullmatch(status):
        return FULL
    if not status:
        return LOST
    return BUSY if status.startswith("4") else POLICY
