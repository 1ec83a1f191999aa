"""Kannel from Debian, as a peer: HTTP in, SMPP out, receipts back by HTTP callback."""

import shutil
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

from peers.ports import free_port

CONF = """\
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
alt-charset = GSM
connect-allow-ip = 127.0.0.1

group = smsbox
bearerbox-host = 127.0.0.1
sendsms-port = {http}
sendsms-interface = 127.0.0.1
log-level = 3
log-file = {folder}/smsbox.log

group = sendsms-user
username = peer
password = secret
max-messages = 5
default-sender = 36180
concatenation = true
"""


class Kannel:
    """``with Kannel(smsc.port) as kannel: … kannel.http_port``; bound to the SMSC when entered."""

    def __init__(self, smsc_port, window=100):
        self._folder = tempfile.TemporaryDirectory(prefix="kannel-")
        folder = Path(self._folder.name)
        (folder / "store").mkdir()
        self.http_port, self.admin_port = free_port(), free_port()
        conf = folder / "kannel.conf"
        conf.write_text(
            CONF.format(
                admin=self.admin_port,
                box=free_port(),
                http=self.http_port,
                smsc=smsc_port,
                window=window,
                folder=folder,
            )
        )
        self._processes = []
        try:
            self._start_both(conf)
        except BaseException:
            self.stop()
            raise

    def _start_both(self, conf):
        self._start("bearerbox", conf)
        self._wait(f"http://127.0.0.1:{self.admin_port}/status.txt?password=secret", "status")
        self._start("smsbox", conf)
        self._wait(f"http://127.0.0.1:{self.admin_port}/status.txt?password=secret", "online")
        self._wait(f"http://127.0.0.1:{self.http_port}/", "")

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.stop()

    def stop(self):
        for process in reversed(self._processes):
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self._folder.cleanup()

    def _start(self, program, conf):
        path = shutil.which(program) or shutil.which(program, path="/usr/sbin:/usr/lib/kannel")
        assert path, f"{program} is missing: apt-get install kannel"
        self._processes.append(
            subprocess.Popen([path, str(conf)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        )

    def _wait(self, url, word):
        deadline = time.monotonic() + 20
        while True:
            try:
                with urllib.request.urlopen(url, timeout=2) as answer:
                    if word.encode() in answer.read().lower():
                        return
            except urllib.error.HTTPError:
                return  # it listens
            except OSError:
                pass
            assert time.monotonic() < deadline, f"Kannel is not up: {url}"
            time.sleep(0.1)
