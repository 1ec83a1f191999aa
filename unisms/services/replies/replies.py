"""Replies: each is kept once, by its institution.

A reply without an institution waits to be given to an institution, or forgotten.
"""

from collections.abc import Container, Sequence
from operator import attrgetter
from typing import NamedTuple

from unisms.model import digests
from unisms.model.campaigns import Campaign
from unisms.model.connections import BrokerConnection
from unisms.model.folder import find, look_up, path_of, root_of
from unisms.model.replies import KeptReply
from unisms.model.root import Institution, Root, institution_of
from unisms.model.rows import MSISDN, STATE
from unisms.model.trails import Trail
from unisms.ports import Reply
from unisms.services.ground import journal
from unisms.services.ground.actor import Actor
from unisms.services.replies import parts, stops
from unisms.services.replies.parts import WholeReply
from unisms.sms import states

SAID_AGAIN = 600  # seconds within which the same words from the same handset are one reply
SAME_ID = 86400  # seconds after which an id may stand for another reply: brokers start anew
REMEMBERED = (
    30 * 86400
)  # seconds after the sending that a reply by a shared connection still finds its institution
UNCLAIMED = 30 * 86400  # seconds that a reply which is nobody's is kept
LATEST = 1 << 36  # epoch seconds that no clock tells
MARK = "reply"  # the purpose of the digests that tell a reply sent again


class Last(NamedTuple):
    """The last reply of a handset to one number, as code reads it; stored as a bare tuple."""

    at: int = 0  #: when it came, epoch seconds
    name: str = ""  #: the digest of what it is
    id: str = ""  #: the digest of its id; empty: it has none


def store(root: Root, connection: BrokerConnection, replies: Sequence[Reply], now: int) -> None:
    """Keep replies where each belongs, and parts of long ones until they are whole.

    That is the institution whose contract it came by, else the institution whose own sender ID was
    written to, else that of the message that left last to that number on this connection,
    within 30 days, else the operators' box. A reply that was stored, and not acknowledged before a
    crash, comes again: it is kept once.
    """
    _keep(root, connection, parts.gather(connection, replies, now), now)


def give_late(root: Root, path: str, now: int) -> None:
    """Keep what came of long replies at the connection at ``path``, where the rest is overdue."""
    connection = look_up(root, path)
    if connection is not None:
        _keep(root, connection, parts.overdue(connection, now), now)


def _keep(root: Root, connection: BrokerConnection, wholes: Sequence[WholeReply], now: int) -> None:
    if not wholes:
        return
    _forget_answered(connection)
    new = [one.reply for one in wholes if not _came_before(connection, one)]
    owner = institution_of(connection)
    addressees = {} if owner else _addressees(root, connection, new)
    for reply in new:
        box = owner or addressees.get(reply)
        told = KeptReply(reply.at, reply.msisdn, reply.to, reply.text, path_of(connection))
        if box:
            stops.receive(box, told, now)
        else:
            root.replies.add(*told[:4], connection=told.connection)


def presentable(reply: Reply, now: int) -> Reply:
    """Return the reply as any page can show it.

    A time that no clock tells is now, and half a pair of surrogates, which JSON may bring, is no
    character.
    """
    words = (reply.msisdn, reply.text, reply.to)
    msisdn, text, to = (word.encode(errors="replace").decode() for word in words)
    return Reply(msisdn, text, to, reply.at if 0 <= reply.at < LATEST else now, *reply[4:])


def pass_over(connection: BrokerConnection, reply: Reply) -> None:
    """Note a text that looks like a reply and is none.

    If it comes again once its message is forgotten, it is no reply either.
    """
    _came_before(connection, parts.whole(reply))


def was_receipt(connection: BrokerConnection, reply: Reply) -> bool:
    """Whether what looks like a reply was passed over before, as the receipt of a message."""
    holder = institution_of(connection) or root_of(connection)
    return all(
        _mark(holder, words) in connection.kept("replies_seen")
        for words in parts.whole(reply).marks
    )


def _came_before(connection: BrokerConnection, whole: WholeReply) -> bool:
    """Whether this is a reply that the broker sent again. In doubt it is none.

    One that stands twice harms nobody, while a last word that is lost does: yes, no, and yes again.
    So the same words shortly after are the same reply if that handset has written nothing else
    since, or the broker may not have our answer to the first one, or ids that count tell the two
    from what stands between them. Some brokers give every reply the same id.
    """
    reply, holder = whole.reply, institution_of(connection) or root_of(connection)
    marks = [_mark(holder, words) for words in whole.marks]
    seen = [connection.saw_reply(mark, reply.at) for mark in marks]
    term = SAME_ID if reply.id else SAID_AGAIN
    unanswered = _note_unanswered(connection, marks)
    handset, id = _mark(holder, (reply.msisdn, reply.to)), reply.id and _mark(holder, (reply.id,))
    last = Last(*connection.kept("last_replies").get(handset, ()))
    this = Last(reply.at, _mark(holder, whole.name), id)
    again = all(before is not None and abs(reply.at - before) <= term for before in seen) and (
        last.name == this.name or unanswered or bool(last.id and id and last.id != id)
    )
    if not again:
        connection.last_replies[handset] = tuple(this)
    return again


def _mark(holder: Institution | Root, words: tuple[str, ...]) -> str:
    return digests.of_word(holder, MARK, "\0".join(words).encode(errors="replace").decode())


def _note_unanswered(connection: BrokerConnection, marks: Sequence[str]) -> bool:
    """Remember that these are not answered yet.

    Return whether all were so before, when somebody else held the lease: a process that ended
    between storing and answering.
    """
    kept, holder = connection.kept("unanswered"), connection.line.holder
    before = [kept.get(mark, holder) for mark in marks]
    kept.update(dict.fromkeys(marks, holder))
    return holder not in before


