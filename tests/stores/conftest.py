"""PostgreSQL and Redis as themselves, and the whole service on them."""

import subprocess
import sys
import time

import pytest

from tests.chaos import visitor
from tests.peers.ports import free_port
from tests.peers.postgresql import PostgreSQL
from tests.peers.service import CONNECTION, Service
from tests.peers.smsc import Smsc
from unisms.model.connections import BrokerConnection
from unisms.model.folder import find

WINDOW = 20
STORE = "zconfig:package:unisms:store-postgresql.conf"


@pytest.fixture(scope="session")
def postgresql():
    with PostgreSQL() as server:
        yield server


@pytest.fixture
def databases(postgresql, monkeypatch):
    """Two empty databases, for the store and for the queue, named where production.ini looks for them."""
    for database in ("unisms", "unisms_queue"):
        postgresql.execute(f"drop database if exists {database} with (force)")
        postgresql.create(database)
    monkeypatch.setenv("UNISMS_STORE_DSN", postgresql.store("unisms"))
    monkeypatch.setenv("UNISMS_QUEUE", postgresql.queue("unisms_queue"))
    return {"zodbconn.uri": STORE, "unisms.queue": "env:UNISMS_QUEUE"}


@pytest.fixture
def smsc():
    with Smsc(answer_delay=20, receipt_delay=30) as smsc:
        yield smsc


class Demonstration(Service):
    """The service with the demonstration in it; an SMSC carries what one of the universities sends."""

    def __init__(self, smsc, place):
        super().__init__(smsc.port, free_port(), place, window=str(WINDOW))

    def furnish(self):
        self.command("demo")
        self.open()
        self.run(self._connect)
        self.run(visitor.enrol)

    def _connect(self, root):
        institution, name = CONNECTION.rsplit("/brokers/")
        find(root, institution)["brokers"].add(name, BrokerConnection("SMSC", "smpp", self.settings))

    def command(self, *words, code=0):
        """What ``unisms WORDS`` prints, a process of its own."""
        line = [sys.executable, "-m", "unisms.scripts", words[0], "-c", str(self.ini), *words[1:]]
        done = subprocess.run(line, capture_output=True, text=True, timeout=60)
        assert done.returncode == code, done.stdout + done.stderr
        assert "Traceback" not in done.stderr
        return done.stdout + done.stderr

    def holder(self):
        """The name of the process that has the lease of the connection."""
        deadline = time.monotonic() + 10
        while not (holder := self.run(lambda root: find(root, CONNECTION).line.holder)):
            assert time.monotonic() < deadline
            time.sleep(0.05)
        pid = int(holder.split(":")[1])
        return next(name for name, process in self.processes.items() if process.pid == pid)
