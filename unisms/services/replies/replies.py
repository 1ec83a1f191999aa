"""Replies: each is kept once, by its institution.

A reply without an institution waits to be given to an institution, or forgotten.
"""

from collections.abc import Container, Sequence
from typing import NamedTuple

from unisms.model import digests
from unisms.model.campaigns import Campaign
from unisms.model.connections import BrokerConnection
from unisms.model.folder import look_up, path_of, root_of
from unisms.model.replies import KeptReply
from unisms.model.root import Institution, Root, institution_of
from unisms.model.trails import Trail
from unisms.ports import Reply
from unisms.services.errands import errands
from unisms.services.ground import journal
from unisms.services.ground.actor import Actor
from unisms.services.replies import answers, parts, stops
from unisms.services.replies.parts import WholeReply
from unisms.sms import stop
from unisms.sms.stop import START, YES

SAID_AGAIN = 600  # seconds within which the same words from the same handset are one reply
SAME_ID = 86400  # seconds after which an id may stand for another reply: brokers start anew
REMEMBERED = (
    30 * 86400
)  # seconds after the sending that a reply by a shared connection still finds its institution
UNCLAIMED = 30 * 86400  # seconds that a reply which is nobody's is kept
TAKING_BACK = frozenset({START, YES})  # words that answer the confirmation of a STOP
LATEST = 1 << 36  # epoch seconds that no clock tells
PASSED = "passed over"  # before the words of a text that looked like a reply and was none
MARK = "reply"  # the purpose of the digests that tell a reply sent again


class Last(NamedTuple):
    """The last reply of a handset to one number, as code reads it; stored as a bare tuple."""

    at: int = 0  #: when it came, epoch seconds
    name: str = ""  #: the digest of what it is
    id: str = ""  #: the digest of its id; empty: it has none
    came: int = 0  #: when it was stored, by our clock; 0: of before 2027-01
    holder: str = ""  #: the name of the institution that has it
    standing: str = ""  #: the digest of what counted for that number afterwards


class _Since:
    """The changes since replies came that look as if the broker sent them again."""

    def __init__(
        self, root: Root, connection: BrokerConnection, wholes: Sequence[WholeReply], now: int
    ) -> None:
        self._root, self._connection, self._wholes = root, connection, wholes
        self.now, self._looked = now, answers.EVER
        self._left = self._confirmed = dict[str, int]()

    def anything(self, last: Last, reply: Reply, since: int) -> bool:
        """Whether a message left to who replies, or other words count for them than after ``last``.

        The broker then has a new answer, though in the same words; ``since`` is in epoch seconds.
        A confirmation asks for nothing but a yes: after it, all other words may be sent again.
        """
        self._look_since(since)
        lasts = [self._left.get(reply.msisdn, 0)]
        lasts.append(answers.last_trailed(self._root, self._connection, reply.msisdn))
        if stop.read(reply.text).word in TAKING_BACK:
            lasts.append(self._confirmed.get(reply.msisdn, 0))
        if max(lasts) >= since:
            return True
        holder = institution_of(self._connection) or self._root["institutions"].get(last.holder)
        if holder is None or not last.standing:
            return False
        return standing_of(self._connection, holder, reply.msisdn) != last.standing

    def _look_since(self, since: int) -> None:
        """Find when messages last left to these numbers; rows are looked at once, if they can."""
        if since < self._looked:
            msisdns, sent = {one.reply.msisdn for one in self._wholes}, self._sent()
            confirming = [one for one in sent if errands.is_confirmation(one)]
            others = [one for one in sent if not errands.is_confirmation(one)]
            self._looked, self._left = since, answers.last_departures(others, msisdns, since)
            self._confirmed = answers.last_departures(confirming, msisdns, since)

    def _sent(self) -> list[Campaign]:
        """Return the campaigns that may have been answered."""
        institution = institution_of(self._connection)
        latest = answers.latest_campaigns(institution) if institution else ()
        carried = answers.open_campaigns(self._root, self._connection)
        return [*{one.path: one for one in (*latest, *carried)}.values()]


