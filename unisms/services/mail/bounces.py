"""Bounces: what came back, and the addresses that take nothing any more."""

import hmac

from unisms.model.outbox import FAILED, LEFT, RETURNED, WAITING, Mail, Outbox, outbox_of
from unisms.model.people import Subscriber
from unisms.model.root import Institution, Root, holders
from unisms.services.ground import journal
from unisms.services.ground.actor import Actor
from unisms.services.ground.outbox import BOUNCED
from unisms.services.mail import causes, envelopes, reports
from unisms.services.mail.reports import Report

#: the kinds of mails that come back
MARKED = "marked"  # nobody is written to at that address any more
NOTED = "noted"  # the mail did not arrive, and the address may be good
UNDER_WAY = "under_way"  # a server still tries
ANSWERED = "answered"  # a program of the reader answers
UNREAD = "unread"  # no report that can be read
STRANGER = "stranger"  # of no mail that we know
KEPT_WORDS = 200  # characters


def read(root: Root, octets: bytes, now: int, recipient: str = "") -> str:
    """Take in a mail that came back, at ``now`` (epoch seconds); return which kind it is.

    ``recipient`` is the address that it came to, where the mail server tells it apart.
    """
    report = reports.read(octets, recipient)
    if report.token is None:
        return _unread(root, report, now)
    holder = _holder(root, *report.token)
    if holder is None:
        return STRANGER
    if not report.is_status:
        return _unread(holder, report, now)
    return _note(holder, report, now) if report.status else UNDER_WAY


def _unread(holder: Institution | Root, report: Report, now: int) -> str:
    if report.is_answer:
        return ANSWERED
    outbox = outbox_of(holder)
    outbox.unread, outbox.unread_at = outbox.unread + 1, now
    return UNREAD


def _holder(root: Root, name: str, mark: str) -> Institution | Root | None:
    """Return the holder of the mail called ``name``, if ``mark`` proves that it is theirs."""
    for holder in holders(root):
        if holder.outbox is not None and holder.outbox.get(name) is not None:
            proven = hmac.compare_digest(mark, envelopes.mark_of(holder, name))
            return holder if proven else None
    return None


def _note(holder: Institution | Root, report: Report, now: int) -> str:
    assert report.token is not None
    name, outbox = report.token[0], outbox_of(holder)
    mail, cause = outbox.mail(name), _cause(report)
    if mail.state == LEFT:
        told = mail._replace(state=RETURNED, cause=cause, settled_at=now)
        outbox.change(name, told._replace(answer=report.words[:KEPT_WORDS]))
    if cause != causes.RECIPIENT:
        return NOTED
    mark(holder, mail, report.status, now)
    return MARKED


def _cause(report: Report) -> str:
    """Return the cause; a server that says no more than that it failed means the address."""
    if report.status == "5.0.0" and not report.words:
        return causes.RECIPIENT
    return causes.cause_of(report.status)


def mark(holder: Institution | Root, mail: Mail, status: str, now: int) -> None:
    """Write to the address of a mail no more, if its person still has it; what waits for it fails.

    ``status`` is one of RFC 3463. Once they have another address they are written to again.
    """
    if not isinstance(holder, Institution):
        return
    person: Subscriber | None = holder["people"].get(mail.uid)
    if person is None or person.email != mail.to:
        return
    person.mail_trouble = (now, status)
    _fail_waiting(outbox_of(holder), mail, now)


def _fail_waiting(outbox: Outbox, mail: Mail, now: int) -> None:
    for name in outbox.of(mail.uid):
        other = outbox.mail(name)
        if other.state == WAITING and other.to == mail.to:
            outbox.change(name, other._replace(state=FAILED, cause=BOUNCED, settled_at=now))


def believe(actor: Actor, person: Subscriber, now: int) -> None:
    """Write to the address of a person again, though mails came back from it."""
    if person.mail_trouble:
        person.mail_trouble = ()
        journal.write(actor, "mails.believed", person, now)
