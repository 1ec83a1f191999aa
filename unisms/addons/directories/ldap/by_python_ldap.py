"""Lines made by python-ldap: OpenLDAP's own library, five times as fast, taken if installed."""

import socket
import ssl
from contextlib import suppress

import ldap
from ldap.controls import SimplePagedResultsControl

from unisms.addons.directories.ldap.lines import BASE, Lookup, Portion
from unisms.addons.directories.ldap.results import LONGEST, trouble
from unisms.addons.directories.ldap.settings import LdapSettings, Server
from unisms.ports import DirectoryError

CUT = (ldap.SIZELIMIT_EXCEEDED, ldap.ADMINLIMIT_EXCEEDED)


def make_wire(settings: LdapSettings, server: Server) -> "PythonLdapLine":
    return PythonLdapLine(settings, server)


class PythonLdapLine:
    """A session of python-ldap, used by one thread."""

    def __init__(self, settings: LdapSettings, server: Server) -> None:
        self._settings, self._server = settings, server
        self._ahead: tuple = ()  # a search that is under way: its question and number
        self._connection = _connection(settings, server)
        try:
            if not server.tls and not settings.clear:
                self._connection.start_tls_s()
            elif server.tls or not settings.bind_dn:  # the line is only opened by the first request
                self._connection.whoami_s()
        except (ldap.UNWILLING_TO_PERFORM, ldap.PROTOCOL_ERROR, ldap.INSUFFICIENT_ACCESS):
            pass  # it has answered
        except ldap.LDAPError as error:
            raise self._meaning(error) from error

    def bind(self, dn: str, password: str) -> None:
        try:
            self._connection.simple_bind_s(dn, password)
        except ldap.LDAPError as error:
            raise self._meaning(error) from error

    def page(self, asked: Lookup, size: int, cookie: bytes | str) -> Portion:
        found: list = []
        try:
            controls = self._take(self._begun(asked, size, cookie), found)
            cookie = _cookie(controls)
            if cookie and asked.whole:  # the server looks for it while this portion is read
                self._ahead = ((asked, size, cookie), self._search(asked, size, cookie))
        except CUT:
            return Portion(self._until_cut(asked, size), cut=True)
        except ldap.LDAPError as error:
            raise self._meaning(error) from error
        return Portion(found, cookie)

    def _begun(self, asked: Lookup, size: int, cookie: bytes | str) -> int:
        """Return the number of this search, which may be under way already."""
        ahead, self._ahead = self._ahead, ()
        if ahead and ahead[0] == (asked, size, cookie):
            number: int = ahead[1]
            return number
        return self._search(asked, size, cookie)

    def _search(self, asked: Lookup, size: int, cookie: bytes | str) -> int:
        control = SimplePagedResultsControl(True, size=size, cookie=cookie)
        scope = ldap.SCOPE_BASE if asked.scope == BASE else ldap.SCOPE_SUBTREE
        number: int = self._connection.search_ext(
            asked.base, scope, asked.chosen, list(asked.attributes), serverctrls=[control]
        )
        return number

    def _until_cut(self, asked: Lookup, size: int) -> list:
        """Return what comes before a limit: taken whole, the library throws it away."""
        found: list = []
        with suppress(ldap.LDAPError):
            self._take(self._search(asked, size, b""), found, whole=0)
        return found

    def _take(self, number: int, found: list, whole: int = 1) -> list:
        """Add what a search finds to ``found``, as it comes; return the controls of its end."""
        kind, controls = None, []
        while kind != ldap.RES_SEARCH_RESULT:
            kind, entries, _, controls = self._connection.result3(
                number, all=whole, timeout=self._settings.patience
            )
            if any(dn is None for dn, *_ in entries):
                raise DirectoryError(DirectoryError.REFERRAL, "a part stands on another server")
            found.extend(entries)
        return controls

    def close(self) -> None:
        with suppress(ldap.LDAPError):
            self._connection.unbind_s()

    def _meaning(self, error: ldap.LDAPError) -> DirectoryError:
        told = error.args[0] if error.args and isinstance(error.args[0], dict) else {}
        code, said = told.get("result", 0), f"{told.get('desc', '')} {told.get('info', '')}".strip()
        if code > 0:
            return trouble(code, said)
        if isinstance(error, ldap.TIMEOUT):
            return DirectoryError(DirectoryError.LATE, said)
        if isinstance(error, ldap.FILTER_ERROR):
            return DirectoryError(DirectoryError.FILTER, said)
        if isinstance(error, ldap.CONNECT_ERROR) or self._distrusts():  # the first: by StartTLS
            return DirectoryError(DirectoryError.CERTIFICATE, said[:LONGEST])
        return DirectoryError(DirectoryError.AWAY, said[:LONGEST] or type(error).__name__)

    def _distrusts(self) -> bool:
        """Whether the server is there, and its certificate is the reason: the library tells not."""
        if not self._server.tls:
            return False
        server, patience = self._server, self._settings.patience
        try:
            context = ssl.create_default_context(cafile=self._settings.ca_file or None)
            with socket.create_connection((server.host, server.port), patience) as line:
                context.wrap_socket(line, server_hostname=server.host).close()
        except ssl.SSLCertVerificationError:
            return True
        except OSError:
            return False
        return False


def _connection(settings: LdapSettings, server: Server) -> "ldap.ldapobject.LDAPObject":
    host = f"[{server.host}]" if ":" in server.host else server.host
    scheme = "ldaps" if server.tls else "ldap"
    connection = ldap.initialize(f"{scheme}://{host}:{server.port}")
    connection.set_option(ldap.OPT_PROTOCOL_VERSION, 3)
    connection.set_option(ldap.OPT_REFERRALS, 0)
    connection.set_option(ldap.OPT_NETWORK_TIMEOUT, settings.patience)
    connection.set_option(ldap.OPT_TIMEOUT, settings.patience)
    connection.set_option(ldap.OPT_X_TLS_REQUIRE_CERT, ldap.OPT_X_TLS_DEMAND)
    if settings.ca_file:
        try:
            connection.set_option(ldap.OPT_X_TLS_CACERTFILE, settings.ca_file)
        except (ldap.LDAPError, ValueError) as error:
            raise DirectoryError(DirectoryError.CERTIFICATE, "the file cannot be read") from error
    with suppress(ValueError):
        connection.set_option(ldap.OPT_X_TLS_NEWCTX, 0)
    return connection


def _cookie(controls: list) -> bytes:
    paged = SimplePagedResultsControl.controlType
    return next((one.cookie for one in controls if one.controlType == paged), b"") or b""
