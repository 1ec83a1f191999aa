"""The dashboards beside the service: where they listen, and the command that starts them."""

import os
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from unisms.model import links
from unisms.scripts.addresses import try_to_listen
from unisms.scripts.opening import Misconfigured
from unisms.services.dashboards import tickets
from unisms.services.exports import folders

EXTRA = ("dash", "duckdb")  # packages of `unisms[dashboards]`
OWN = "access"  # of ``unisms.var``: the folder of the dashboards' own, with the key they are given
NEIGHBOURS = 20  # ports that are tried, one after the other
ANYWHERE = ("", "*", "0.0.0.0", "[::]")  # noqa: S104 compared, not listened at
MISSING = (
    "unisms.dashboards is set, and what the dashboards need is not installed. They are left out. "
    "Install it: pip install unisms[dashboards]"
)


class Beside(NamedTuple):
    """The dashboards as a process of the supervisor."""

    listen: str  #: HOST:PORT
    address: str  #: where browsers find them
    command: list[str]


def are_wanted(settings):
    """Whether the settings say where the supervisor starts the dashboards."""
    return bool(settings.get("unisms.dashboards", "").strip())


def are_installed():
    return all(find_spec(name) for name in EXTRA)


def beside(settings, listen, *, is_given):
    """Return the dashboards beside pages that ``listen`` there, as the command line has it or not.

    Where no setting has an address of the dashboards, it follows from where they listen: at the
    next port that is free, after that of the settings or of the command line.

    :raises Misconfigured: nobody could find them.
    """
    named = settings.get("unisms.dashboards_url", "").strip().rstrip("/")
    wanted = settings["unisms.dashboards"].strip()
    pages = listen.split()[0]
    if not named:
        wanted = free_neighbour(neighbour(pages) if is_given else wanted)
    told = "" if is_given else links.address_of(settings)
    words = command(settings, wanted, named, told or f"http://{pages}")
    return Beside(wanted, named or f"http://{wanted}", words)


def command(settings, listen, address, service):
    """Return the command line, on which no secret stands, of dashboards with these addresses."""
    own = Path(settings["unisms.var"]) / OWN
    exports = folder(settings)
    exports.mkdir(parents=True, exist_ok=True)
    told = {"--exports": exports, "--listen": listen, "--key-file": hand_over(settings, own)}
    told |= {"--var": own, "--address": address, "--service": service}
    words = [f"{word}" for pair in told.items() if pair[1] for word in pair]
    return [sys.executable, "-m", "dashboards", *words]


def folder(settings):
    """Return the folder of the exports."""
    return folders.folder_of(settings, Path(settings["unisms.var"]))


def hand_over(settings, own):
    """Write the key into the folder ``own``, for its owner alone; return the file."""
    own.mkdir(mode=0o700, parents=True, exist_ok=True)
    file, draft = own / "key", own / f"key.{os.getpid()}"
    draft.touch(mode=0o600)
    draft.write_text(tickets.key(settings))
    draft.replace(file)
    return file


def neighbour(listen):
    """Return the address with the next port."""
    host, port = _parts(listen)
    return f"{host}:{port + 1}"


def free_neighbour(listen):
    """Return ``listen``, or the same address with the next port at which nobody listens.

    :raises Misconfigured: there is none, or browsers could not follow such an address.
    """
    host, port = _parts(listen)
    if host in ANYWHERE:
        raise Misconfigured(
            f"Say where browsers find the dashboards: unisms.dashboards_url ({listen})"
        )
    for one in range(port, port + NEIGHBOURS):
        if is_free(host, one):
            return f"{host}:{one}"
    raise Misconfigured(f"No port from {listen} on is free: change unisms.dashboards.")


def is_free(host, port):
    """Whether nobody listens there."""
    try:
        try_to_listen(host, port)
    except (OSError, OverflowError):
        return False
    return True


def _parts(listen):
    """:raises Misconfigured: it is no HOST:PORT."""
    host, _, port = listen.rpartition(":")
    if not port.isdecimal():
        raise Misconfigured(f"unisms.dashboards is {listen}, not HOST:PORT like 127.0.0.1:6544.")
    return host, int(port)