def _forget_answered(connection: BrokerConnection) -> None:
    """Forget the replies stored before by the holder of the lease: they were answered since."""
    kept, holder = connection.unanswered or {}, connection.line.holder
    for mark in [mark for mark, by in kept.items() if by == holder]:
        del kept[mark]


def forget_seen(connection: BrokerConnection, now: int) -> None:
    """Forget the replies that would be taken for new ones."""
    connection.forget_replies_seen(now - SAME_ID)


def _addressees(
    root: Root, connection: BrokerConnection, replies: Sequence[Reply]
) -> dict[Reply, Institution | None]:
    """Return ``{reply: institution}`` of those by a shared connection that are for one.

    Where the sender ID written to is some institution's own, no other one gets it, whoever wrote
    last. The rows of open campaigns are looked at once for all replies.
    """
    found, waiting = {}, []
    for reply in replies:
        owners = connection.owners(reply.to)
        if len(owners) == 1:
            (owner,) = owners
            found[reply] = root["institutions"].get(owner)
        else:
            waiting.append((reply, owners))
    if waiting:
        found |= _latest_who_wrote(root, connection, waiting)
    return found


def _latest_who_wrote(
    root: Root, connection: BrokerConnection, waiting: Sequence[tuple[Reply, set[str]]]
) -> dict[Reply, Institution | None]:
    """Return ``{reply: institution}`` of whose message left last to whoever replies."""
    closed = {reply: _trailed(root, connection, reply.msisdn, owners) for reply, owners in waiting}
    found, asked = {}, list(waiting)
    campaigns = [find(root, path) for path in connection.open]
    for campaign in sorted(campaigns, key=attrgetter("sent_at"), reverse=True):
        writer = institution_of(campaign)
        mine = [reply for reply, owners in asked if not owners or writer.__name__ in owners]
        reached = _reached(campaign, {reply.msisdn for reply in mine})
        for reply in mine:
            if reply.msisdn in reached:
                found[reply] = max(closed[reply], (campaign.sent_at, writer), key=_moment)[1]
        asked = [(reply, owners) for reply, owners in asked if reply not in found]
    return found | {reply: closed[reply][1] for reply, _ in asked}


def _moment(candidate: tuple[int, Institution | None]) -> int:
    return candidate[0]


def _trailed(
    root: Root, connection: BrokerConnection, msisdn: str, owners: set[str]
) -> tuple[int, Institution | None]:
    """Return when a closed campaign last reached a number, and its owner; ``(0, None)`` if none."""
    candidates: list[tuple[int, Institution | None]] = [(0, None)]
    for name, trail in (connection.trails or {}).items():
        institution = root["institutions"].get(name)
        if institution is not None and (not owners or name in owners):
            candidates.append((trail.last(_digest(institution, msisdn)), institution))
    return max(candidates, key=_moment)


def _reached(campaign: Campaign, msisdns: set[str]) -> set[str]:
    """Return the numbers to which a message of the campaign really left, as far as is known."""
    if not msisdns:
        return set()
    rows = (row for _, row in campaign.stored_rows() if row[MSISDN] in msisdns)
    return {row[MSISDN] for row in rows if row[STATE] in states.LEFT}


def remember(campaign: Campaign, connection: BrokerConnection) -> None:
    """Remember by digests to whom a campaign that closes has written over a shared connection."""
    institution = institution_of(campaign)
    if institution_of(connection) is not None:
        return  # its contract says whose the replies are
    reached = {row[MSISDN] for _, row in campaign.stored_rows() if row[STATE] in states.LEFT}
    if not reached:
        return
    trail = connection.trail_of(institution.__name__, Trail)
    trail.remember([_digest(institution, msisdn) for msisdn in reached], campaign.sent_at)
    digests.to_keep(institution, next(iter(reached)))  # the store remembers under which key


def _digest(institution: Institution, msisdn: str) -> bytes:
    return bytes.fromhex(digests.of_number(institution, msisdn))


def forget_trails(connection: BrokerConnection, now: int) -> None:
    """Forget to whom messages left more than 30 days ago."""
    for name, trail in list((connection.trails or {}).items()):
        trail.forget(now - REMEMBERED)
        if trail.is_empty():
            del connection.trails[name]


def forget_unclaimed(root: Root, now: int) -> int:
    """Erase the replies that nobody claimed for 30 days; return how many."""
    return root.replies.forget(now - UNCLAIMED)


def forget_people(root: Root, numbers: Container[str]) -> None:
    """Erase the unclaimed replies of these numbers, because what knew them is erased.

    The parts of replies that wait on the connections of all institutions go too.
    """
    root.replies.forget_numbers(numbers)
    for connection in root["brokers"].values():
        parts.forget(connection, numbers)


def forget_parts(connection: BrokerConnection, numbers: Container[str]) -> None:
    """Erase the parts of replies of these numbers that wait on a connection for the rest."""
    parts.forget(connection, numbers)


def give(
    actor: Actor, root: Root, month: str, key: int, institution: Institution | None, now: int
) -> bool:
    """Give an unclaimed reply to an institution, or erase it (``None``).

    Return whether it was still there.
    """
    taken = root.replies.take(month, key)
    if taken is not None and institution is not None:
        stops.receive(institution, taken, now)
    if taken is not None:
        verb = "reply.given" if institution is not None else "reply.erased"
        for resource in (root, institution) if institution is not None else (root,):
            journal.write(actor, verb, resource, now)
    return taken is not None
