"""Addresses that somebody is led to: pages of ours, and the service that knows them."""

from urllib.parse import urlencode, urlsplit

LONGEST = 2_000  # characters of a path with its question


def is_web(address: str) -> bool:
    """Whether ``address`` is a whole one of http or https, without a user's name."""
    if not address.isascii() or not address.isprintable() or " " in address:
        return False
    try:
        parts = urlsplit(address)
        known = parts.scheme in ("http", "https") and parts.port != 0
        return known and bool(parts.hostname) and "@" not in parts.netloc
    except ValueError:
        return False


def is_local(path: str) -> bool:
    """Whether ``path`` leads to a page of ours, wherever a browser may look for it."""
    inside = path.startswith("/") and path[1:2] not in ("/", "\\") and "\\" not in path
    return inside and path.isprintable() and path.isascii() and len(path) <= LONGEST


def local(path: str) -> str:
    """Return ``path`` if it leads to a page of ours, else that of the first page."""
    return path if is_local(path) else "/"


def origin(address: str) -> str:
    """Return scheme, host and port of a web address, as browsers write an origin."""
    parts = urlsplit(address)
    host = f"[{parts.hostname}]" if ":" in str(parts.hostname) else parts.hostname
    is_usual = parts.port in (None, {"http": 80, "https": 443}[parts.scheme])
    return f"{parts.scheme}://{host}" + ("" if is_usual else f":{parts.port}")


def renewal(renew: str, path: str) -> str:
    """Return the address of the service that makes a new ticket and leads back to ``path``."""
    return f"{renew}?{urlencode({'to': local(path)})}"
