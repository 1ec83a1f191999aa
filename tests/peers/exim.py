"""Exim from Debian, as a peer: a mail server that wants encryption and a password, and bounces.

Its certificate is of an authority made for it. What it does goes by the name before the ``@``:

- ``gone``: refused at once, 550
- ``grey``: put off the first time, 451
- ``lost``: taken, and returned in a bounce
- ``spam``: refused once its text was read, 554
- any other: delivered into a Maildir, that of bounces among them
"""

import email
import mailbox
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from email.policy import default
from pathlib import Path

from peers.ports import free_port

from unisms.testing.fixtures import eventually

PROGRAM = "/usr/sbin/exim4"
OWNER = "Debian-exim"  # the account that Exim runs under where root starts it
USER, PASSWORD = "unisms", "correct horse"
CONFIGURATION = """\
primary_hostname = localhost
domainlist ours = univ.example
spool_directory = {folder}/spool
log_file_path = {folder}/spool/%slog
pid_file_path = {folder}/spool/pid
daemon_smtp_ports = {port} : {tls_port}
tls_on_connect_ports = {tls_port}
local_interfaces = 127.0.0.1
exim_user = {owner}
exim_group = {group}
deliver_drop_privilege = true
never_users =
keep_environment =
host_lookup =
rfc1413_hosts =
tls_advertise_hosts = *
tls_certificate = {folder}/server.pem
tls_privatekey = {folder}/server.key
auth_advertise_hosts = ${{if eq{{$tls_in_cipher}}{{}}{{}}{{*}}}}
smtputf8_advertise_hosts = *
smtp_accept_queue_per_connection = 0
acl_smtp_rcpt = recipient
acl_smtp_data = content

begin acl
recipient:
  deny message = 530 5.7.0 Sign in first
    !authenticated = *
  deny message = 550 5.1.1 Nobody is called so here
    local_parts = gone
  defer message = 451 4.7.1 Greylisted, come back
    local_parts = grey
    condition = ${{if exists{{{seen}}}{{no}}{{${{run{{/usr/bin/touch {seen}}}{{yes}}}}}}}}
  accept domains = +ours
  deny message = 550 5.7.1 Not our domain

content:
  deny message = 554 5.7.1 We do not want this
    condition = ${{if match{{$recipients}}{{spam}}}}
  accept

begin routers
lost:
  driver = redirect
  local_parts = lost
  allow_fail
  data = :fail: no such user here

boxes:
  driver = accept
  local_part_suffix = +*
  local_part_suffix_optional
  local_parts = elodie : grey : bounce : hugo
  transport = boxes

begin transports
boxes:
  driver = appendfile
  directory = {folder}/boxes/$local_part_data
  maildir_format
  return_path_add
  create_directory
  user = {owner}
  group = {group}
  mode = 0666
  directory_mode = 0777

begin authenticators
plain:
  driver = plaintext
  public_name = PLAIN
  server_condition = ${{if and{{{{eq{{$auth2}}{{{user}}}}}{{eq{{$auth3}}{{{password}}}}}}}}}
  server_set_id = $auth2
"""


class Exim:
    """A mail server on loopback; a context, at whose end it is stopped."""

    def __init__(self):
        self.port, self.tls_port = free_port(), free_port()
        self.folder = Path(tempfile.mkdtemp(prefix="exim-"))
        self._process = None

    def __enter__(self):
        self._prepare()
        self.start()
        return self

    def __exit__(self, *_about):
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)  # it may still be delivering

    def _prepare(self):
        owner = pwd.getpwnam(OWNER) if os.getuid() == 0 else pwd.getpwuid(os.getuid())
        _make_certificates(self.folder)
        for name in ("spool", "boxes"):
            (self.folder / name).mkdir()
        known = {
            "folder": self.folder,
            "seen": self.folder / "spool/seen",
            "port": self.port,
            "tls_port": self.tls_port,
            "owner": owner.pw_name,
            "group": f"{owner.pw_gid}",
            "user": USER,
            "password": PASSWORD,
        }
        (self.folder / "exim.conf").write_text(CONFIGURATION.format(**known))
        self.folder.chmod(0o755)
        if os.getuid() == 0:
            for place in (self.folder, *self.folder.rglob("*")):
                os.chown(place, owner.pw_uid, owner.pw_gid)
            os.chown(self.folder / "exim.conf", 0, 0)

    def start(self):
        """Listen, and wait until it does."""
        command = [PROGRAM, "-C", self.folder / "exim.conf", "-bdf", "-q30m"]
        log = (self.folder / "out").open("a")
        self._process = subprocess.Popen(command, stdout=log, stderr=log)
        log.close()
        eventually(self._listens, told=self.told)

    def _listens(self):
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def stop(self):
        """Stop listening; what waits in its queue stays there."""
        self._process.terminate()
        self._process.wait()

    def told(self):
        """Return what it has logged."""
        logs = [self.folder / "out", *self.folder.glob("spool/*log")]
        return "\n".join(one.read_text() for one in logs if one.is_file())

    def settings(self, **others):
        """Return the settings of a service that sends by it."""
        told = {
            "host": "localhost",
            "port": str(self.port),
            "authorities": str(self.folder / "authority.pem"),
            "user": USER,
            "password": PASSWORD,
            "from": "sms@univ.example",
            "bounces": "bounce@univ.example",
            "maildir": str(self.folder / "boxes/bounce"),
        }
        return {f"unisms.mail.{name.strip('_')}": one for name, one in (told | others).items()}

    def box(self, name):
        """Return the mails that somebody has received, as messages."""
        folder = self.folder / "boxes" / name
        if not (folder / "cur").exists():  # which is made after the folder itself
            return []
        found = mailbox.Maildir(folder, create=False)
        octets = [found.get_bytes(key) for key in found.iterkeys()]
        return [email.message_from_bytes(one, policy=default) for one in octets]


def _make_certificates(folder):
    """Make an authority, and a certificate of it for ``localhost``."""
    authority = ["-keyout", "authority.key", "-out", "authority.pem", "-subj", "/CN=Tests"]
    server = ["-keyout", "server.key", "-out", "server.pem", "-subj", "/CN=localhost"]
    signed = ["-CA", "authority.pem", "-CAkey", "authority.key"]
    named = ["-addext", "subjectAltName=DNS:localhost", "-addext", "basicConstraints=CA:FALSE"]
    begin = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
    for options in (authority, [*server, *signed, *named]):
        subprocess.run([*begin, *options], cwd=folder, check=True, capture_output=True)
