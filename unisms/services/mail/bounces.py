"""Bounces: what came back, and the addresses that take nothing any more."""

import hmac
from itertools import islice

from unisms.model.outbox import FAILED, LEFT, RETURNED, WAITING, Mail, Outbox, outbox_of
from unisms.model.people import Subscriber
from unisms.model.root import Institution, Root, holders
from unisms.services.ground import journal
from unisms.services.ground.actor import Actor
from unisms.services.ground.outbox import BOUNCED
from unisms.services.mail import causes, envelopes, reports
from unisms.services.mail.envelopes import NO_MAKERS, Makers
from unisms.services.mail.reports import Report

#: the kinds of mails that come back
MARKED = "marked"  # nobody is written to at that address any more
NOTED = "noted"  # the mail did not arrive, and the address may be good
UNDER_WAY = "under_way"  # a server still tries
ANSWERED = "answered"  # a program of the reader answers
UNREAD = "unread"  # no report that can be read
STRANGER = "stranger"  # of no mail that we know
KEPT_WORDS = 200  # characters
MANY = 10  # addresses of one domain, refused together
TOGETHER = 3600  # seconds
MOST = 500  # mails of each kind, the latest, that are looked at


def read(
    root: Root, octets: bytes, now: int, recipient: str = "", makers: Makers = NO_MAKERS
) -> str:
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
    return _note(holder, report, now, makers) if report.status else UNDER_WAY


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


def _note(holder: Institution | Root, report: Report, now: int, makers: Makers) -> str:
    assert report.token is not None
    name, outbox = report.token[0], outbox_of(holder)
    mail, cause = outbox.mail(name), causes.cause_of(report.status, report.words)
    if mail.state == LEFT:
        told = mail._replace(state=RETURNED, cause=cause, settled_at=now)
        outbox.change(name, told._replace(answer=report.words[:KEPT_WORDS]))
        if mail.kind in makers:
            makers[mail.kind].note(holder, mail, RETURNED)
    if cause != causes.RECIPIENT:
        return NOTED
    mark(holder, mail, report.status, now)
    return MARKED


def mark(holder: Institution | Root, mail: Mail, status: str, now: int) -> None:
    """Write to the address of a mail no more, if its person still has it; what waits for it fails.

    ``status`` is one of RFC 3463. Once they have another address they are written to again. Where
    a domain refuses many at once, it is in trouble itself: nobody there is marked for it.
    """
    if not isinstance(holder, Institution):
        return
    if refused := _refused_together(outbox_of(holder), _domain(mail), now):
        _unmark(holder, refused, now)
        return
    person: Subscriber | None = holder["people"].get(mail.uid)
    if person is None or person.email != mail.to:
        return
    person.mail_trouble = person.mail_trouble or (now, status)
    _fail_waiting(outbox_of(holder), mail, now)


def _domain(mail: Mail) -> str:
    return mail.to.rpartition("@")[2].lower()


def _refused_together(outbox: Outbox, domain: str, now: int) -> list[Mail]:
    """Return the mails that a domain refuses, if they are many and most of the last hour's."""
    left, failed = (
        [one for _, one in islice(some, MOST) if _domain(one) == domain and _is_new(one, now)]
        for some in (outbox.left(), outbox.failed())
    )
    refused = [one for one in failed if one.cause == causes.RECIPIENT]
    return refused if len(refused) >= max(MANY, len(left)) else []


def _is_new(mail: Mail, now: int) -> bool:
    return now - TOGETHER < mail.settled_at <= now


def _unmark(institution: Institution, refused: list[Mail], now: int) -> None:
    for mail in refused:
        person: Subscriber | None = institution["people"].get(mail.uid)
        if person is not None and person.mail_trouble and person.mail_trouble[0] > now - TOGETHER:
            person.mail_trouble = ()


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
