"""Letters: a mail of the outbox as it leaves, in text and HTML, in one language or in both."""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from email.headerregistry import Address
from email.message import EmailMessage, MIMEPart
from email.policy import SMTP
from typing import NamedTuple, Protocol

from unisms.model.outbox import Enclosed, Enclosure, Mail
from unisms.services.mail import envelopes, markup
from unisms.services.mail.envelopes import Letter
from unisms.services.mail.servers import MailServer

FRENCH, ENGLISH = LANGUAGES = ("fr", "en")
BELOW = "(English below)"
BETWEEN = "* * *"
LEAVING = {
    FRENCH: "Pour ne plus recevoir ces mails : {address}",
    ENGLISH: "To stop receiving these mails: {address}",
}
KEPT = "\n\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}"  # letters that print nothing by themselves
LONGEST_SUBJECT = 200  # characters
PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")


class Text(Protocol):
    """A subject and a text with placeholders, as ``seams.mails`` keeps them."""

    @property
    def subject(self) -> str: ...
    @property
    def body(self) -> str: ...


#: texts by kind and language
Texts = Mapping[str, Mapping[str, Text]]


class Letterhead(NamedTuple):
    """The holder of an outbox, as its mails show it."""

    name: str  #: empty: those who run the installation
    title: str
    sender: str  #: the name in From
    reply_to: str
    accent: str


class LeasedMail(NamedTuple):
    """A mail that was taken out of its outbox, to leave."""

    name: str
    mail: Mail
    lease: int  #: until when nobody else may take it, epoch seconds
    mark: str  #: proves that a bounce is of this mail (``envelopes``)
    enclosure: Enclosure | None = None


class Unwritable(Exception):
    """Nobody announces the kind of a mail any more, or a value is missing."""


def compose(house: Letterhead, server: MailServer, texts: Texts, taken: LeasedMail) -> Letter:
    """Return the letter that a mail is, the same at each call but for its lease.

    :raises Unwritable: its text cannot be made.
    """
    name, mail, lease, mark, enclosure = taken
    worded = [(language, *_worded(texts, mail, language)) for language in _languages(mail)]
    title = _one_line(" / ".join(subject for _, subject, _ in worded))[:LONGEST_SUBJECT]
    parts = [(language, _whole(body, mail, language)) for language, _, body in worded]
    to = ascii_host(mail.to)
    message = EmailMessage(policy=SMTP.clone(utf8=not to.isascii()))
    for header, value in _headers(house, server, name, mail).items():
        message[header] = value
    message["Subject"], message["To"] = title, _address(to)
    _fill(message, parts)
    page = _page(texts, mail, enclosure)
    html = markup.page(title, house.title, house.accent, page, enclosure.html if enclosure else "")
    _show(message, html, enclosure, f"{name}@{server.sender.rpartition('@')[2]}")
    message["Content-Language"] = ", ".join(language for language, _ in parts)
    _part(message, name)
    sender = envelopes.return_address(server.bounces, name, mark) or server.sender
    content = message.as_bytes()
    return Letter(name, house.name, lease, sender, to, content, not to.isascii())


def _address(text: str, shown: str = "") -> Address:
    local, _, host = text.rpartition("@")
    return Address(_one_line(shown), local, host)


def _languages(mail: Mail) -> tuple[str, ...]:
    return (mail.language,) if mail.language in LANGUAGES else LANGUAGES


def _worded(texts: Texts, mail: Mail, language: str) -> tuple[str, str]:
    """Return the subject and the text of a mail in this language, without placeholders."""
    if mail.kind not in texts:
        raise Unwritable(mail.kind)
    text = texts[mail.kind][language]
    values = {name: _told(value, language) for name, value in mail.values}
    return _filled(text.subject, values), _filled(text.body, values)


def _told(value: str | tuple[str, str], language: str) -> str:
    told = value if isinstance(value, str) else value[LANGUAGES.index(language)]
    return "".join(one for one in told if one in KEPT or one.isprintable())


