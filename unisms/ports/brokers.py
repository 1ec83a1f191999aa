"""Brokers: they carry our messages to the operators, and tell what became of them."""

from asyncio import AbstractEventLoop
from collections.abc import Callable, Sequence
from typing import Protocol

from unisms.ports.values import (
    Acceptance,
    HttpAnswer,
    HttpRequest,
    Outgoing,
    Receipt,
    Reply,
    Unread,
)


class BrokerError(Exception):
    """A broker did not do what was asked; the message says why, without number, name or text."""


class BrokerUnavailable(BrokerError):
    """Nothing can be handed over now.

    Messages that left without an answer are uncertain; the broker did not take the rest.
    """

    kind = "away"  #: tells pages which sentence to show


class BrokerBusy(BrokerUnavailable):
    """The broker is there, and takes no message of ours at present.

    It is full, ill, or has ended our session.
    """

    kind = "busy"


class BrokerRefused(BrokerUnavailable):
    """The broker refuses *us* (password, account, credit).

    Asking again soon is useless: a person must look.
    """

    kind = "refused"


class Journal(Protocol):
    """The adapter's record of what leaves and what is answered, so that a crash explains itself."""

    def leaving(self, references: Sequence[str]) -> None:
        """Note these messages, right *before* they are written to a socket or a request."""

    def answered(self, acceptances: Sequence[Acceptance]) -> None:
        """Note the broker's answers, as soon as they are known: taken, or refused for good."""

    def returned(self, references: Sequence[str]) -> None:
        """Note messages that the broker certainly did *not* take: they may be sent again.

        They were throttled, met a full queue, or were never written.
        """


class Inbox(Protocol):
    """The place where a broker with a session puts the news it receives."""

    loop: AbstractEventLoop  #: on a thread of its own, where the session may live

    def put(self, news: Sequence[Receipt | Reply | Unread], done: Callable[[], None]) -> None:
        """Take news in, and call ``done()`` once they are stored for good. Never block.

        ``done()`` is called from another thread than the loop's; only then may the session tell
        the broker that the news were received. The session puts what it cannot read among the
        news, as ``Unread``: acknowledged like them, it is not sent for ever.
        """


class Broker(Protocol):
    """A carrier of our messages to the operators.

    Making an adapter opens nothing yet. An adapter may have more than is promised here:

    - ``settings_fields``, on the factory: its ``SettingField``s. Without it, people type lines of
      ``name = value``.
    - ``check()``: tries the settings, and returns a short sentence.
    - ``open(inbox)`` and ``close()``, if it keeps a session. ``open`` returns once the session is
      usable, or raises ``BrokerUnavailable``.
    - ``is_up()``: whether a message could leave now. Once it is true, people are no longer told
      that the broker is away.
    - what ``ReadsAgain`` promises, if it puts ``Unread`` among its news.
    - what ``HttpNews`` promises, if the broker tells news over HTTP.
    """

    echoes_reference: bool  #: receipts carry our reference
    batch_size: int  #: the most messages that one call of ``send`` should be given

    def send(self, messages: Sequence[Outgoing], journal: Journal) -> None:
        """Hand the messages over, telling ``journal`` everything.

        Return when each is answered or returned.

        :raises BrokerUnavailable: the link is lost or refused; what ``journal`` knows is what
            happened.
        """


class ReadsAgain(Protocol):
    """A further promise of a broker whose session puts ``Unread`` among its news."""

    def read_again(self, command: str, raw: bytes) -> Sequence[Receipt | Reply]:
        """Return the news that ``raw``, of an ``Unread``, turns out to hold.

        Pure; it is asked of an adapter that is not open.

        :raises ValueError: it still cannot be read.
        """


class HttpNews(Protocol):
    """A further promise of a broker that posts its news.

    Reading is pure: an equal request gives equal values, and nothing else happens.
    """

    def read_receipts(self, request: HttpRequest) -> Sequence[Receipt]:
        """Return the receipts of a request.

        :raises ValueError: this broker did not send it. The answer is 400, and nothing is kept.
        """

    def read_replies(self, request: HttpRequest) -> Sequence[Reply]:
        """Return the replies of a request.

        :raises ValueError: this broker did not send it. The answer is 400, and nothing is kept.
        """

    def acknowledgement(self) -> HttpAnswer:
        """Return the answer to give once all that was read is stored for good."""
