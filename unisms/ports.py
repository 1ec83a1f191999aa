"""The promises: what the service asks of outsiders, the values exchanged with them, and their errors.

Four kinds of outsiders exist: brokers, directories, sign-in ways and order sources. The first three that this release
uses are promised here. An adapter is made by a factory ``factory(settings)``; ``settings`` is a plain ``dict`` of
strings, the settings of one connection.
"""

from asyncio import AbstractEventLoop
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple, Protocol


class Outgoing(NamedTuple):
    """One message on its way to a broker."""

    reference: str  #: ours, ``campaign.number``; unique on its connection
    msisdn: str  #: E.164 with its ``+``
    text: str  #: as the handset shall show it
    sender_id: str = ""  #: what the handset shows as origin; empty: the broker's own


class Acceptance(NamedTuple):
    """A broker's immediate answer for one message: taken (``cause`` is ``None``) or refused for good."""

    reference: str
    #: The broker's ids, one per segment (or a single one for the whole message): words without blanks, none of which
    #: begins with a ``+``.
    ids: tuple[str, ...] = ()
    cause: str | None = None  #: one of ``sms.causes`` when refused
    code: str = ""  #: the broker's own code, kept for people who ask


class Receipt(NamedTuple):
    """A broker's later news of one message, or of one of its segments."""

    id: str  #: the broker's id; empty when the broker echoes our reference
    state: str  #: ``accepted``, ``delivered``, ``failed`` or ``expired`` (``sms.states``)
    reference: str = ""  #: our reference, when echoed
    msisdn: str = ""  #: whom the message was for, E.164, when told
    cause: str | None = None  #: one of ``sms.causes`` when failed or expired
    code: str = ""  #: the broker's own code
    also: str = (
        ""  #: the broker's id in another form, where it tells two: the message has one of them
    )
    #: Of a message of several segments: ``segment`` or ``message``, whichever the receipt tells of; empty where the
    #: broker does not say.
    covers: str = ""
    #: The reply that this is unless the broker gave that id to a message to or from one of the reply's numbers: anybody
    #: can write a text that looks like a receipt.
    otherwise: "Reply | None" = None
    #: Where that may be so: it has the form of a receipt all the same, and nobody is shown it as a
    #: reply. Of no message that is known, it is kept as what could not be read is.
    of_form: bool = False
    network: str = ""  #: of the number, when told: MCC and MNC, as ``208-01`` (``sms.networks``)


class Part(NamedTuple):
    """Where the text of a reply stands in a longer one, of which it is a part."""

    reference: int  #: the same in all parts
    total: int  #: how many there are, 255 at most
    number: int  #: which one this is, from 1
    #: The name in ``sms.octets`` of the alphabet of ``octets``; empty: there are none, the text is all.
    alphabet: str = ""
    octets: bytes = b""  #: the text as it came: a sign may be cut in two between parts


class Reply(NamedTuple):
    """A text that a handset sent to us (MO), or a part of one.

    Parts are told one by one, each as soon as it has come: the service stores them, and joins them
    once it has all, or after a minute what it has.
    """

    msisdn: str  #: who wrote, E.164
    text: str
    to: str  #: the number or short code written to
    at: int  #: when it came, epoch seconds UTC
    id: str = ""  #: the broker's id of it, when told: the same again is the same reply, sent again
    part: Part | None = None  #: empty: it is whole


LONGEST_UNREAD = 4096  #: octets kept of what could not be read


class Unread(NamedTuple):
    """What a broker sent and its adapter cannot read. It is kept sealed for some days, and can be read again later."""

    command: str  #: how the broker's protocol calls it, as ``deliver_sm``
    what: str  #: what could not be read of it, a word: ``receipt``, ``text``, ``part``, ``word``, ``pdu`` …
    octet: int  #: where in ``raw``, from 0
    raw: bytes  #: all that ``read_again`` needs, of which ``LONGEST_UNREAD`` octets are kept


class BrokerError(Exception):
    """A broker did not do what was asked; the message says why, without number, name or text."""


class BrokerUnavailable(BrokerError):
    """Nothing can be handed over now. What left without an answer is uncertain; the rest was not taken."""

    kind = "away"  #: tells pages which sentence to show


class BrokerBusy(BrokerUnavailable):
    """The broker is there and takes no message of ours at present: it is full, ill, or has ended our session."""

    kind = "busy"


class BrokerRefused(BrokerUnavailable):
    """The broker refuses *us* (password, account, credit): asking again soon is useless, a person must look."""

    kind = "refused"


class Journal(Protocol):
    """Where an adapter says what leaves and what was answered, so that a crash leaves nothing unexplained."""

    def leaving(self, references: Sequence[str]) -> None:
        """Must be called right *before* these messages are written to a socket or a request."""

    def answered(self, acceptances: Sequence[Acceptance]) -> None:
        """Must be called as soon as the broker's answer for these messages is known: taken, or refused for good."""

    def returned(self, references: Sequence[str]) -> None:
        """These messages were certainly *not* taken (throttled, queue full, never written): they may be sent again."""


class Inbox(Protocol):
    """Where a broker with a session puts the news it receives."""

    loop: AbstractEventLoop  #: the event loop, on a thread of its own, where the session may live

    def put(self, news: Sequence[Receipt | Reply | Unread], done: Callable[[], None]) -> None:
        """Take news in; ``done()`` is called once they are stored for good, from another thread than the loop's.

        Only then may the broker be told that they were received. Never blocks. What the session cannot read stands
        among the news as ``Unread``: it is acknowledged like them, so that the broker does not send it for ever.
        """