def _filled(text: str, values: Mapping[str, str]) -> str:
    """Return a text with its placeholders filled in; what is in a value is never one."""
    try:
        return PLACEHOLDER.sub(lambda found: values[found[1]], text)
    except KeyError as missing:
        raise Unwritable(*missing.args) from None


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _whole(body: str, mail: Mail, language: str) -> str:
    """Return the text with the line that tells how to leave, where one can."""
    if not is_link(mail.unsubscribe):
        return body.strip()
    return f"{body.strip()}\n\n{LEAVING[language].format(address=mail.unsubscribe)}"


def _headers(house: Letterhead, server: MailServer, name: str, mail: Mail) -> dict[str, object]:
    host = server.sender.rpartition("@")[2]
    headers: dict[str, object] = {
        "Message-ID": f"<{name}@{host}>",  # of two copies, mailboxes show one
        "Date": datetime.fromtimestamp(mail.at, UTC),
        "From": _address(server.sender, house.sender),
        "Auto-Submitted": "auto-generated",  # RFC 3834, section 5
        "X-Auto-Response-Suppress": "All",
    }
    if house.reply_to:
        headers["Reply-To"] = _address(ascii_host(house.reply_to))
    if is_link(mail.unsubscribe):  # RFC 8058, section 3.1
        headers["List-Unsubscribe"] = f"<{mail.unsubscribe}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers


def _fill(message: EmailMessage, parts: Sequence[tuple[str, str]]) -> None:
    """Write the text of every language into a message."""
    text = f"\n\n{BETWEEN}\n\n".join(text for _, text in parts)
    above = f"{BELOW}\n\n" if len(parts) > 1 else ""
    message.set_content(f"{above}{text}\n", cte="quoted-printable")


def _page(texts: Texts, mail: Mail, enclosure: Enclosure | None) -> list[tuple[str, str]]:
    """Return the pairs of language and text that the HTML is made of.

    A value of which an enclosure has the HTML stays a placeholder there.
    """
    if enclosure is not None and enclosure.html:
        kept = [one for one in mail.values if one[0] != markup.ENCLOSED]
        mail = mail._replace(values=(*kept, (markup.ENCLOSED, markup.PLACE)))
    worded = [(language, _worded(texts, mail, language)[1]) for language in _languages(mail)]
    return [(language, _whole(body, mail, language)) for language, body in worded]


def _show(message: EmailMessage, html: str, enclosure: Enclosure | None, mark: str) -> None:
    """Let a message that has its text have HTML beside it, and what is enclosed.

    ``mark`` is like no other message's: pictures are asked for by their name and by it.
    """
    files = [Enclosed(*one) for one in enclosure.files] if enclosure is not None else []
    for one in files:
        if one.is_shown:
            html = html.replace(f'"cid:{one.name}"', f'"cid:{one.name}.{mark}"')
    message.add_alternative(html, subtype="html", cte="quoted-printable")
    page = message.get_body(("html",))
    assert isinstance(page, MIMEPart)
    for one in files:
        kind, _, subkind = one.kind.partition("/")
        if one.is_shown:
            cid = f"<{one.name}.{mark}>"
            page.add_related(one.content, kind, subkind, cid=cid, disposition="inline")
        else:
            message.add_attachment(one.content, kind, subkind, filename=one.name)


def _part(message: EmailMessage, name: str) -> None:
    """Part a message by lines that are the same at each try, and none of which begins another."""
    for number, one in enumerate(each for each in message.walk() if each.is_multipart()):
        one.set_boundary(f"=_{name}_{number or ''}=")


def is_link(address: str) -> bool:
    """Whether an address may stand in List-Unsubscribe: https (RFC 8058, section 3.1), one word."""
    plain = address.isascii() and address.isprintable() and not {*' <>,"'} & {*address}
    return plain and address.startswith("https://")


def ascii_host(address: str) -> str:
    """Return an address with its host as the network has it (RFC 5890), where that is possible."""
    local, _, host = address.rpartition("@")
    try:
        return f"{local}@{host.encode('idna').decode()}"
    except UnicodeError:
        return address
