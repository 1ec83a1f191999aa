"""A session with a mail server by SMTP (RFC 5321): encrypted, signed in, a letter after the other.

A certificate that is none, or a server without encryption, is refused: no password and no name
leaves in the clear.
"""

import contextlib
import re
import smtplib
import ssl
from types import TracebackType

from unisms.services.mail.causes import INTERNATIONAL, UNANSWERED
from unisms.services.mail.envelopes import Letter, MailAnswer, MailServerAway
from unisms.services.mail.servers import STARTTLS, TLS, MailServer

PATIENCE = 60  # seconds that the server has for each answer
CLOSING = 421  # RFC 5321, section 3.8: it closes the line, whatever was asked
OK, FORWARDED, GO_ON = 250, 251, 354
MANY = 3  # letters in a row that are told 421 on a new line each: then it is the server
DOT = re.compile(rb"^\.", re.MULTILINE)  # RFC 5321, section 4.5.2: a line that begins so has two
END = b".\r\n"  # after the end of the last line


class _LineEnded(Exception):
    """The server has ended the line, and has not taken the letter."""

    def __init__(self, answer: MailAnswer) -> None:
        super().__init__(answer)
        self.answer = answer


class _Unanswered(Exception):
    """The line ended when the server had the whole letter: it may have taken it."""


class SmtpLine:
    """A line to a mail server; opened at the first letter, and anew after it broke."""

    def __init__(self, server: MailServer) -> None:
        self.server = server
        self._smtp: smtplib.SMTP | None = None
        self._closings = 0  # letters in a row that new lines have told 421

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
        self._drop()

    def send(self, letter: Letter) -> MailAnswer:
        """Hand a letter over and return the answer; the line may break while it is asked for.

        Many servers end a line after some letters, with or without a word: then another one is
        opened. Where a new line ends too, that is an answer to this letter alone, until ``MANY``
        letters in a row have been told 421.

        :raises MailServerAway: the server takes no letter now, whoever it is to.
        """
        if self._smtp is not None:
            with contextlib.suppress(_LineEnded, MailServerAway):
                return self._try(letter)
            self._close()
        try:
            return self._try(letter)
        except _LineEnded as ended:
            return self._blame(ended.answer)

    def _blame(self, answer: MailAnswer) -> MailAnswer:
        """Return the answer with which a new line ended, unless every letter is told so."""
        self._closings += answer.code == CLOSING
        if self._closings >= MANY:
            raise MailServerAway("refused", f"{answer.code} {answer.words}")
        return answer

    def _try(self, letter: Letter) -> MailAnswer:
        smtp = self.open()
        try:
            answer = _hand_over(smtp, letter)
        except _Unanswered as trouble:
            self._drop()
            return MailAnswer(0, str(trouble), UNANSWERED)
        except OSError as trouble:  # smtplib's own are of this kind
            self._drop()
            raise _LineEnded(MailAnswer(0, type(trouble).__name__)) from None
        if answer.code == CLOSING:
            self._drop()
            raise _LineEnded(answer)
        self._closings = 0
        return answer

    def _drop(self) -> None:
        """Close a line that has ended, without a word."""
        if self._smtp is not None:
            self._smtp.close()
            self._smtp = None

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
        code, words = _write(smtp, letter.content)
    if code not in (OK, CLOSING):
        with contextlib.suppress(OSError):  # the answer counts, whatever becomes of the line
            smtp.rset()
    return MailAnswer(code, _told(words))


def _write(smtp: smtplib.SMTP, content: bytes) -> tuple[int, bytes]:
    """Return the answer to DATA: to the text, if the server wants it."""
    code, words = smtp.docmd("DATA")
    if code != GO_ON:
        return code, words
    smtp.send(DOT.sub(b"..", content) + END)
    try:
        return smtp.getreply()
    except OSError as trouble:
        raise _Unanswered(type(trouble).__name__) from None


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
