"""Requests that pages of elsewhere may have made in somebody's name."""

from werkzeug import Request

from dashboards.access import addresses

READING = ("GET", "HEAD")
OURS = ("same-origin", "none")  # of Sec-Fetch-Site: our own pages, or an address that was typed
LOOPBACK = ("127.0.0.1", "localhost", "[::1]")


def is_ours(request: Request, address: str) -> bool:
    """Whether a page of ours asks, or somebody follows a link to a page of ours.

    A browser tells the origin with all that may change something. What tells none is refused.
    ``address`` is where browsers find us; empty for wherever they say.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if request.method in READING:
        return site is None or site in OURS or is_link(request)
    origin = request.headers.get("Origin")
    if site is None and origin is None:
        return False
    return site in (None, "same-origin") and origin in (None, own_origin(request, address))


def is_link(request: Request) -> bool:
    """Whether a whole page is to be shown, and not fetched, or framed, by another one."""
    headers = request.headers
    mode, shown = headers.get("Sec-Fetch-Mode"), headers.get("Sec-Fetch-Dest")
    return mode in (None, "navigate") and shown in (None, "document", "empty")


def own_origin(request: Request, address: str) -> str:
    return addresses.origin(address or request.host_url)


def is_loopback(host: str) -> bool:
    """Whether ``host``, as a request names it, is this machine.

    In any other name a page of elsewhere may hide that leads its own name to this machine.
    """
    name, _, port = host.rpartition(":")
    return (name if port.isdigit() and name else host) in LOOPBACK
