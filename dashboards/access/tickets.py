"""Tickets: what the service says of somebody who comes to the dashboards, for a minute and once."""

import re
from typing import NamedTuple

from dashboards.access import addresses
from dashboards.access.signatures import Forged, opened

LASTS = 60  # seconds
TOLERANCE = 5  # seconds by which the clocks of two machines may differ
ROLES = ("manager", "administrator", "operator")
LANGUAGES = ("fr", "en")
FIELDS = {
    "id": str,
    "iat": int,
    "exp": int,
    "who": str,
    "institutions": list,
    "accounts": (list, type(None)),
    "role": str,
    "lang": str,
    "back": str,
    "renew": str,
}


class NoTicket(Exception):
    """A text that lets nobody in; ``reason`` is forged, early, late or used."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Ticket(NamedTuple):
    """A ticket, as the service has signed it."""

    id: str  #: 32 hexadecimal digits, another one for each ticket
    iat: int  #: when it was made, in epoch seconds
    exp: int  #: when it ends
    who: str  #: a digest of the person; no name
    institutions: tuple[str, ...]
    accounts: tuple[int, ...] | None  #: those that may be seen; ``None`` is all
    role: str
    lang: str
    back: str  #: the address of the service
    renew: str  #: the page of the service that makes another ticket


def verified(text: str, key: str, now: float) -> Ticket:
    """Return the ticket of ``text`` if ``key`` has signed it and it counts at the moment ``now``.

    Whether it was used before, ``used.UsedTickets`` knows.

    :raises NoTicket: it lets nobody in.
    """
    try:
        ticket = _ticket(opened(text, key.encode()))
    except Forged as error:
        raise NoTicket("forged") from error
    if ticket.iat > now + TOLERANCE:
        raise NoTicket("early")
    if now >= ticket.exp + TOLERANCE:
        raise NoTicket("late")
    return ticket


def _ticket(facts: dict) -> Ticket:
    """:raises Forged: the facts are not those of a ticket."""
    if facts.keys() != FIELDS.keys():
        raise Forged
    for name, kind in FIELDS.items():
        if not isinstance(facts[name], kind) or isinstance(facts[name], bool):
            raise Forged
    accounts = facts["accounts"]
    several = {
        "institutions": tuple(facts["institutions"]),
        "accounts": None if accounts is None else tuple(accounts),
    }
    ticket = Ticket(**(facts | several))
    if not _is_sound(ticket):
        raise Forged
    return ticket


def _is_sound(ticket: Ticket) -> bool:
    """Whether each fact is what it has to be, and goes with the others."""
    return (
        re.fullmatch(r"[0-9a-f]{32}", ticket.id) is not None
        and 0 < ticket.exp - ticket.iat <= LASTS
        and ticket.lang in LANGUAGES
        and addresses.is_web(ticket.back)
        and addresses.is_web(ticket.renew)
        and _is_reach(ticket)
    )


def _is_reach(ticket: Ticket) -> bool:
    """Whether the role goes with what it may see.

    A manager sees accounts of one institution, an administrator one institution, an operator all
    that are named.
    """
    names, accounts = ticket.institutions, ticket.accounts
    if not all(isinstance(name, str) and name for name in names):
        return False
    if ticket.role == "manager":
        return len(names) == 1 and accounts is not None and all(map(_is_key, accounts))
    return accounts is None and (len(names) == 1 or ticket.role == "operator")


def _is_key(account: object) -> bool:
    return isinstance(account, int) and not isinstance(account, bool) and account > 0
