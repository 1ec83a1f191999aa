"""Why a mail fails or waits, as words that are stored; and the troubles of the mail server."""

import re

from unisms.services.ground.outbox import BOUNCED, LATE, REFUSED, RESTORED
from unisms.services.mail.envelopes import MailAnswer

RECIPIENT = "recipient"  # the server knows no such address
FULL = "full"
POLICY = "policy"  # the server does not want it
BUSY = "busy"  # the server asks to come back
LOST = "lost"  # the line broke in the middle
UNANSWERED = "unanswered"  # the line ended when the server had it all: it may have arrived
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
    UNANSWERED,
    INTERNATIONAL,
    TEXT,
)
#: of the whole server
TROUBLES = ("unreachable", "certificate", "no_tls", "login", "sender", "refused")

#: RFC 3463, section 2: class, subject and detail
STATUS = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
#: Statuses of an address that is none, or is none any more (RFC 3463, sections 3.2 and 3.3; RFC
#: 7505, section 4.1).
OF_ADDRESSES = re.compile(r"5\.(1\.([1236]|10)|2\.1)")
#: statuses that leave it to the words what has failed
VAGUE = re.compile(r"5\.[012]\.0")
OF_ROOM = re.compile(r"[45]\.2\.2")
_WHOSE = r"(user|mailbox|recipient|account|address|utilisateur|bo[iî]te|destinataire|adresse)"
_NONE = (
    r"(unknown|no such|invalid|not found|(not|n't) exist|non-?exist|(not|n't) have|disabled"
    r"|inactive|unroutea?ble|no longer|inconnue?|inexistante?|n'existe)"
)
#: words of an address that is none; of who sends, such words tell nothing
OF_MAILBOXES = re.compile(f"{_NONE}.{{,40}}{_WHOSE}|{_WHOSE}.{{,60}}{_NONE}", re.IGNORECASE)
#: words of a server that does not want the mail, or us
OF_REFUSALS = re.compile(
    r"\b(spam\w*|junk|virus|content|block\w*|black\w*|banned|listed|dnsbl|rbl|reputation|polic\w*"
    r"|relay\w*|denied|spf|dkim|dmarc|sender|helo|client host)\b",
    re.IGNORECASE,
)
#: an address or a link in words, of whatever words it is made
NAMES = re.compile(r"\S*@\S*|https?://\S*")


def status_of(answer: MailAnswer) -> str:
    """Return the status of RFC 3463 that an answer tells; without one, the class of its code."""
    if told := status_told(answer):
        return told
    return f"{answer.code // 100}.0.0" if answer.code else ""


def status_told(answer: MailAnswer) -> str:
    """Return the status of RFC 3463 that an answer tells itself; empty: it tells none."""
    told = STATUS.search(answer.words)
    return told[1] if told else ""


def cause_of(status: str, words: str = "") -> str:
    """Return the cause that a status of RFC 3463 tells, with the words of the server."""
    if _is_of_address(status, NAMES.sub("", words)):
        return RECIPIENT
    if OF_ROOM.fullmatch(status):
        return FULL
    if not status:
        return LOST
    return BUSY if status.startswith("4") else POLICY


def _is_of_address(status: str, words: str) -> bool:
    """Whether a server says that an address is none, and not that it does not want the mail."""
    if OF_REFUSALS.search(words):
        return False
    if VAGUE.fullmatch(status):
        return OF_MAILBOXES.search(words) is not None
    return OF_ADDRESSES.fullmatch(status) is not None