def standing_of(connection: BrokerConnection, institution: Institution, msisdn: str) -> str:
    """Return the digest of what counts for a number at an institution."""
    holder = institution_of(connection) or root_of(connection)
    return _mark(holder, (msisdn, stops.standing(institution, msisdn)))


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
    since = _Since(root, connection, wholes, now)
    new = [one for one in wholes if not _came_before(connection, one, since)]
    owner = institution_of(connection)
    replies = [one.reply for one in new]
    addressees = {} if owner else answers.addressees(root, connection, replies)
    for one in sorted(new, key=lambda one: one.reply.at):  # the last word counts
        box = owner or addressees.get(one.reply)
        told = KeptReply(*_plain(one.reply), path_of(connection), is_cut=one.is_cut)
        if box:
            stops.receive(box, told, now)
            _note_standing(connection, box, one.reply)
        else:
            root.replies.add(**told._asdict())


def _plain(reply: Reply) -> tuple[int, str, str, str]:
    return reply.at, reply.msisdn, reply.to, reply.text


def _note_standing(connection: BrokerConnection, institution: Institution, reply: Reply) -> None:
    """Remember with the last reply of a handset what counts now that it was obeyed."""
    holder = institution_of(connection) or root_of(connection)
    handset = _mark(holder, (reply.msisdn, reply.to))
    last = Last(*connection.last_replies[handset])
    standing = standing_of(connection, institution, reply.msisdn)
    told = last._replace(holder=institution.__name__, standing=standing)
    connection.last_replies[handset] = tuple(told)


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
    whole, holder = parts.whole(reply), institution_of(connection) or root_of(connection)
    _came_before(connection, whole)
    connection.saw_reply(_mark(holder, (PASSED, *whole.name)), reply.at)


def was_receipt(connection: BrokerConnection, reply: Reply) -> bool:
    """Whether what looks like a reply was passed over before, as the receipt of a message."""
    holder = institution_of(connection) or root_of(connection)
    return all(
        _mark(holder, words) in connection.kept("replies_seen")
        for words in parts.whole(reply).marks
    )


def _came_before(
    connection: BrokerConnection, whole: WholeReply, since: _Since | None = None
) -> bool:
    """Whether this is a reply that the broker sent again. In doubt it is none.

    One that stands twice harms nobody, while a last word that is lost does: yes, no, and yes again.
    So the same words shortly after are the same reply if that handset has written nothing else
    since, or the broker may not have our answer to the first one, or ids that count tell the two
    from what stands between them. Some brokers give every reply the same id. And ``since`` then
    nothing else may have changed: a second question has the same answer, and means another thing.
    """
    reply, holder = whole.reply, institution_of(connection) or root_of(connection)
    marks = [_mark(holder, words) for words in whole.marks]
    seen = [connection.saw_reply(mark, reply.at) for mark in marks]
    term = SAME_ID if reply.id else SAID_AGAIN
    unanswered = _note_unanswered(connection, marks)
    handset, id = _mark(holder, (reply.msisdn, reply.to)), reply.id and _mark(holder, (reply.id,))
    last = Last(*connection.kept("last_replies").get(handset, ()))
    this = Last(reply.at, _mark(holder, whole.name), id, since.now if since else 0)
    again = all(before is not None and abs(reply.at - before) <= term for before in seen) and (
        last.name == this.name or unanswered or bool(last.id and id and last.id != id)
    )
    was_passed = _mark(holder, (PASSED, *whole.name)) in connection.replies_seen
    if again and since is not None and not was_passed:
        came = last.came if last.name == this.name else 0
        again = not since.anything(last, reply, came or min(filter(None, seen), default=0))
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


def remember(campaign: Campaign, connection: BrokerConnection) -> None:
    """Remember by digests to whom a campaign that closes has written over a shared connection."""
    institution = institution_of(campaign)
    if institution_of(connection) is not None:
        return  # its contract says whose the replies are
    reached = answers.all_departures(campaign)
    if not reached:
        return
    trail = connection.trail_of(institution.__name__, Trail)
    left = {answers.digest_of(institution, msisdn): at for msisdn, at in reached.items()}
    trail.remember(left)
    digests.to_keep(institution, next(iter(reached)))  # the store remembers under which key


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
