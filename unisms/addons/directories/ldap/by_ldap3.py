"""Lines made by ldap3: pure Python, and always there.

Its answers are looked at one by one: a result that a limit has cut short is a success to it, also
where it is told to raise.
"""

import ssl
from contextlib import suppress

import ldap3
from ldap3.core.exceptions import (
    LDAPExceptionError,
    LDAPInvalidFilterError,
)

from unisms.addons.directories.ldap.lines import BASE, Lookup, Portion
from unisms.addons.directories.ldap.results import LONGEST, trouble
from unisms.addons.directories.ldap.settings import LdapSettings, Server
from unisms.ports import DirectoryError

PAGED = "1.2.840.113556.1.4.319"  # the control of RFC 2696
CUT = (4, 11)  # results that come with a part of the whole


def make_wire(settings: LdapSettings, server: Server) -> "Ldap3Line":
    return Ldap3Line(settings, server)


class Ldap3Line:
    """A session of ldap3, used by one thread."""

    def __init__(self, settings: LdapSettings, server: Server) -> None:
        self._connection = _connection(settings, server)
        try:
            self._connection.open(read_server_info=False)
            if not server.tls and not settings.clear:
                self._start_tls()
        except (LDAPExceptionError, OSError, DirectoryError) as error:
            self.close()
            raise error if isinstance(error, DirectoryError) else _away(error) from error

    def _start_tls(self) -> None:
        if not self._connection.start_tls(read_server_info=False):
            raise trouble(**self._told())

    def bind(self, dn: str, password: str) -> None:
        connection = self._connection
        connection.user, connection.password, connection.authentication = dn, password, ldap3.SIMPLE
        try:
            if not connection.bind(read_server_info=False):
                raise trouble(**self._told())
        except (LDAPExceptionError, OSError) as error:
            raise _away(error) from error

    def page(self, asked: Lookup, size: int, cookie: bytes | str) -> Portion:
        try:
            self._connection.search(
                asked.base,
                asked.chosen,
                ldap3.BASE if asked.scope == BASE else ldap3.SUBTREE,
                attributes=list(asked.attributes),
                paged_size=size,
                paged_cookie=cookie or None,
            )
        except LDAPInvalidFilterError as error:
            raise DirectoryError(DirectoryError.FILTER, str(error)[:LONGEST]) from error
        except (LDAPExceptionError, OSError) as error:
            raise _away(error) from error
        return self._page()

    def _page(self) -> Portion:
        told, found = self._told(), self._connection.response or ()
        if told["code"] not in (0, *CUT):
            raise trouble(**told)
        if any(one["type"] != "searchResEntry" for one in found):
            raise DirectoryError(DirectoryError.REFERRAL, "a part stands on another server")
        control = (self._connection.result.get("controls") or {}).get(PAGED)
        cookie = control["value"]["cookie"] if control else b""
        entries = [(one["dn"], one["raw_attributes"]) for one in found]
        return Portion(entries, cookie or b"", told["code"] in CUT)

    def _told(self) -> dict:
        """Return the code and the words of the last answer; there may be none."""
        result = self._connection.result or {}
        code, said = result.get("result"), result.get("message") or result.get("description") or ""
        if code is None:
            raise DirectoryError(DirectoryError.AWAY, "no answer")
        return {"code": code, "said": said}

    def close(self) -> None:
        line = self._connection.socket
        with suppress(LDAPExceptionError, OSError):
            self._connection.unbind()
        if line is not None:  # after a failure the library leaves it open
            line.close()


class _Verified(ldap3.Tls):
    """TLS by Python's own checks of a certificate and its names: those of ldap3 are of 2016."""

    def __init__(self, ca_file: str) -> None:
        super().__init__(validate=ssl.CERT_REQUIRED)
        self._ca_file = ca_file

    def wrap_socket(self, connection: ldap3.Connection, do_handshake: bool = False) -> None:
        try:
            context = ssl.create_default_context(cafile=self._ca_file or None)
        except OSError as error:
            raise OSError(f"certificate authority: {error.strerror or error}") from error
        name = connection.server.host
        connection.socket = context.wrap_socket(connection.socket, server_hostname=name)


def _connection(settings: LdapSettings, server: Server) -> ldap3.Connection:
    place = ldap3.Server(
        server.host,
        server.port,
        use_ssl=server.tls,
        tls=_Verified(settings.ca_file),
        connect_timeout=settings.patience,
        get_info=ldap3.NONE,
    )
    return ldap3.Connection(
        place,
        check_names=False,
        return_empty_attributes=False,
        read_only=True,
        auto_referrals=False,
        auto_range=False,  # members are read on by ``groups``, which looks at each portion
        receive_timeout=settings.patience,
    )


def _away(error: Exception) -> DirectoryError:
    """Return the trouble of a line that does not open, or breaks."""
    said = str(error)
    words = said.lower()
    if "certificate" in words:
        return DirectoryError(DirectoryError.CERTIFICATE, said[:LONGEST])
    late = "timed out" in words or "timeout" in words
    code = DirectoryError.LATE if late else DirectoryError.AWAY
    return DirectoryError(code, said[:LONGEST] or type(error).__name__)
