"""Failed mails, written anew on demand: to the address that their people have by now."""

from itertools import islice

from unisms.model.outbox import FAILED, Mail
from unisms.model.root import Institution, Root
from unisms.services.ground import journal
from unisms.services.ground.actor import Actor
from unisms.services.ground.outbox import is_address

MOST = 5_000  # mails that are looked at, the latest first


def resendable(holder: Institution | Root) -> list[tuple[str, Mail]]:
    """Return the pairs of name and mail of what failed and may leave, as it would be written.

    What came back is not among them: what it said is gone. Nor is what goes to an address that
    takes nothing.
    """
    failed = islice(holder.outbox.failed(), MOST) if holder.outbox is not None else ()
    found = ((name, _readdressed(holder, one)) for name, one in failed if one.state == FAILED)
    return [(name, one) for name, one in found if one is not None]


def _readdressed(holder: Institution | Root, mail: Mail) -> Mail | None:
    person = holder["people"].get(mail.uid) if isinstance(holder, Institution) else None
    to = person.email if person is not None and person.email else mail.to
    if not is_address(to) or (person is not None and person.mail_trouble and to == person.email):
        return None
    return mail._replace(to=to)


def resend(actor: Actor, holder: Institution | Root, now: int) -> int:
    """Let every mail that may leave wait again from ``now`` (epoch seconds); return how many."""
    found = resendable(holder)
    for name, mail in found:
        assert holder.outbox is not None
        enclosure = holder.outbox.enclosure(name)
        holder.outbox.remove(name)
        parts = (mail.kind, mail.to, mail.values, mail.language, mail.uid, mail.unsubscribe)
        another = holder.outbox.add(Mail(now, *parts, due=now))
        if enclosure is not None:
            holder.outbox.enclose(another, enclosure)
    if found:
        journal.write(actor, "mails.resent", holder, now, after={"mails": len(found)})
    return len(found)
