"""The outbox: what is to be told by mail, written in the transaction of what it tells.

A worker sends what waits, after the commit (``tasks.mails``).
"""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TypeAlias
from zoneinfo import ZoneInfo

from unisms.model.outbox import FAILED, WAITING, Enclosed, Enclosure, Mail, Outbox, outbox_of
from unisms.model.root import Institution, Root

#: a text, or a text by language where it differs
Value: TypeAlias = str | int | Mapping[str, str]
REFUSED, BOUNCED = "address", "bounced"  # causes: it is no address; mails to it came back
#: An address that we write to: RFC 5321, section 4.1.2, without the quoted forms, and RFC 6531.
_LETTER = r"[^\s@<>()\[\],;:\\\"\x00-\x1f\x7f]"
ADDRESS = re.compile(rf"{_LETTER}{{1,64}}@{_LETTER}+")
DAY = 86400  # seconds
PATIENCE = 3 * DAY  # seconds that a mail waits before it fails
FIRST = 30 * DAY  # seconds by which an urgent mail is due before the others
KEPT = 90 * DAY  # seconds, of the mails of those who run the installation
LATE = "late"  # cause: it waited too long
RESTORED = "restored"  # cause: it may have left since the copy that the store was made from
#: the kind that tells somebody that they are erased: nothing of it stays once it left or failed
ERASED = "erasure.done"
MOST_ENCLOSED = 5_000_000  # octets that go with a mail: many servers take 10 MB in all
LONGEST = 254  # characters of an address (RFC 5321, section 4.5.3.1.3, less the brackets)


class MailTooLarge(ValueError):
    """A mail has more than mail servers take, or than an outbox should keep."""


def post(
    holder: Institution | Root,
    kind: str,
    to: str,
    values: Mapping[str, Value],
    now: int,
    *,
    language: str = "",
    uid: str = "",
    unsubscribe: str = "",
    urgent: bool = False,
) -> str:
    """Let a mail of an announced ``kind`` wait for a worker; return its name.

    ``now`` is in epoch seconds. The ``values`` are those of the placeholders of its texts. Without
    a ``language`` that of the person ``uid`` counts, else the mail has both. ``unsubscribe`` is the
    https address that ends such mails by one POST (RFC 8058). An ``urgent`` one, as that of a
    code, leaves before all others of the holder.

    Without an address nothing is kept, and the name is empty. An address that is none, or to which
    mails came back, is kept as failed.
    """
    if not to:
        return ""
    person = holder["people"].get(uid) if isinstance(holder, Institution) else None
    told = tuple((name, _text(value)) for name, value in values.items())
    language = language or (person.language if person else "")
    due = now - FIRST if urgent else now
    mail = Mail(now, kind, to, told, language, uid, unsubscribe, due=due)
    cause = BOUNCED if person and person.mail_trouble and person.email == to else ""
    cause = cause if is_address(to) else REFUSED
    if cause:
        mail = mail._replace(state=FAILED, cause=cause, settled_at=now)
    return outbox_of(holder).add(mail)


def enclose(holder: Institution | Root, name: str, html: str, files: Sequence[Enclosed]) -> None:
    """Let ``files`` go with the mail called ``name``; all of it is erased once the mail has left.

    ``html`` stands in the HTML of the mail where its text has the value of ``report``. Whoever
    wrote it is to be trusted.

    :raises MailTooLarge: nothing is enclosed.
    """
    if len(html) + sum(len(one.content) for one in files) > MOST_ENCLOSED:
        raise MailTooLarge
    enclosure = Enclosure(html, tuple(tuple(one) for one in files))
    outbox_of(holder).enclose(name, enclosure)


def post_to(
    institution: Institution,
    uid: str,
    kind: str,
    values: Mapping[str, Value],
    now: int,
    *,
    language: str = "",
) -> str:
    """Let a mail wait for a person of the institution, in their language; return its name.

    Its texts may name them by ``name``, and the institution. All else is as for ``post``.
    """
    person = institution["people"][uid]
    told: dict[str, Value] = {"name": person.name, "institution": institution.title, **values}
    return post(institution, kind, person.email, told, now, language=language, uid=uid)


def day_of(institution: Institution, at: int) -> Value:
    """Return the day of a moment (epoch seconds), as mails tell it in both languages."""
    return _in_both(institution, at, "", "")


def moment_of(institution: Institution, at: int) -> Value:
    """Return the day and the time of a moment (epoch seconds), likewise."""
    return _in_both(institution, at, " à %H:%M", ", %H:%M")


def _in_both(institution: Institution, at: int, french: str, english: str) -> Value:
    local = datetime.fromtimestamp(at, ZoneInfo(institution.time_zone))
    return {
        "fr": local.strftime(f"%d/%m/%Y{french}"),
        "en": local.strftime(f"{local.day} %B %Y{english}"),
    }


def _text(value: Value) -> str | tuple[str, str]:
    if isinstance(value, Mapping):
        return value["fr"], value["en"]
    return str(value)


def is_address(text: str) -> bool:
    """Whether mail can be sent to ``text``; letters beyond ASCII may stand in it."""
    host = text.rpartition("@")[2]
    dots = "." in host and ".." not in text and not host.startswith((".", "-"))
    return len(text) <= LONGEST and dots and bool(ADDRESS.fullmatch(text))


def forget_person(institution: Institution, uid: str) -> None:
    """Forget every mail to the person called ``uid``: those that wait will not leave."""
    if (outbox := institution.outbox) is not None:
        for name in outbox.of(uid):
            outbox.remove(name)


def forget(holder: Institution | Root, now: int) -> None:
    """Forget what left or failed before the days that the holder keeps texts.

    What waited too long fails: nobody wants last month's mails on the day that a server is set up.
    """
    outbox = holder.outbox
    if outbox is None:
        return
    fail_late(outbox, now)
    kept = holder.retention * DAY if isinstance(holder, Institution) else KEPT
    for name, mail in [*outbox.left(), *outbox.failed()]:
        if mail.settled_at < now - kept or mail.kind == ERASED:
            outbox.remove(name)
        elif mail.settled_at > now:  # by a clock that was ahead
            outbox.change(name, mail._replace(settled_at=now))


def fail_late(outbox: Outbox, now: int) -> None:
    """Let fail what waits since more than ``PATIENCE``; moments of the future are none."""
    for name, mail in [*outbox.waiting()]:
        if mail.at < now - PATIENCE and mail.state == WAITING:
            ended = mail.at + PATIENCE
            outbox.change(name, mail._replace(state=FAILED, cause=LATE, settled_at=ended))
        elif mail.at > now or mail.due > now + DAY:  # by a clock that was ahead
            outbox.change(name, mail._replace(at=min(mail.at, now), due=now))


def doubt(holder: Institution | Root, now: int) -> None:
    """Let fail all that waits in a store that was restored: it may have left since the copy."""
    if holder.outbox is not None:
        for name, mail in [*holder.outbox.waiting()]:
            doubted = mail._replace(state=FAILED, cause=RESTORED, settled_at=now)
            holder.outbox.change(name, doubted)
