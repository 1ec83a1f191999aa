"""The dashboards' own session: a signed cookie, for half an hour from the ticket on."""

import base64
from collections.abc import Iterable
from typing import NamedTuple

from dashboards.access.signatures import Forged, derived, opened, sealed
from dashboards.access.tickets import Ticket

LASTS = 1800  # seconds since the service looked at somebody's rights; using it makes it no longer
PURPOSE = "dashboards session"


class Session(NamedTuple):
    """Somebody who came by a ticket, and what they may see."""

    until: int  #: when it ends, in epoch seconds; 0 is never
    who: str  #: a digest of the person; no name
    institutions: tuple[str, ...] | None  #: ``None`` is every institution that has files
    accounts: tuple[int, ...] | None  #: those that may be seen; ``None`` is all
    role: str  #: manager, administrator or operator
    lang: str  #: fr or en
    back: str  #: the address of the service; empty where there is none
    renew: str  #: the page of the service that lets them in again; empty where there is none


#: of somebody who has opened a folder of exports on their own machine
OPEN = Session(0, "", None, None, "operator", "fr", "", "")


def begun(ticket: Ticket) -> Session:
    """Return the session that ``ticket`` opens."""
    return Session(
        ticket.iat + LASTS,
        ticket.who,
        ticket.institutions,
        ticket.accounts,
        ticket.role,
        ticket.lang,
        ticket.back,
        ticket.renew,
    )


def is_open(session: Session) -> bool:
    """Whether nobody had to come in: a folder of exports on one's own machine."""
    return session.until == 0


def is_over(session: Session, now: float) -> bool:
    """Whether the session has ended at the moment ``now``."""
    return bool(session.until) and now >= session.until


def cookie(session: Session, key: str) -> str:
    """Return the session as the text of a cookie."""
    return sealed(session._asdict() | {"accounts": packed(session.accounts)}, _key(key))


def found(text: str, key: str) -> Session | None:
    """Return the session of a cookie, over or not; ``None`` if ``key`` has not signed it."""
    try:
        facts = opened(text, _key(key))
    except Forged:
        return None
    institutions, accounts = tuple(facts["institutions"]), unpacked(facts["accounts"])
    return Session(**(facts | {"institutions": institutions, "accounts": accounts}))


def packed(accounts: Iterable[int] | None) -> str | None:
    """Return the accounts as a bit each: a cookie has room for 4,096 characters."""
    if accounts is None:
        return None
    bits = sum(1 << account for account in {*accounts})
    return base64.b85encode(bits.to_bytes(bits.bit_length() // 8 + 1, "little")).decode()


def unpacked(text: str | None) -> tuple[int, ...] | None:
    """Return the accounts, in their order, that were ``packed``."""
    if text is None:
        return None
    bits = int.from_bytes(base64.b85decode(text), "little")
    return tuple(one for one in range(bits.bit_length()) if bits >> one & 1)


def _key(key: str) -> bytes:
    return derived(key, PURPOSE)
