"""The processors behind the service, as the live settings name them: for the registers of GDPR.

Article 30(1) asks the controller for the recipients, article 28(2) the host for its sub-processors.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple
from urllib.parse import urlsplit

from unisms.model.connections import BrokerConnection
from unisms.model.directories import DirectoryConnection
from unisms.model.root import Institution, Root
from unisms.services.rules import periods

BROKER, STORE, QUEUE, MAIL = "carries messages", "keeps the store", "keeps the queue", "sends mails"
DIRECTORY = "tells people, and asks passwords"
#: names of settings that tell where an outsider is, beside those that its adapter declares
ADDRESSES = ("host", "url", "address", "endpoint", "server", "servers")
HERE = "this machine"
LOCAL = frozenset(("", "localhost", "127.0.0.1", "::1"))


class Processor(NamedTuple):
    """Somebody, or some machine, that data go to."""

    role: str
    title: str
    host: str  #: never a password, nor a name of an account
    whose: str  #: the institution whose contract it is; empty: of all
    data: str


Where = Callable[[str, str], Iterable[str]]  #: from a port and an adapter to names of settings


def nowhere_else(_port: str, _adapter: str) -> tuple[str, ...]:
    """Return that an adapter declares no setting that tells where its outsider is."""
    return ()


def processors(
    root: Root, settings: Mapping[str, str], where: Where = nowhere_else
) -> Iterator[Processor]:
    """Yield each processor of all institutions, as ``settings`` and contracts name them.

    ``where`` tells which settings of an adapter say to whom its secrets are told.
    """
    for connection in root["brokers"].values():
        yield _broker(connection, "", where)
    for name, institution in root["institutions"].items():
        for connection in institution["brokers"].values():
            yield _broker(connection, name, where)
        for directory in institution["directories"].values():
            data = "user names, names, addresses, numbers and groups that it tells"
            yield _outsider(DIRECTORY, directory, name, data, where)
    everything = "all that the service keeps"
    for role, setting, data in (
        (STORE, "zodbconn.uri", everything),
        (QUEUE, "unisms.queue", "names of records, never a name, a number or a text"),
        (MAIL, "unisms.mail.host", "names, addresses and texts of mails"),
    ):
        if told := settings.get(setting, ""):
            yield Processor(role, setting, host_of(told), "", data)


def _broker(connection: BrokerConnection, whose: str, where: Where) -> Processor:
    data = "numbers and texts of messages, their receipts and replies"
    return _outsider(BROKER, connection, whose, data, where)


def _outsider(
    role: str,
    connection: BrokerConnection | DirectoryConnection,
    whose: str,
    data: str,
    where: Where,
) -> Processor:
    names = dict.fromkeys((*ADDRESSES, *where(connection.port, connection.adapter)))
    told = (connection.settings.get(name, "") for name in names)
    hosts = dict.fromkeys(host_of(one) for text in told for one in text.split())
    elsewhere = ", ".join(one for one in hosts if one != HERE)
    title = f"{connection.title} ({connection.adapter})"
    return Processor(role, title, elsewhere or HERE, whose, data)


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
