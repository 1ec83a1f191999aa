"""A line to one of the servers: opened with fail-over, read page by page until all has come.

A library makes lines (``Wire``): ``python-ldap`` where it is installed, else ``ldap3``.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec
from typing import NamedTuple, Protocol

from unisms.addons.directories.ldap.entries import Attributes
from unisms.addons.directories.ldap.settings import LdapSettings, Server
from unisms.ports import DirectoryError

BASE, BELOW = 0, 2  # scopes: the entry itself, it and all below it (RFC 4511, section 4.5.1.2)
NEXT = (DirectoryError.AWAY, DirectoryError.LATE, DirectoryError.CERTIFICATE)  # another may be well
#: a library, by the package that it needs, the quickest first
LIBRARIES = {"ldap": "by_python_ldap", "ldap3": "by_ldap3"}

Entry = tuple[str, Attributes]  # a DN, and what is there


class Portion(NamedTuple):
    """A part of a result."""

    entries: Sequence[Entry]
    cookie: bytes | str = b""  #: with which the next one is asked for; empty: it was the last
    cut: bool = False  #: whether a limit of the server's has kept others back


class Lookup(NamedTuple):
    """A search."""

    base: str
    chosen: str  #: a filter
    attributes: Sequence[str]
    scope: int = BELOW
    whole: bool = False  #: every portion will be asked for


class Wire(Protocol):
    """A session with a server. Every method raises a ``DirectoryError`` for each other answer."""

    def bind(self, dn: str, password: str) -> None:
        """Prove who asks. The password is never empty: that would prove nothing."""

    def page(self, asked: Lookup, size: int, cookie: bytes | str) -> Portion:
        """Return the next part of a result (RFC 2696)."""

    def close(self) -> None:
        """End the session, whatever has become of it."""


MakeWire = Callable[[LdapSettings, Server], Wire]


def make_wire() -> MakeWire:
    """Return the function of the quickest library that is installed."""
    name = next(module for package, module in LIBRARIES.items() if find_spec(package))
    made: MakeWire = import_module(f"{__package__}.{name}").make_wire
    return made


@contextmanager
def opened(settings: LdapSettings, make: MakeWire) -> Iterator[Wire]:
    """Yield a line to the first server that answers, bound as the account that reads."""
    line = _first(settings, make)
    try:
        if settings.bind_dn:
            _bind(line, settings)
        yield line
    finally:
        line.close()


def _bind(line: Wire, settings: LdapSettings) -> None:
    if not settings.password:  # an unauthenticated bind succeeds and proves nothing (RFC 4513)
        raise DirectoryError(DirectoryError.REFUSED, "the account has no password")
    line.bind(settings.bind_dn, settings.password)


def _first(settings: LdapSettings, make: MakeWire) -> Wire:
    failed: list[DirectoryError] = []
    for server in settings.servers:
        try:
            return make(settings, server)
        except DirectoryError as trouble:
            if trouble.code not in NEXT:
                raise
            failed.append(trouble)
    raise failed[0]


def every(line: Wire, asked: Lookup, size: int) -> Iterator[Entry]:
    """Yield all that a search finds, or raise: a part of it is never all.

    :raises DirectoryError: the server stopped, or kept something back.
    """
    cookie: bytes | str = b""
    asked = asked._replace(whole=True)
    while True:
        page = line.page(asked, size, cookie)
        yield from page.entries
        if page.cut:
            raise DirectoryError(DirectoryError.CUT, "a limit of the server's was reached")
        cookie = page.cookie
        if not cookie:
            return


def some(line: Wire, asked: Lookup, most: int) -> Sequence[Entry]:
    """Return at most ``most`` of what a search finds."""
    return line.page(asked, most, b"").entries[:most]


def at(line: Wire, dn: str, attributes: Sequence[str], chosen: str) -> Entry | None:
    """Return the entry of this DN if the filter takes it; ``None``: there is none."""
    try:
        return next(iter(some(line, Lookup(dn, chosen, attributes, BASE), 1)), None)
    except DirectoryError as trouble:
        if trouble.code == DirectoryError.BASE:
            return None
        raise
