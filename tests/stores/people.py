"""The whole service, whatever its store and its queue are, and a person who sends from its
pages."""

import os
import subprocess
import sys

from tests.chaos import visitor
from tests.chaos.sending import WINDOW
from tests.chaos.visitor import Visitor
from tests.peers.ports import free_port
from tests.peers.service import CONNECTION, Service
from unisms.model.connections import BrokerConnection
from unisms.model.folder import find
from unisms.testing.fixtures import eventually


class Staffed(Service):
    """A service in which somebody may send."""

    def __init__(self, smsc, place):
        super().__init__(smsc.port, free_port(), place, window=str(WINDOW))
        self.run(visitor.enrol)

    def release(self, path):
        """A person presses the button."""
        with Visitor(self.http_port) as person:
            person.press(f"{path}/check", f"{path}/send")

    def command(self, *words, code=0):
        return command(self.ini, *words, code=code)

    def holder(self):
        """Return the name of the process that has the lease of the connection."""

        def look():
            return self.run(lambda root: find(root, CONNECTION).line.holder)

        holder = eventually(look, told=lambda: self.log("worker"), pause=0.05)
        pid = int(holder.split(":")[1])
        return next(name for name, process in self.processes.items() if process.pid == pid)


class Furnished(Staffed):
    """Two universities, in a store where they were made; an SMSC carries what one of them sends."""

    def furnish(self):
        self.open()
        self.run(self._connect)

    def _connect(self, root):
        institution, name = CONNECTION.rsplit("/brokers/")
        find(root, institution)["brokers"].add(
            name, BrokerConnection("SMSC", "smpp", self.settings)
        )


def command(ini, *words, code=0):
    """Return the output of ``unisms WORDS`` with these settings."""
    line = [sys.executable, "-m", "unisms.scripts", *words]
    environment = os.environ | {"UNISMS_CONFIG": str(ini)}
    done = subprocess.run(line, capture_output=True, text=True, timeout=300, env=environment)
    assert done.returncode == code, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    return done.stdout + done.stderr
