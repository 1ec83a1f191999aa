"""Addresses at which our programs listen."""

import socket


def try_to_listen(host, port):
    """Listen there for a moment; ``*`` is every address of this machine.

    :raises OSError: another program listens there, or the host is not this machine's.
    :raises OverflowError: there is no such port.
    """
    family = socket.AF_INET6 if host.startswith("[") else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind((host.strip("[]").replace("*", ""), port))
