"""The processors behind the service, as the live settings name them: for the registers of GDPR.

Article 30(1) asks the controller for the recipients, article 28(2) the host for its sub-processors.
"""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple
from urllib.parse import urlsplit

from unisms.model.connections import BrokerConnection
from unisms.model.root import Institution, Root
from unisms.services.rules import periods

BROKER, STORE, QUEUE, MAIL = "carries messages", "keeps the store", "keeps the queue", "sends mails"
ADDRESSES = ("host", "url", "address", "endpoint")  # names of settings that tell where a broker is
HERE = "this machine"
LOCAL = frozenset(("", "localhost", "127.0.0.1", "::1"))


class Processor(NamedTuple):
    """Somebody, or some machine, that data go to."""

    role: str
    title: str
    host: str  #: never a password, nor a name of an account
    whose: str  #: the institution whose contract it is; empty: of all
    data: str


def processors(root: Root, settings: Mapping[str, str]) -> Iterator[Processor]:
    """Yield each processor of all institutions, as ``settings`` and contracts name them."""
    for connection in root["brokers"].values():
        yield _broker(connection, "")
    for name, institution in root["institutions"].items():
        for connection in institution["brokers"].values():
            yield _broker(connection, name)
    everything = "all that the service keeps"
    for role, setting, data in (
        (STORE, "zodbconn.uri", everything),
        (QUEUE, "unisms.queue", "names of records, never a name, a number or a text"),
        (MAIL, "unisms.mail.host", "names, addresses and texts of mails"),
    ):
        if told := settings.get(setting, ""):
            yield Processor(role, setting, host_of(told), "", data)


def _broker(connection: BrokerConnection, whose: str) -> Processor:
    told = (connection.settings.get(name, "") for name in ADDRESSES)
    host = host_of(next(filter(None, told), ""))
    data = "numbers and texts of messages, their receipts and replies"
    return Processor(BROKER, f"{connection.title} ({connection.adapter})", host, whose, data)


def host_of(address: str) -> str:
    """Return the host of a URL, of ``host:port``, or of what PostgreSQL takes (``host=db …``).

    No account and no password is in it. A file, and a machine without a dot, is this machine.
    """
    if told := re.search(r"(?:^|\s)host=(\S+)", address):
        return told[1]
    if "://" not in address:
        address = f"//{address}"
    try:
        host = urlsplit(address).hostname or ""
    except ValueError:  # as of an unclosed bracket
        host = ""
    return host if "." in host.strip(".") and host not in LOCAL else HERE


class KeptFor(NamedTuple):
    """A kind of data, and the days that an institution keeps it."""

    what: str
    days: int


def kept(institution: Institution) -> list[KeptFor]:
    """Return the periods of an institution, as they are set."""
    texts = "texts, names and numbers of messages, replies and mails"
    others = (KeptFor(kind, periods.days_of(institution, kind)) for kind in periods.PERIODS)
    return [KeptFor(texts, institution.retention), *others]
