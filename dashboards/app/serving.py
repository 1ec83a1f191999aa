"""The application behind waitress: by itself, or as a child of the service's supervisor."""

import contextlib
import gc
import os
import signal
import socket
import sys
import threading
import time

from waitress.server import create_server

from dashboards.app import scripts, warming
from dashboards.app.application import create_app
from dashboards.exports.engine import Engine

READY = b"ready\n"
GRACE = 15  # seconds that requests under way may take once we are to stop
THREADS = 6


class Taken(OSError):
    """Another program listens at the address, or it is none; the message says what to do."""


class Leash:
    """Our end of the supervisor's socket, to say ``ready``; we stop once the parent is gone."""

    def __init__(self, descriptor: int | None) -> None:
        self.line = None if descriptor is None else socket.socket(fileno=descriptor)
        if self.line is not None:
            threading.Thread(target=self._follow, name="leash", daemon=True).start()

    def ready(self) -> None:
        if self.line is not None:
            with contextlib.suppress(OSError):
                self.line.send(READY)

    def _follow(self):
        """Wait for the end of the line: the supervisor has died, however it died."""
        with contextlib.suppress(OSError):
            self.line.recv(1)
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(GRACE)
        os._exit(1)  # the clean way took too long


def serve(folder, listen, door, leash, say) -> None:
    """Serve until told to stop. ``say`` is called once it is open.

    :raises Taken: the address cannot be listened at.
    """
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: sys.exit(0))  # waitress ends what is under way
    engine = Engine(folder)
    application = create_app(engine, door)
    try:
        server = create_server(
            application.server,
            listen=listen,
            threads=THREADS,
            ident=None,
            clear_untrusted_proxy_headers=True,
        )
    except (OSError, ValueError) as error:
        raise Taken(
            f"{listen} cannot be used ({error}): choose another, --listen HOST:PORT."
        ) from error
    scripts.warm_up(application)
    gc.freeze()  # code and catalogues are no garbage
    warming.begin(engine)
    leash.ready()
    say()
    server.run()
