"""STOP to one sender, where the institution has it so: other senders still write."""

from unisms.model.proofs import NO, REPLY, SENDER, Proof
from unisms.model.replies import KeptReply
from unisms.model.root import Institution
from unisms.model.senders import all_noes, noes_to, sender_of
from unisms.services.brokers.connections import usable
from unisms.services.ground import journal
from unisms.services.ground.actor import service
from unisms.services.replies import answers
from unisms.sms.sender_id import is_number, spelled

PREFIX = "sender:"  # before the name of a sender, where that of a theme may stand too


def answered(institution: Institution, told: KeptReply) -> tuple[str, ...]:
    """Return the senders that a reply answers (``model.senders``); none: nobody knows.

    That is the sender of ours that the reply was written to, and that of the last message to its
    number if nobody could have answered it otherwise: a word, or a number that the contract shows,
    which takes its replies at another one. If the reply was written to no sender of ours, it is
    that of the last message alone.
    """
    connection = usable(institution).get(told.connection)
    named = connection.answering(institution.__name__, told.to) if connection is not None else ""
    last = _last(institution, told)
    if named and last and is_number(last):
        return (spelled(named),)
    return tuple(dict.fromkeys(filter(None, (named and spelled(named), last))))


def _last(institution: Institution, told: KeptReply) -> str:
    """Return the sender of the last message to a number, by that connection if one was."""
    campaigns = answers.latest_campaigns(institution)
    carried = [one for one in campaigns if one.connection == told.connection]
    for candidates in (carried, campaigns):
        found = answers.messages(candidates, [("", told.msisdn, told.at)]).get("")
        if found is not None:
            return sender_of(found.campaign.sender_id, found.campaign.connection)
    return ""


def left_unnumbered(institution: Institution) -> list[str]:
    """Return the senders to whom somebody has said no and that no reply can be written to."""
    names = (one.__name__ for one in all_noes(institution) if one.has_noes())
    return [name for name in names if not is_number(name)]


def leave(institution: Institution, sender: str, msisdn: str, now: int) -> tuple[str, ...]:
    """Let whoever has this number have no more of a sender; return their uids.

    If it is nobody's, that counts for the number.
    """
    people, noes = institution["people"], noes_to(institution, sender)
    uids, title = people.with_number(msisdn), title_of(institution, sender)
    for uid in uids:
        noes.leave(uid, msisdn, now)
        people.note(uid, Proof(now, SENDER, title, NO, source=REPLY))
        journal.write(service(), "reply.sender_left", people[uid], now)
    if not uids:
        noes.refuse_number(msisdn, now)
        journal.write(service(), "reply.sender_left", people, now)
    return uids


def come_back(institution: Institution, sender: str, msisdn: str, now: int) -> bool:
    """Take back what was said to a sender from this number; return whether anything was."""
    if institution.senders is None or sender not in institution.senders:
        return False
    people, noes = institution["people"], institution.senders[sender]
    title = title_of(institution, sender)
    back = [uid for uid in people.with_number(msisdn) if noes.come_back(uid)]
    for uid in back:
        people.note(uid, Proof(now, SENDER, title, source=REPLY))
        journal.write(service(), "reply.restarted", people[uid], now)
    if noes.allow_number(msisdn):
        journal.write(service(), "reply.restarted", people, now)
        return True
    return bool(back)


def title_of(institution: Institution, sender: str) -> str:
    """Return what people call a sender: its number or word, or the title of its connection."""
    connection = usable(institution).get(sender)
    return connection.title if connection is not None else sender
