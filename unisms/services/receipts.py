"""What brokers tell us later: receipts, which only move rows forward, and replies."""

from hashlib import blake2b
from typing import NamedTuple

from unisms.model.campaigns import MessageRow
from unisms.model.folder import find, look_up
from unisms.model.root import institution_of
from unisms.ports import Receipt, Reply
from unisms.services import progress
from unisms.sms import states

PARKED_FOR = 7 * 86400  # seconds that news of an unknown id is kept
SAID_AGAIN = 600  # seconds within which the same words from the same handset are one reply, sent again by the broker
SAME_ID = 86400  # seconds after which an id may stand for another reply: brokers count few before they begin anew
GONE = -1  # the segment is not known: the answer that told the id was lost


class Matched(NamedTuple):
    """A receipt and the row it is about; ``campaign`` is ``None`` when no row is known."""

    campaign: str | None
    number: int
    segment: int
    receipt: Receipt


class Stored(NamedTuple):
    """What ``apply`` made of a row."""

    campaign: str
    number: int
    row: MessageRow


def apply(root, path, matched, replies, now, inbox_keys=()):
    """Store news of the connection at ``path``; return a ``Stored`` for each row they are about, moved or not."""
    connection = find(root, path)
    campaigns, touched = {}, {}
    for news in matched:
        campaign = campaigns.get(news.campaign)
        if campaign is None and news.campaign is not None:
            campaign = campaigns[news.campaign] = look_up(root, news.campaign)
            if campaign is None:
                continue  # it has gone with its institution, and its news with it
        row = campaign and campaign.known_row(news.number)
        if row is None:
            park(connection, news.receipt, now)
            continue
        moved = after(row, news, now)
        if moved is not None:
            campaign.write(news.number, moved)
            if row[1] in states.FINAL:
                progress.amend(campaign, row, moved)
        touched[news.campaign, news.number] = moved or row
        if (key := key_of(news.receipt)) in connection.parked:
            del connection.parked[key]
    for reply in replies:
        store_reply(root, connection, reply)
    for key in inbox_keys:
        del connection.inboxes[key]
    return [Stored(*where, MessageRow(*row)) for where, row in touched.items()]


def after(row, news, now):
    """The stored row after a receipt, or ``None`` where it changes nothing."""
    msisdn, state, seen, segments, changed_at, cause = row
    receipt = news.receipt
    if segments > 1 and receipt.state == states.DELIVERED and receipt.id:
        return _segment_delivered(row, news, now)
    ids = _with(seen, receipt.id, segments)
    if states.moves_forward(state, receipt.state):
        cause = receipt.cause if receipt.state in (states.FAILED, states.EXPIRED) else None
        return (msisdn, receipt.state, ids, segments, now, cause)
    return (msisdn, state, ids, segments, changed_at, cause) if ids != seen else None


def _with(seen, id, segments):
    """The ids of a row and this one if it was missing: its answer was lost, and its segment is billed all the same."""
    known = seen.split()
    if not id or len(known) >= segments or id in known or f"+{id}" in known:
        return seen
    return " ".join((*known, id))


def _segment_delivered(row, news, now):
    """A concatenated message is delivered when every segment is; the ids remember which ones are by a ``+``."""
    msisdn, state, ids, segments, _, cause = row
    known, said = ids.split(), f"+{news.receipt.id}"
    if said in known or not states.moves_forward(state, states.DELIVERED):
        return None
    if news.receipt.id in known:
        known = [said if id == news.receipt.id else id for id in known]
    else:
        known.append(said)
    every = sum(id.startswith("+") for id in known) >= segments
    return (msisdn, states.DELIVERED if every else state, " ".join(known), segments, now, None if every else cause)


def park(connection, receipt, now):
    """Keep news that no message claims yet: the answer that tells its id may still come."""
    connection.parked[key_of(receipt)] = (now, *receipt)


def key_of(receipt):
    """Under what a receipt is parked: the broker's id, or our reference where the broker only echoes that."""
    return receipt.id or f"reference {receipt.reference}"


def parked(connection):
    """The receipts that wait for their message."""
    return [Receipt(*stored[1:]) for stored in connection.parked.values()]


def forget_parked(connection, now):
    """Erase parked news after seven days; return how many."""
    old = [key for key, stored in connection.parked.items() if stored[0] < now - PARKED_FOR]
    for key in old:
        del connection.parked[key]
    return len(old)


def forget_news(connection, forgotten):
    """Erase the news that are not applied yet where ``forgotten(receipt)``."""
    for key, stored in list(connection.parked.items()):
        if forgotten(Receipt(*stored[1:])):
            del connection.parked[key]
    for key, stored in list(connection.inboxes.items()):
        if forgotten(Receipt(*stored)):
            del connection.inboxes[key]


def peek_inboxes(root, path):
    """The keys and the receipts that came over HTTP and are not applied yet."""
    inboxes = find(root, path).inboxes
    if not inboxes:
        return (), ()
    waiting = list(inboxes.items())
    return tuple(key for key, _ in waiting), [Receipt(*stored) for _, stored in waiting]


def store_reply(root, connection, reply: Reply):
    """Keep a reply where it belongs: with the institution whose contract it came by, else with whose message to that
    number was the latest on this connection, else in the operators' box. What was stored, and not acknowledged before a
    crash, comes again: it is kept once."""
    if _came_before(connection, reply):
        return
    owner = institution_of(connection) or _latest_writer(root, connection, reply.msisdn) or root
    owner.replies.add(reply.at, reply.msisdn, reply.to, reply.text)


def _came_before(connection, reply):
    what = "\0".join((reply.msisdn, reply.to, reply.text, reply.id))
    before = connection.saw_reply(blake2b(what.encode(errors="surrogatepass"), digest_size=16).hexdigest(), reply.at)
    return before is not None and reply.at - before <= (SAME_ID if reply.id else SAID_AGAIN)


def forget_replies_seen(connection, now):
    """Forget the replies that would be taken for new ones."""
    connection.forget_replies_seen(now - SAME_ID)


def _latest_writer(root, connection, msisdn):
    latest, writer = 0, None
    for path in connection.open:
        campaign = find(root, path)
        if campaign.sent_at > latest and any(row[0] == msisdn for _, row in campaign.stored_rows()):
            latest, writer = campaign.sent_at, institution_of(campaign)
    return writer
