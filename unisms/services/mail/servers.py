"""The mail server that the settings name, and what is wrong with them."""

from collections.abc import Iterator, Mapping
from ipaddress import ip_address
from typing import NamedTuple

from unisms.services.ground.outbox import is_address

STARTTLS, TLS, PLAIN = SECURITIES = ("starttls", "tls", "none")
PORTS = {STARTTLS: 587, TLS: 465, PLAIN: 25}  # RFC 6409, section 3.1; RFC 8314, section 3.3
RATE = 300  # mails a minute, where nothing is said
MOST = 60_000  # mails a minute


class MailServer(NamedTuple):
    """A mail server, and what it needs to know of us."""

    host: str
    port: int
    security: str  #: of ``SECURITIES``
    user: str
    password: str
    sender: str  #: the address in From
    bounces: str  #: the address that bounces come back to; empty: nobody reads them
    rate: int  #: mails a minute
    authorities: str  #: a PEM file of those whose certificates count; empty: the system's


def server_of(settings: Mapping[str, str]) -> MailServer | None:
    """Return the mail server of ``settings``, or ``None``: none is named, or named wrongly."""
    told = _told(settings)
    if not told["host"] or any(faults(settings)):
        return None
    security = told["security"] or STARTTLS
    return MailServer(
        told["host"],
        int(told["port"] or PORTS[security]),
        security,
        told["user"],
        told["password"],
        told["from"],
        told["bounces"],
        int(told["rate"] or RATE),
        told["authorities"],
    )


def faults(settings: Mapping[str, str]) -> Iterator[str]:
    """Yield a sentence for each fault of the settings of mails."""
    told = _told(settings)
    if not told["host"]:
        return
    if not is_address(told["from"]) or not told["from"].isascii():
        yield "unisms.mail.from is missing: the address that mails come from, as sms@univ.fr."
    if told["bounces"] and not (is_address(told["bounces"]) and told["bounces"].isascii()):
        yield "unisms.mail.bounces is no address: bounces come back to it."
    if told["security"] not in ("", *SECURITIES):
        yield f"unisms.mail.security is none of {', '.join(SECURITIES)}."
    if told["security"] == PLAIN and not is_local(told["host"]):
        yield "unisms.mail.security = none is for a mail server of this machine alone."
    for name, most in (("port", 65_535), ("rate", MOST)):
        if told[name] and not (told[name].isdecimal() and 0 < int(told[name]) <= most):
            yield f"unisms.mail.{name} is no whole number from 1 to {most}."


def is_local(host: str) -> bool:
    """Whether ``host`` is this machine."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _told(settings: Mapping[str, str]) -> dict[str, str]:
    names = "host port security user password from bounces rate authorities"
    return {one: str(settings.get(f"unisms.mail.{one}") or "").strip() for one in names.split()}
