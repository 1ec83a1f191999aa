"""Mobile networks, by their country code and network code (MCC and MNC of ITU-T E.212)."""

import re

_NETWORK = re.compile("[2-7][0-9]{2}-[0-9]{2,3}", re.ASCII)
_WRITTEN = re.compile("([2-7][0-9]{2})[ -]?([0-9]{1,3})", re.ASCII)


def is_network(text: str) -> bool:
    """Tell whether ``text`` names a network as we do: ``208-01``."""
    return _NETWORK.fullmatch(text) is not None


def read(text: str) -> str:
    """Return the network that a broker writes as ``20801``, ``208-1`` or ``208 01``; else empty."""
    found = _WRITTEN.fullmatch(text.strip())
    return f"{found[1]}-{found[2]:0>2}" if found else ""
