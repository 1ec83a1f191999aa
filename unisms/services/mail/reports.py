"""Bounces as mail servers write them: RFC 3464, and what else comes back to an address of ours."""

import email
import re
from email.message import Message
from typing import NamedTuple

from unisms.services.mail import causes, envelopes
from unisms.services.mail.envelopes import MailAnswer

FAILED = "failed"  # RFC 3464, section 2.3.3; other actions speak of what is still under way
LONGEST = 1 << 20  # octets that are looked at
LONGEST_WORDS = 400  # characters
#: of addresses beyond ASCII (RFC 6533, section 4): Python would take it for a letter
GLOBAL = re.compile(rb"message/global-delivery-status", re.IGNORECASE)
CODE = re.compile(r"\b([245]\d\d)\b")
#: headers that may tell to which of our addresses it came
ADDRESSED = ("To", "Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To")


class Report(NamedTuple):
    """A thing that came back."""

    token: tuple[str, str] | None  #: name and mark of its mail (``envelopes``)
    is_status: bool  #: whether it is a delivery status notification
    is_answer: bool  #: whether a program of the reader answers, as while they are away
    status: str = ""  #: of RFC 3463, of an address that failed; empty: none has
    words: str = ""  #: of the server that refused


def read(octets: bytes, recipient: str = "") -> Report:
    """Return what a mail tells that came back to ``recipient``, where that is known."""
    message = email.message_from_bytes(GLOBAL.sub(b"message/delivery-status", octets[:LONGEST]))
    parts = [one for one in message.walk() if one.get_content_type() == "message/delivery-status"]
    status, words = _failure(parts, _explained(message))
    token = _token(octets, message, recipient)
    return Report(token, bool(parts), _is_answer(message), status, words)


def _token(octets: bytes, message: Message, recipient: str) -> tuple[str, str] | None:
    """Return the first token of ours: in the envelope, the headers, or what is returned in it."""
    headers = " ".join(str(one) for name in ADDRESSED for one in message.get_all(name, ()))
    texts = (f"{recipient} ", headers, octets[:LONGEST].decode("latin-1"))
    return next((found for text in texts if (found := envelopes.token_in(text))), None)


def _is_answer(message: Message) -> bool:
    """Whether a program of the reader has answered (RFC 3834, section 5)."""
    return str(message.get("Auto-Submitted", "")).strip().lower().startswith("auto-replied")


def _explained(message: Message) -> str:
    """Return the indented lines of the text for people: there Exim tells why, and nowhere else."""
    texts = (one for one in message.walk() if one.get_content_type() == "text/plain")
    payload = next((one.get_payload(decode=True) for one in texts), b"")
    lines = payload.decode("utf-8", "replace").splitlines() if isinstance(payload, bytes) else ()
    told = " ".join(one for line in lines if line[:1].isspace() for one in line.split())
    return told[:LONGEST_WORDS]


def _failure(parts: list[Message], explained: str) -> tuple[str, str]:
    """Return the status and the words of the first address that failed; empty where none has.

    ``explained`` are words for a report that has none.
    """
    blocks = (block for part in parts for block in part.walk())
    failed = (one for one in blocks if str(one.get("Action", "")).strip().lower() == FAILED)
    return next((_told(one, explained) for one in failed), ("", ""))


def _told(block: Message, explained: str) -> tuple[str, str]:
    """Return the status that a block tells; its words know better than a status that says none."""
    words = " ".join(str(block.get("Diagnostic-Code", "")).split()) or explained
    found = causes.STATUS.search(str(block.get("Status", "")))
    status = found[1] if found else "5.0.0"
    if words and status.endswith(".0.0"):
        code = CODE.search(words)
        status = causes.status_of(MailAnswer(int(code[1]) if code else 0, words)) or status
    return status, words
