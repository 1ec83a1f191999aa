"""Kannel from Debian, as a peer.

It speaks SMPP with the SMSC, and with us HTTP (its smsbox) or SMPP (its opensmppbox).
"""

import shutil
import subprocess
import tempfile
import urllib.error
import urllib.request
from pathlib import Path

from peers.ports import free_port

from unisms.testing.fixtures import eventually

BUILT = Path(__file__).parents[2] / ".venv"  # .ci/build-opensmppbox leaves it there
GATEWAY = """\
group = core
admin-port = {admin}
admin-password = secret
admin-interface = 127.0.0.1
smsbox-port = {box}
smsbox-interface = 127.0.0.1
box-allow-ip = 127.0.0.1
store-type = file
store-location = {folder}/store
dlr-storage = internal
log-level = 3
log-file = {folder}/bearerbox.log

group = smsc
smsc = smpp
smsc-id = peer
host = 127.0.0.1
port = {smsc}
transceiver-mode = true
smsc-username = unisms
smsc-password = secret
system-type = ""
max-pending-submits = {window}
connect-allow-ip = 127.0.0.1

group = smsbox
bearerbox-host = 127.0.0.1
sendsms-port = {port}
sendsms-interface = 127.0.0.1
log-level = 3
log-file = {folder}/smsbox.log

"""
HTTP_USER = """\
group = sendsms-user
username = peer
password = secret
max-messages = 5
default-sender = 36180
concatenation = true
"""
REPLIES_BY_SMPP = """\
group = smsbox-route
smsbox-id = unisms
smsc-id = peer
"""
OPENSMPPBOX = """\
group = core
dlr-storage = internal

group = opensmppbox
opensmppbox-id = box
opensmppbox-port = {port}
bearerbox-host = 127.0.0.1
bearerbox-port = {box}
our-system-id = Kannel
use-systemid-as-smsboxid = yes
source-addr-auto = yes
smpp-logins = {folder}/logins
log-level = 1
log-file = {folder}/opensmppbox.log
"""


class Gateway:
    """Kannel's bearerbox, bound to an SMSC when entered, and in front of it the box that listens at
    ``port``."""

    own_groups = ""  # of the configuration

    def __init__(self, smsc_port, window=100):
        self._temporary = tempfile.TemporaryDirectory(prefix="kannel-")
        self.folder = Path(self._temporary.name)
        (self.folder / "store").mkdir()
        self.port, self.admin_port = free_port(), free_port()
        self._facts = {"smsc": smsc_port, "window": window, "box": free_port(), "port": self.port}
        self._facts |= {"admin": self.admin_port, "folder": self.folder}
        self._processes = []
        try:
            self._start("bearerbox", self._write("kannel.conf", GATEWAY + self.own_groups))
            self._wait_for_status("status")
            self._start_box()
        except BaseException:
            self.stop()
            raise

    def _start_box(self):
        raise NotImplementedError

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.stop()

    def stop(self):
        for process in reversed(self._processes):
            process.terminate()
            try:
                process.wait(3)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self._temporary.cleanup()

    def _write(self, name, text):
        file = self.folder / name
        file.write_text(text.format(**self._facts))
        return file

    def _start(self, program, conf):
        path = shutil.which(program) or shutil.which(
            program, path=f"/usr/sbin:/usr/lib/kannel:{BUILT}"
        )
        assert path, f"{program} is missing: run .ci/install-test-parts"
        self._processes.append(
            subprocess.Popen(
                [path, str(conf)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            )
        )

    def _wait_for_status(self, word):
        self._wait(
            lambda: (
                word in _answer(f"http://127.0.0.1:{self.admin_port}/status.txt?password=secret")
            )
        )

    def _wait(self, is_up):
        eventually(is_up, told=lambda: f"Kannel is not up: {self._processes[-1].args}", pause=0.1)


class Kannel(Gateway):
    """``with Kannel(smsc.port) as kannel: … kannel.port`` takes messages by HTTP."""

    own_groups = HTTP_USER

    def _start_box(self):
        self._start("smsbox", self.folder / "kannel.conf")
        self._wait_for_status("online")
        self._wait(lambda: _answer(f"http://127.0.0.1:{self.port}/"))


class SmppBox(Gateway):
    """``with SmppBox(smsc.port) as box: … box.port`` takes messages by SMPP.

    It looks for what came once a second, and needs as long for a connection.
    """

    own_groups = REPLIES_BY_SMPP

    def _start_box(self):
        self._wait_for_status("online")
        self._write("logins", "unisms secret any 127.0.0.1\n")
        self._start("opensmppbox", self._write("opensmppbox.conf", OPENSMPPBOX))
        log = self.folder / "opensmppbox.log"
        self._wait(lambda: log.exists() and "Waiting for SMPP connections" in log.read_text())


def _answer(url):
    """Return the answer at ``url`` in small letters; nothing while nobody listens."""
    try:
        with urllib.request.urlopen(url, timeout=2) as answer:
            return answer.read().decode().lower()
    except urllib.error.HTTPError as error:
        error.close()
        return str(error)  # it listens
    except OSError:
        return ""
