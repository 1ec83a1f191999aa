"""Redis from Debian: a server of one's own, on loopback, with a password.

It forgets all at its end.
"""

import shutil
import subprocess
import tempfile
import urllib.parse
from pathlib import Path

import redis
from peers.ports import free_port

from unisms.testing.fixtures import eventually

PASSWORD = "a pass%word"  # its signs must be quoted


class Redis:
    """``with Redis() as server: server.queue``; ``stop`` and ``start`` as often as one likes."""

    def __init__(self):
        self._folder = tempfile.TemporaryDirectory(prefix="redis-")
        self.port = free_port()
        self.queue = f"redis://:{urllib.parse.quote(PASSWORD)}@127.0.0.1:{self.port}/0"
        self._process = None

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *error):
        self.stop()
        self._folder.cleanup()

    def start(self):
        """Start it, and wait until it answers."""
        path = shutil.which("redis-server")
        assert path, "redis-server is missing: apt-get install redis-server"
        options = [
            "--bind",
            "127.0.0.1",
            "--port",
            str(self.port),
            "--requirepass",
            PASSWORD,
            "--save",
            "",
        ]
        with (Path(self._folder.name) / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [path, *options], stdout=log, stderr=log, cwd=self._folder.name
            )
        log = Path(self._folder.name) / "log"
        eventually(self._answers, told=log.read_text, pause=0.02)

    def _answers(self):
        with redis.Redis.from_url(self.queue) as client:
            try:
                return client.ping()
            except redis.ConnectionError:
                return False

    def stop(self):
        if self._process is not None:
            self._process.terminate()
            self._process.wait(60)
            self._process = None