class SettingField(NamedTuple):
    """One setting of an adapter, as the page of a connection asks for it. Settings are strings; one that is left empty,
    or as its default, is not among those that the adapter is made with."""

    name: str
    kind: str = "text"  #: ``text``, ``number``, ``secret`` (never shown again), ``choice`` or ``yes`` (``yes``, ``no``)
    default: str = ""
    help: Mapping[str, str] = {}  #: what it is, a sentence by language: ``fr`` and ``en``
    choices: tuple[str, ...] = ()  #: of a ``choice``
    rare: bool = False  #: seldom changed: the page folds it away
    where: bool = False  #: says whom the secrets are told: when it changes, they are typed again
    label: Mapping[str, str] = {}  #: how people call it, by language; without one, by ``name``

    def called(self, language: str) -> str:
        """Return how people who read this language call it."""
        return self.label.get(language) or self.label.get("en") or self.name


class Broker(Protocol):
    """Who carries our messages to the operators.

    A broker that keeps a session open also has ``open(inbox)``, which returns once the session is usable or raises
    ``BrokerUnavailable``, and ``close()``; it may have ``is_up()``, whether a message could leave now: once it is,
    people are no longer told that it is away. One that puts ``Unread`` among its news fulfils ``ReadsAgain`` too, one
    that tells news over HTTP ``HttpNews``. ``check()`` tries the settings and returns a sentence's facts.
    ``settings_fields``, an attribute of the factory, are its ``SettingField``s; without it, people type lines of
    ``name = value``. Making an adapter opens nothing yet.
    """

    echoes_reference: bool  #: receipts carry our reference
    batch_size: int  #: the most messages that one call of ``send`` should be given

    def send(self, messages: Sequence[Outgoing], journal: Journal) -> None:
        """Hand the messages over, telling ``journal`` everything; return when each is answered or returned.

        :raises BrokerUnavailable: the link is lost or refused; what ``journal`` knows is what happened.
        """


class ReadsAgain(Protocol):
    """What a broker also has whose session puts ``Unread`` among its news."""

    def read_again(self, command: str, raw: bytes) -> Sequence[Receipt | Reply]:
        """The news that ``raw``, of an ``Unread``, turns out to hold. Pure, and asked of an adapter that is not open.

        :raises ValueError: it still cannot be read.
        """


class HttpRequest(NamedTuple):
    """A request by which a broker tells news, as plain values."""

    method: str  #: ``GET`` or ``POST``
    fields: Mapping[str, str] = {}  #: of the query, and of the body where that is a form
    body: bytes = b""
    content_type: str = ""  #: as ``application/json``
    headers: Mapping[str, str] = {}  #: their names in lower case


class HttpAnswer(NamedTuple):
    """What a broker wants to be answered, to be sure that we have its news."""

    body: bytes = b"OK"
    content_type: str = "text/plain"
    status: int = 200


class HttpNews(Protocol):
    """What a broker that posts its news also has. Reading is pure: the same request, the same values, nothing else."""

    def read_receipts(self, request: HttpRequest) -> Sequence[Receipt]:
        """The receipts of a request.

        :raises ValueError: it is none of this broker's; it is answered 400, and nothing of it is kept.
        """

    def read_replies(self, request: HttpRequest) -> Sequence[Reply]:
        """The replies of a request.

        :raises ValueError: likewise.
        """

    def acknowledgement(self) -> HttpAnswer:
        """The answer once all that was read is stored for good."""


class Person(NamedTuple):
    """Someone a directory knows."""

    uid: str
    name: str
    msisdns: tuple[str, ...] = ()
    email: str = ""
    attributes: Mapping[str, str] = {}


class AudienceGone(Exception):
    """A group, a file, or what an outsider knew was chosen and exists no more."""


class AudienceAway(Exception):
    """An outsider that knows the people of an audience does not answer now."""


class Directory(Protocol):
    """Who tells us about people and the groups they belong to."""

    def search(self, text: str) -> Iterable[Person]:
        """People whose name or uid contains ``text``."""

    def person(self, uid: str) -> Person | None:
        """The person called ``uid``, or ``None``."""

    def groups(self, text: str) -> Iterable[tuple[str, str]]:
        """``(name, title)`` of the groups whose title contains ``text``."""

    def members(self, group: str) -> Iterable[Person]:
        """The people of a group.

        :raises KeyError: there is no such group.
        """

    def memberships(self, uid: str, among: Iterable[str]) -> Iterable[str]:
        """Those of the groups ``among`` that the person called ``uid`` is in, directly or by another group.

        Asked at every request, within a transaction: answered from the store or from memory, never over the network.
        What is in memory is at most a minute old.
        """


class SignIn(Protocol):
    """A way to prove who one is. ``request`` is Pyramid's, its context the institution."""

    def identify(self, request: object) -> str | None:
        """The uid that this request proves, or ``None``."""

    def challenge(self, request: object, return_to: str) -> object:
        """The response that asks the person to prove who they are."""

    def forget(self, request: object) -> object | None:
        """What must be answered on signing out, or ``None``."""
