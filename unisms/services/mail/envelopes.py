"""The values that go between the line of mails and a mail server: letters, and their answers."""

from typing import NamedTuple, Protocol


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
