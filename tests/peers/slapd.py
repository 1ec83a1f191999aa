"""OpenLDAP's server from Debian, as a peer: a small university in SupAnn, on a port of loopback."""

import base64
import shutil
import signal
import socket
import subprocess
import tempfile
from pathlib import Path

from peers.ports import free_port

from unisms.testing.fixtures import eventually

HERE = Path(__file__).parent
SERVER, LOADER = "/usr/sbin/slapd", "/usr/sbin/slapadd"
BASE = "dc=univ,dc=test"
PEOPLE, GROUPS = f"ou=people,{BASE}", f"ou=groups,{BASE}"
READER, LIMITED = f"cn=reader,{BASE}", f"cn=limited,{BASE}"
PASSWORD = "s3cret-of-the-reader"
LIMIT = 50  # entries that the limited account is told
CONFIGURATION = """\
include /etc/ldap/schema/core.schema
include /etc/ldap/schema/cosine.schema
include /etc/ldap/schema/inetorgperson.schema
include /etc/ldap/schema/nis.schema
include {here}/supann.schema
modulepath /usr/lib/ldap
moduleload back_mdb
moduleload memberof
pidfile {folder}/slapd.pid
TLSCACertificateFile {folder}/ca.pem
TLSCertificateFile {folder}/server.pem
TLSCertificateKeyFile {folder}/server.key
sizelimit unlimited
database mdb
suffix "{base}"
rootdn "cn=admin,{base}"
rootpw {password}
directory {folder}/db
maxsize 1073741824
index objectClass,uid,memberOf,member,supannEtuEtape eq
index cn,displayName,mail eq,sub
limits dn.exact="cn=limited,{base}" size.soft={limit} size.hard={limit} size.prtotal={limit}
access to attrs=userPassword by anonymous auth by * none
access to attrs=mobile,pager,supannAutreTelephone,supannTelephonePrive,homePhone
  by dn.exact="cn=reader,{base}" read by * none
access to * by users read by anonymous auth by * none
{overlay}
"""


class Slapd:
    """A server with the entries of ``ldif``; ``overlay``: whether people know their groups."""

    def __init__(self, ldif, *, overlay=True):
        self.folder = Path(tempfile.mkdtemp(prefix="unisms-slapd-"))
        self.port, self.tls_port = free_port(), free_port()
        self.url, self.safe_url = (
            f"ldap://127.0.0.1:{self.port}",
            f"ldaps://127.0.0.1:{self.tls_port}",
        )
        self.ca_file = str(self.folder / "ca.pem")
        self._process = None
        make_certificates(self.folder)
        (self.folder / "db").mkdir()
        facts = {"here": HERE, "folder": self.folder, "base": BASE, "password": PASSWORD}
        groups = "overlay memberof" if overlay else ""
        text = CONFIGURATION.format(**facts, limit=LIMIT, overlay=groups)
        (self.folder / "slapd.conf").write_text(text)
        load = [LOADER, "-q", "-f", self.folder / "slapd.conf"]
        subprocess.run(load, input=ldif.encode(), check=True, capture_output=True)
        self.start()

    def start(self):
        urls = f"{self.url}/ {self.safe_url}/"
        run = [SERVER, "-d", "0", "-f", self.folder / "slapd.conf", "-h", urls]
        self._process = subprocess.Popen(run, stderr=subprocess.DEVNULL)
        eventually(lambda: listens(self.port))

    def settings(self, **others):
        """Return the settings of a directory as people type them."""
        own = {"servers": self.url, "base": PEOPLE, "bind_dn": READER, "password": PASSWORD}
        return {**own, "group_base": GROUPS, "ca_file": self.ca_file, "patience": "5", **others}

    def stop(self):
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def freeze(self):
        self._process.send_signal(signal.SIGSTOP)

    def go_on(self):
        self._process.send_signal(signal.SIGCONT)

    def remove(self):
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)


def listens(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def make_certificates(folder):
    """Make an authority, and a certificate of its own for this machine."""
    run = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30"]
    subject = ["-subj", "/CN=Authority of the tests"]
    _openssl(folder, [*run, *subject, "-keyout", "ca.key", "-out", "ca.pem"])
    ask = ["openssl", "req", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=localhost"]
    _openssl(folder, [*ask, "-keyout", "server.key", "-out", "server.csr"])
    (folder / "names").write_text("subjectAltName=DNS:localhost,IP:127.0.0.1")
    sign = ["openssl", "x509", "-req", "-in", "server.csr", "-CA", "ca.pem", "-CAkey", "ca.key"]
    _openssl(
        folder, [*sign, "-CAcreateserial", "-days", "30", "-extfile", "names", "-out", "server.pem"]
    )


def _openssl(folder, command):
    subprocess.run(command, cwd=folder, check=True, capture_output=True)


def entry(dn, *classes, **values):
    """Return an entry as LDIF; a value is a text, or a list of them."""
    lines = [_line("dn", dn), *(_line("objectClass", one) for one in classes)]
    for name, value in values.items():
        lines += [_line(name, one) for one in ([value] if isinstance(value, str) else value)]
    return "\n".join(lines) + "\n\n"


def _line(name, value):
    return f"{name}:: {base64.b64encode(value.encode()).decode()}"


def tree():
    """The entries that every directory begins with."""
    account = ("organizationalRole", "simpleSecurityObject")
    return (
        entry(BASE, "dcObject", "organization", dc="univ", o="Université")
        + entry(PEOPLE, "organizationalUnit", ou="people")
        + entry(GROUPS, "organizationalUnit", ou="groups")
        + entry(READER, *account, cn="reader", userPassword=PASSWORD)
        + entry(LIMITED, *account, cn="limited", userPassword=PASSWORD)
    )


def dn_of(uid):
    return f"uid={uid},{PEOPLE}"


def person(uid, name, **values):
    classes = ("person", "organizationalPerson", "inetOrgPerson", "eduPerson", "supannPerson")
    own = {"uid": uid, "cn": name, "displayName": name, "sn": name.split()[-1]}
    return entry(dn_of(uid), *classes, **{**own, **values})


def crowd(count, group="everybody", *, overlay=True):
    """Yield ``count`` people with a mobile number, and the group that has them all.

    With ``overlay`` they know it: what loads a directory writes no ``memberOf`` by itself.
    """
    own = {"memberOf": f"cn={group},{GROUPS}"} if overlay else {}
    for n in range(count):
        number = (
            f"+33 6 39 98 {n // 100 % 100:02} {n % 100:02}"
            if n < 10_000
            else f"+33 7 99 9{n // 10_000} {n // 100 % 100:02} {n % 100:02}"
        )
        yield person(f"e{n:08}", f"Zoé Martin {n}", mobile=number, mail=f"e{n:08}@univ.test", **own)
    members = [dn_of(f"e{n:08}") for n in range(count)]
    yield entry(
        f"cn={group},{GROUPS}",
        "groupOfNames",
        cn=group,
        description="Tout le monde",
        member=members,
    )
