"""The values that the service and a broker exchange."""

from collections.abc import Mapping
from typing import NamedTuple


class Outgoing(NamedTuple):
    """A message on its way to a broker."""

    reference: str  #: ours, ``campaign.number``; unique on its connection
    msisdn: str  #: E.164 with its ``+``
    text: str  #: as the handset shall show it
    sender_id: str = ""  #: the origin that the handset shows; empty: the broker's own
    #: until when it is of use, epoch seconds: a broker that can should not try it longer; 0: always
    until: int = 0


class Acceptance(NamedTuple):
    """A broker's immediate answer for one message.

    ``cause`` is ``None`` where the broker took it, otherwise the broker refused it for good.
    """

    reference: str
    #: The broker's ids, one per segment, or a single one for the whole message. An id is a word
    #: without blanks that does not begin with a ``+``.
    ids: tuple[str, ...] = ()
    cause: str | None = None  #: of ``sms.causes``, when refused
    code: str = ""  #: the broker's own code, kept for people who ask


class Receipt(NamedTuple):
    """A broker's later news of one message, or of one of its segments."""

    id: str  #: the broker's id; empty when the broker echoes our reference
    state: str  #: ``accepted``, ``delivered``, ``failed`` or ``expired`` (``sms.states``)
    reference: str = ""  #: our reference, when echoed
    msisdn: str = ""  #: the recipient's number, E.164, when told
    cause: str | None = None  #: of ``sms.causes``, when failed or expired
    code: str = ""  #: the broker's own code
    #: The id in another form, where the broker tells two: the message has one of them.
    also: str = ""
    #: Of a message of several segments: ``segment`` or ``message``, whichever the receipt tells of.
    #: Empty where the broker does not say.
    covers: str = ""
    #: The reply that this is after all, unless the broker gave that id to a message to or from one
    #: of the reply's numbers. Anybody can write a text that looks like a receipt.
    otherwise: "Reply | None" = None
    #: Whether it has the form of a receipt although ``otherwise`` is set: nobody is shown it as a
    #: reply. If no known message is meant, it is kept as unreadable.
    of_form: bool = False
    network: str = ""  #: of the number, when told: MCC and MNC, as ``208-01`` (``sms.networks``)


class Part(NamedTuple):
    """The place of a reply's text in the longer text that it is a part of."""

    reference: int  #: equal in all parts
    total: int  #: how many there are, 255 at most
    number: int  #: this part's number, from 1
    #: The name in ``sms.octets`` of the alphabet of ``octets``. Empty: there are no octets, the
    #: text is all.
    alphabet: str = ""
    octets: bytes = b""  #: the text as it came: a sign may be cut in two between parts


class Reply(NamedTuple):
    """A text that a handset sent to us (MO), or a part of it.

    Adapters tell each part as soon as it has come. The service stores the parts, and joins them
    once it has all of them; after a minute it joins what it has.
    """

    msisdn: str  #: the writer's number, E.164
    text: str
    to: str  #: the number or short code written to
    at: int  #: when it came, epoch seconds UTC
    id: str = ""  #: the broker's id, when told: a second reply with it is the first, sent again
    part: Part | None = None  #: empty: it is whole


LONGEST_UNREAD = 4096  #: octets kept of what could not be read


class Unread(NamedTuple):
    """A message of a broker's protocol that its adapter cannot read.

    The service keeps it sealed for some days, and can have it read again later.
    """

    command: str  #: its name in the broker's protocol, as ``deliver_sm``
    what: str  #: the unreadable thing, a word: ``receipt``, ``text``, ``part``, ``word``, ``pdu`` …
    octet: int  #: its place in ``raw``, from 0
    raw: bytes  #: all that ``read_again`` needs; ``LONGEST_UNREAD`` octets of it are kept


class HttpRequest(NamedTuple):
    """A request by which a broker tells news, as plain values."""

    method: str  #: ``GET`` or ``POST``
    fields: Mapping[str, str] = {}  #: of the query, and of the body where that is a form
    body: bytes = b""
    content_type: str = ""  #: as ``application/json``
    headers: Mapping[str, str] = {}  #: their names in lower case


class HttpAnswer(NamedTuple):
    """The answer by which a broker knows that we have its news."""

    body: bytes = b"OK"
    content_type: str = "text/plain"
    status: int = 200
