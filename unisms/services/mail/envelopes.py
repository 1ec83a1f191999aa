"""The values that go between the line of mails and a mail server: letters, and their answers.

Each letter has an address of its own that bounces come back to (VERP), which nobody can make up.
"""

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple, Protocol

from unisms.model import digests
from unisms.model.outbox import Mail
from unisms.model.root import Institution, Root

PURPOSE = "bounce"
MARK = 16  # hexadecimal digits
#: the part behind the plus; an MTA may have changed its capitals
TOKEN = re.compile(rf"\+(\d{{10}}[0-9a-f]{{8}})-([0-9a-f]{{{MARK}}})@", re.IGNORECASE)


class Written(NamedTuple):
    """A mail that is made when it leaves."""

    values: Mapping[str, str]  #: of the placeholders of its kind
    html: str = ""  #: in the place of the value ``report``; its maker is to be trusted


class MailMaker(NamedTuple):
    """How mails of a kind are made as they leave, and who is told what became of them."""

    write: Callable[[Any, Mail], Written | None]
    note: Callable[[Any, Mail, str], None]


#: makers by kind
Makers = Mapping[str, MailMaker]
NO_MAKERS: Makers = MappingProxyType({})


class Letter(NamedTuple):
    """A mail as it leaves: its envelope, and its octets."""

    name: str  #: of the mail, in the outbox of the holder
    holder: str  #: the name of the institution; empty: of those who run the installation
    lease: int  #: until when this claim holds, epoch seconds
    sender: str  #: of the envelope: bounces come back to it
    to: str
    content: bytes  #: with its headers, as RFC 5322 has them
    is_international: bool = False  #: whether an address has letters beyond ASCII (RFC 6531)


class MailAnswer(NamedTuple):
    """The answer to a letter, as RFC 5321 has it."""

    code: int  #: three digits; 0: none came
    words: str = ""
    cause: str = ""  #: where the server itself did not answer


class MailServerAway(Exception):
    """The mail server takes no letter now, whoever it is to.

    ``why`` is one of ``unreachable``, ``certificate``, ``no_tls``, ``login``, ``sender``,
    ``refused``.
    """

    def __init__(self, why: str, answer: str = "") -> None:
        super().__init__(why, answer)
        self.why, self.answer = why, answer


class MailLine(Protocol):
    """A session with a mail server."""

    def send(self, letter: Letter) -> MailAnswer:
        """Hand a letter over and return the answer.

        :raises MailServerAway: it takes no letter now.
        """


def mark_of(holder: Institution | Root, name: str) -> str:
    """Return what proves that a bounce is of the mail called ``name`` of this holder."""
    return digests.of_word(holder, PURPOSE, name)[:MARK]


def return_address(bounces: str, name: str, mark: str) -> str:
    """Return the envelope sender of a mail; empty where ``bounces`` is."""
    local, _, host = bounces.partition("@")
    return f"{local}+{name}-{mark}@{host}" if bounces else ""


def token_in(text: str) -> tuple[str, str] | None:
    """Return the name and the mark of the first such address in ``text``, or ``None``."""
    found = TOKEN.search(text)
    return (found[1].lower(), found[2].lower()) if found else None
