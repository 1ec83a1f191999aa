"""A session with a mail server by SMTP (RFC 5321): encrypted, signed in, a letter after the other.

A certificate that is none, or a server without encryption, is refused: no password and no name
leaves in the clear.
"""

import contextlib
import smtplib
import ssl
from types import TracebackType

from unisms.services.mail.causes import INTERNATIONAL
from unisms.services.mail.envelopes import Letter, MailAnswer, MailServerAway
from unisms.services.mail.servers import STARTTLS, TLS, MailServer

PATIENCE = 60  # seconds that the server has for each answer
CLOSING = 421  # RFC 5321, section 3.8: it closes the line, whatever was asked
OK, FORWARDED = 250, 251


class SmtpLine:
    """A line to a mail server; opened at the first letter, and anew after it broke."""

    def __init__(self, server: MailServer) -> None:
        self.server = server
        self._smtp: smtplib.SMTP | None = None

    def __enter__(self) -> "SmtpLine":
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        """Say goodbye; nobody waits for a server that does not answer it."""
        self._close()

    def _close(self) -> None:
        if self._smtp is not None:
            with contextlib.suppress(OSError):
                self._smtp.quit()
            self._smtp.close()
            self._smtp = None

    def send(self, letter: Letter) -> MailAnswer:
        """Hand a letter over and return the answer; the line may break while it is asked for.

        Many servers end a line after some letters: then another one is opened.

        :raises MailServerAway: the server takes no letter now, whoever it is to.
        """
        is_fresh = self._smtp is None
        try:
            return self._try(letter)
        except MailServerAway:
            if is_fresh:
                raise
        self._close()
        return self._try(letter)

    def _try(self, letter: Letter) -> MailAnswer:
        smtp = self.open()
        try:
            return _hand_over(smtp, letter)
        except OSError as trouble:  # smtplib's own are of this kind
            self._smtp = None
            smtp.close()
            if isinstance(trouble, smtplib.SMTPResponseException):  # to DATA, before the text
                return MailAnswer(trouble.smtp_code, _told(trouble.smtp_error))
            return MailAnswer(0, type(trouble).__name__)

    def open(self) -> smtplib.SMTP:
        """Return the session, opened if it is not.

        :raises MailServerAway: the server does not let us in.
        """
        if self._smtp is None:
            self._smtp = self._open()
        return self._smtp

    def _open(self) -> smtplib.SMTP:
        try:
            smtp = self._connect()
        except OSError as trouble:
            raise away(trouble) from None
        try:
            smtp.ehlo_or_helo_if_needed()
            self._secure(smtp)
            return smtp
        except OSError as trouble:
            smtp.close()
            raise away(trouble) from None

    def _connect(self) -> smtplib.SMTP:
        address = (self.server.host, self.server.port)
        if self.server.security == TLS:
            return smtplib.SMTP_SSL(*address, timeout=PATIENCE, context=self._context())
        return smtplib.SMTP(*address, timeout=PATIENCE)

    def _context(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=self.server.authorities or None)

    def _secure(self, smtp: smtplib.SMTP) -> None:
        if self.server.security == STARTTLS:
            smtp.starttls(context=self._context())
        if self.server.user:
            smtp.login(self.server.user, self.server.password)


def _hand_over(smtp: smtplib.SMTP, letter: Letter) -> MailAnswer:
    if letter.is_international and not smtp.has_extn("smtputf8"):
        return MailAnswer(553, cause=INTERNATIONAL)
    options = ["SMTPUTF8", "BODY=8BITMIME"] if letter.is_international else []
    if letter.is_international:
        smtp.command_encoding = "utf-8"  # RFC 6531, section 3.4
    code, words = smtp.mail(letter.sender, options)
    if code != OK:
        raise MailServerAway("sender", f"{code} {_told(words)}")
    code, words = smtp.rcpt(letter.to)
    if code in (OK, FORWARDED):
        code, words = smtp.data(letter.content)
    if code == CLOSING:
        raise MailServerAway("refused", f"{code} {_told(words)}")
    if code != OK:
        smtp.rset()
    return MailAnswer(code, _told(words))


def away(trouble: OSError) -> MailServerAway:
    """Return in which way a mail server takes nothing, as ``trouble`` tells it."""
    if isinstance(trouble, smtplib.SMTPAuthenticationError):
        return MailServerAway("login", f"{trouble.smtp_code} {_told(trouble.smtp_error)}")
    if isinstance(trouble, smtplib.SMTPResponseException):
        return MailServerAway("refused", f"{trouble.smtp_code} {_told(trouble.smtp_error)}")
    if isinstance(trouble, ssl.SSLError):
        return MailServerAway("certificate", getattr(trouble, "reason", None) or "")
    if isinstance(trouble, smtplib.SMTPNotSupportedError):
        return MailServerAway("no_tls" if "STARTTLS" in str(trouble) else "login")
    return MailServerAway("unreachable", trouble.strerror or type(trouble).__name__)


def _told(words: bytes | str) -> str:
    """Return what a server says, in one line."""
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return " ".join(text.split())
