"""A whole service for one test: its own folder, its own processes, stopped by their own pid."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from unisms.model import evolve
from unisms.model.accounts import Account
from unisms.model.campaigns import Campaign
from unisms.model.connections import BrokerConnection
from unisms.model.folder import dated_name, find
from unisms.model.root import Institution
from unisms.scripts.opening import in_transaction, make_registry, read_settings
from unisms.services.audience import audience
from unisms.services.campaigns import releases
from unisms.services.money import billing
from unisms.services.people.consent import Reader
from unisms.services.rules.recipients import Recipient
from unisms.sms import states
from unisms.testing.factories import someone
from unisms.testing.fixtures import eventually

INI = """\
[app:main]
use = egg:unisms
unisms.secret = a-secret-for-tests-that-is-long-enough-to-pass
unisms.addons = console simulator smpp ldap
{settings}

[server:main]
use = egg:waitress#main
listen = 127.0.0.1:{port}

[loggers]
keys = root, huey, relstorage, txn, zodb
[handlers]
keys = console, nowhere
[formatters]
keys = plain
[logger_root]
level = INFO
handlers = console
[logger_huey]
level = WARNING
handlers =
qualname = huey
[logger_relstorage]
level = WARNING
handlers = nowhere
propagate = 0
qualname = relstorage
[logger_txn]
level = WARNING
handlers = nowhere
propagate = 0
qualname = txn

[logger_zodb]
level = WARNING
handlers = nowhere
propagate = 0
qualname = ZODB.Connection
[handler_console]
class = StreamHandler
args = (sys.stderr,)
formatter = plain
[handler_nowhere]
class = NullHandler
args = ()
[formatter_plain]
format = %(asctime)s %(levelname)s [%(name)s] %(message)s
"""
CONNECTION = "/institutions/paris1/brokers/smsc"
PLACE = {"unisms.queue": "sqlite", "zodbconn.uri": "zconfig:package:unisms:store.conf"}


class Service:
    """``with Service(smsc.port) as service: service.start("worker") …``.

    ``place`` says where store and queue are.
    """

    def __init__(self, smsc_port, http_port=0, place=(), **settings):
        self._folder = tempfile.TemporaryDirectory(prefix="unisms-")
        self.folder = Path(self._folder.name)
        self.http_port, self.place = http_port, {**PLACE, **dict(place)}
        self.ini = self.write_ini("service", self.place.pop("unisms.var", self.folder / "var"))
        self.settings = {
            "host": "127.0.0.1",
            "port": str(smsc_port),
            "system_id": "unisms",
            "password": "secret",
            **settings,
        }
        self.processes, self.environment = {}, {}
        self.furnish()

    def write_ini(self, name, var):
        """A settings file for this store and queue, on a machine that keeps its files in
        ``var``."""
        ini = self.folder / f"{name}.ini"
        settings = {"unisms.var": var, **self.place}
        lines = "\n".join(f"{key} = {value}" for key, value in settings.items())
        ini.write_text(INI.format(settings=lines, port=self.http_port))
        return ini

    def furnish(self):
        """Fill the empty store."""
        self.open()
        in_transaction(self.worker, self._institution, keep=True)

    def open(self):
        """Open store and queue for ``run``, ``campaign`` and ``release``."""
        self.worker = make_registry(read_settings(str(self.ini))).worker

    def close(self):
        """Close them: what is not open can be mounted anew."""
        self.worker.db.close()
        self.worker.huey.storage.close()

    def _institution(self, connection):
        root = evolve.initialise(connection, self.worker.registry.evolution_steps)
        institution = root["institutions"].add("paris1", Institution("Paris 1"))
        institution["brokers"].add("smsc", BrokerConnection("SMSC", "smpp", self.settings))
        account = institution["accounts"].add("scd", Account("SCD"))
        billing.grant(someone(account, "test"), account, 100_000_000, 1)

    def __enter__(self):
        return self

    def __exit__(self, *error):
        for name in list(self.processes):
            self.stop(name)
        self.close()
        self._folder.cleanup()

    def start(self, command, ini=None, name=None, module="unisms.scripts"):
        """Run ``unisms COMMAND`` with its log in the folder.

        ``name`` tells it from another of the same command.
        """
        line = [sys.executable, "-m", module, command, "-c", str(ini or self.ini)]
        name = name or command
        with (self.folder / f"{name}.log").open("ab") as log:
            self.processes[name] = subprocess.Popen(
                line,
                stdout=log,
                stderr=log,
                stdin=subprocess.DEVNULL,
                env=os.environ | self.environment,
            )
        return self.processes[name]

    def stop(self, name):
        process = self.processes.pop(name)
        process.terminate()
        process.wait(90)

    def kill(self, name):
        process = self.processes.pop(name)
        process.kill()
        process.wait(90)

    def log(self, command):
        """Return the log of all processes of that command."""
        return "".join(file.read_text() for file in sorted(self.folder.glob(f"{command}*.log")))

    def lines(self, command):
        """How many lines that is, none of them of a traceback."""
        log = self.log(command)
        assert "Traceback" not in log, log
        return log.count("\n")

    def wait_for_words(self, command, words):
        """Wait until the log of that command tells them."""
        eventually(
            lambda: words in self.log(command), told=lambda: self.log(command)[-3000:], pause=0.05
        )

    def run(self, func, *args):
        return self.worker.run(func, *args)

    def campaign(self, recipients, text="Bonjour [nom], un document est à rendre.", **fields):
        """A checked campaign: ``recipients`` are pairs of msisdn and name. Its path."""
        return self.run(_checked, recipients, text, fields)

    def release(self, path):
        self.run(
            lambda root: releases.release(
                someone(find(root, path), "test"), find(root, path), int(time.time())
            )
        )
        self.worker.enqueue("deliver", CONNECTION)

    def state(self, path):
        return self.run(lambda root: find(root, path).state)

    def wait(self, path, state=states.CLOSED, patience=120, pause=0.02):
        """Wait until the campaign is in ``state``."""

        def told():
            return f"{self.state(path)}\n{self.log('worker')[-3000:]}"

        eventually(lambda: self.state(path) == state, patience, told, pause)


def _checked(root, recipients, text, fields):
    now = int(time.time())
    institution = find(root, "/institutions/paris1")
    campaign = Campaign("test", now)
    campaign.text, campaign.account, campaign.connection = text, "scd", CONNECTION
    for name, value in fields.items():
        setattr(campaign, name, value)
    institution["campaigns"].add(dated_name(institution["campaigns"], now), campaign)
    chosen = (Recipient(msisdn, name, "", (name,)) for msisdn, name in recipients)
    audience.freeze(campaign, chosen, ("nom",), find(root, CONNECTION), now)
    campaign.judged = Reader(institution, campaign.purpose, now).mark
    campaign.state = states.CHECKED
    return campaign.path
