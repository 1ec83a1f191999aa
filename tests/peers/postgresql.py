"""PostgreSQL from Debian: a cluster of one's own, on loopback, with a password to give."""

import glob
import os
import shutil
import signal
import subprocess
import tempfile
import urllib.parse
from contextlib import closing
from pathlib import Path

import psycopg
from peers.ports import free_port

from unisms.testing.fixtures import eventually

PASSWORD = "a pass%word"  # its signs must be quoted, in the one place and in the other
OWNER = "postgres"  # Debian's user of the server, which refuses to run as root


class PostgreSQL:
    """A server from Debian: ``with PostgreSQL() as server: server.create("unisms")``.

    ``server.store("unisms")`` and ``server.queue("unisms")`` are its addresses.
    """

    def __init__(self):
        self._folder = tempfile.TemporaryDirectory(prefix="postgresql-")
        self.port = free_port()
        self._user = {"user": OWNER, "group": OWNER, "extra_groups": []} if os.getuid() == 0 else {}
        self._process = None
        self._data = Path(self._folder.name) / "data"
        self._make()

    def _make(self):
        password = Path(self._folder.name) / "password"
        password.write_text(PASSWORD)
        if self._user:
            for path in (self._folder.name, password):
                shutil.chown(path, OWNER, OWNER)
        options = [
            "--username=postgres",
            "--auth=scram-sha-256",
            f"--pwfile={password}",
            "--encoding=UTF8",
        ]
        line = [program("initdb"), *options, "--no-sync", "--locale=C.UTF-8", self._data]
        subprocess.run(line, check=True, stdout=subprocess.DEVNULL, cwd="/", **self._user)

    def __enter__(self):
        self.start()
        self.execute(f"create user tests password '{PASSWORD}'")
        return self

    def __exit__(self, *error):
        self.stop()
        self._folder.cleanup()

    def start(self):
        """Start it, and wait until it answers."""
        options = [
            "-c",
            "listen_addresses=127.0.0.1",
            "-c",
            "unix_socket_directories=",
            "-p",
            str(self.port),
        ]
        with (Path(self._folder.name) / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [program("postgres"), "-D", self._data, *options],
                stdout=log,
                stderr=log,
                cwd="/",
                **self._user,
            )
        eventually(self._answers, told=self.log, pause=0.05)

    def _answers(self):
        try:
            self._connect().close()
        except psycopg.OperationalError:
            return False
        return True

    def stop(self):
        """Stop it as an upgrade does: what is connected is cut off."""
        if self._process is not None:
            self._process.send_signal(signal.SIGINT)
            self._process.wait(60)
            self._process = None

    def log(self):
        return (Path(self._folder.name) / "log").read_text()

    def _connect(self, database="postgres"):
        return psycopg.connect(self.store(database, "postgres"), autocommit=True)

    def create(self, database, template="template1"):
        """Make an empty database, anew if there is one."""
        self.execute(f"drop database if exists {database} with (force)")
        self.execute(f"create database {database} owner tests template {template}")

    def execute(self, statement, database="postgres"):
        with closing(self._connect(database)) as connection:
            return connection.execute(statement)

    def store(self, database, user="tests"):
        """Return the value of ``UNISMS_STORE_DSN``."""
        return (
            f"dbname={database} host=127.0.0.1 port={self.port} user={user} password='{PASSWORD}'"
        )

    def queue(self, database):
        """Return the value of ``UNISMS_QUEUE``."""
        return f"postgresql://tests:{urllib.parse.quote(PASSWORD)}@127.0.0.1:{self.port}/{database}"


def program(name):
    """Where Debian puts the programs of the newest release that is installed."""
    found = sorted(
        glob.glob(f"/usr/lib/postgresql/*/bin/{name}"), key=lambda path: int(path.split("/")[4])
    )
    path = found[-1] if found else shutil.which(name)
    assert path, f"{name} is missing: apt-get install postgresql"
    return path
