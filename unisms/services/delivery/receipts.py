"""What brokers tell us later of messages: receipts, which only move rows forward."""

import secrets
from itertools import chain, count, islice
from typing import NamedTuple

from unisms.model.campaigns import MessageRow
from unisms.model.folder import find, look_up, root_of
from unisms.ports import Receipt, Reply
from unisms.services.delivery import covers, parking, progress
from unisms.services.delivery.news import bare, bare_reply, fault, receipt_of, reply_of
from unisms.services.replies import replies as inbox
from unisms.sms import states

PARKED_FOR = 7 * 86400  # seconds that news of an unknown id is kept
PEEKED = 5_000  # of what came over HTTP, in one transaction
UNTOLD = "-"  # in the place of an id that the broker never told
GONE = -1  # the segment is not known: the answer that told the id was lost


class Matched(NamedTuple):
    """A receipt and the row it is about; ``campaign`` is ``None`` when no row is known."""

    campaign: str | None
    number: int
    segment: int
    receipt: Receipt
    #: What may be a reply waits like a receipt: a message to its number is under way, or in doubt.
    waits: bool = False
    kept: bool = False  #: it was parked, and is looked at again


class Stored(NamedTuple):
    """What ``apply`` made of a row."""

    campaign: str
    number: int
    row: MessageRow


def unclaimed(root, path, matched, now):
    """Return the receipts among these that no message is known for, and that no person wrote.

    ``apply`` leaves them out. Asked before it: it forgets that they waited.
    """
    connection = find(root, path)
    return [
        news.receipt
        for news in matched
        if news.receipt.of_form
        and not news.waits
        and not _is_about(news.receipt, _row_of(root, news))
        and (not news.kept or _is_parked(connection, news.receipt))
        and not inbox.was_receipt(connection, _reply_of(news.receipt, now))
    ]


def _row_of(root, news):
    campaign = news.campaign and look_up(root, news.campaign)
    return campaign and campaign.known_row(news.number)


def apply(root, path, matched, replies, now, inbox_keys=()):
    """Store news of the connection at ``path``; return a ``Stored`` for each row they are about, moved or not."""
    connection = find(root, path)
    campaigns, touched, replies = {}, {}, list(replies)
    for news in matched:
        campaign = campaigns.get(news.campaign)
        if campaign is None and news.campaign is not None:
            campaign = campaigns[news.campaign] = look_up(root, news.campaign)
            if campaign is None:
                continue  # it has gone with its institution, and its news with it
        row = campaign and campaign.known_row(news.number)
        if news.receipt.otherwise is not None:
            reply, waits = _reply_of(news.receipt, now), news.waits and row is None
            if _is_about(news.receipt, row):
                inbox.pass_over(connection, reply)
            elif not waits:
                # What was parked, and is not any more, was given or erased meanwhile.
                if (unpark(connection, news.receipt) or not news.kept) and not news.receipt.of_form:
                    replies.append(reply)
                continue
        if row is None:
            park(connection, news.receipt, now)
            continue
        moved = after(row, news, now, covers.of(connection, row, news.receipt))
        if moved is not None:
            campaign.write(news.number, moved)
            if row[1] in states.FINAL:
                progress.amend(campaign, row, moved)
        touched[news.campaign, news.number] = moved or row
        unpark(connection, news.receipt)
    inbox.store(root, connection, [inbox.presentable(reply, now) for reply in replies], now)
    for key in inbox_keys:
        parking.drop(connection, parking.INBOXES, key)
    return [Stored(*where, MessageRow(*row)) for where, row in touched.items()]


def _reply_of(receipt, now):
    """The reply that it may be. Its id tells one from another, as a broker's id of a reply does."""
    reply = inbox.presentable(receipt.otherwise, now)
    return reply._replace(id=reply.id or receipt.id)


def _is_about(receipt, row):
    """Whether a text that looks like a receipt names a message to, or from, one of its own numbers."""
    reply = receipt.otherwise
    return row is not None and row[0] in (receipt.msisdn, reply.msisdn, reply.to)


def after(row, news, now, covered=""):
    """The stored row after a receipt, or ``None`` where it changes nothing.

    ``covered`` is ``message`` where one receipt tells of all segments.
    """
    msisdn, state, seen, segments, changed_at, cause = row
    receipt = news.receipt
    if segments > 1 and receipt.state == states.DELIVERED and receipt.id:
        return _segment_delivered(row, news, now, covered == covers.MESSAGE)
    ids = _with(seen, receipt.id, segments)
    if states.moves_forward(state, receipt.state):
        cause = receipt.cause if receipt.state in (states.FAILED, states.EXPIRED) else None
        if receipt.state == states.FAILED and (state == states.ACCEPTED or not receipt.id):
            ids = _every(ids, segments)
        return (msisdn, receipt.state, ids, segments, now, cause)
    return (msisdn, state, ids, segments, changed_at, cause) if ids != seen else None


def _with(seen, id, segments):
    """The ids of a row and this one if it was missing: its answer was lost, and its segment is billed all the same."""
    known = seen.split()
    if not id or len(known) >= segments or id in known or f"+{id}" in known:
        return seen
    return " ".join((*known, id))


def _every(ids, segments):
    """The ids of a message that was taken as a whole, so that every segment is billed: some brokers tell none."""
    known = ids.split()
    return " ".join((*known, *[UNTOLD] * (segments - len(known))))


def _segment_delivered(row, news, now, whole):
    """A concatenated message is delivered when every segment is, or where this one tells of the
    ``whole``; the ids remember which ones are by a ``+``."""
    msisdn, state, ids, segments, _, cause = row
    known, said = ids.split(), f"+{news.receipt.id}"
    if said in known or not states.moves_forward(state, states.DELIVERED):
        return None
    if news.receipt.id in known:
        known = [said if id == news.receipt.id else id for id in known]
    else:
        known.append(said)
    every = whole or sum(id.startswith("+") for id in known) >= segments
    return (
        msisdn,
        states.DELIVERED if every else state,
        " ".join(known),
        segments,
        now,
        None if every else cause,
    )


def join_halves(root, path, halves, now):
    """Take long messages for delivered of which one segment was told so long ago, and no other ever.

    One receipt tells of the whole there; not where this broker has told of several segments of one
    message. ``halves`` are pairs of a campaign's path and a number; return a ``Stored`` for each row
    that moved.
    """
    connection, stored = find(root, path), []
    if covers.told_of(connection) == covers.SEGMENT:
        return stored
    for where, number in halves:
        campaign = look_up(root, where)
        row = campaign and campaign.known_row(number)
        if row and is_half(row):
            moved = (row[0], states.DELIVERED, *row[2:4], now, None)
            campaign.write(number, moved)
            stored.append(Stored(where, number, MessageRow(*moved)))
    if stored:
        covers.note(connection, covers.MESSAGE)
    return stored


def is_half(row):
    """Whether some of its segments are told as delivered, and nothing of the others."""
    return row[1] == states.ACCEPTED and row[3] > 1 and "+" in row[2]


def park(connection, receipt, now):
    """Keep news that no message claims yet: the answer that tells its id may still come. Of several of one message the
    one is kept that goes furthest, in whatever order they came."""
    id = key_of(receipt)
    key, known = next(_like(connection, id, receipt), (None, None))
    if key is None:
        key = next(key for key in _keys(id, receipt) if key not in connection.parked)
    if furthest(known, receipt) is receipt:
        parking.put(connection, parking.PARKED, key, (now, *bare(receipt)), now)


def unpark(connection, receipt):
    """Its news wait no longer. Return whether they did."""
    found = _parked_like(connection, receipt)
    for key in found:
        parking.drop(connection, parking.PARKED, key)
    return bool(found)


def _is_parked(connection, receipt):
    return bool(_parked_like(connection, receipt))


def _parked_like(connection, receipt):
    """The keys under which its news are parked."""
    if not connection.parked:
        return []
    ids = filter(None, {key_of(receipt), receipt.also})
    return [key for id in ids for key, _ in _like(connection, id, receipt)]


def _like(connection, id, receipt):
    """The keys under which this id's news are parked that are of the same message, and those news."""
    for key, stored in list(connection.parked.items(id, f"{id} \U0010ffff")):
        known = receipt_of(stored[1:])
        if (known.msisdn, known.otherwise) == (receipt.msisdn, receipt.otherwise):
            yield key, known


def _keys(id, receipt):
    """Where news may stand: under the id; where others do, beside it with their number; then with a count."""
    return chain(
        (id, f"{id} {receipt.msisdn}"), (f"{id} {receipt.msisdn} {number}" for number in count(2))
    )


def furthest(known, receipt):
    """Which of two receipts of one message goes further; ``known``, which came first, may be ``None``."""
    return receipt if known is None or states.moves_forward(known.state, receipt.state) else known


def key_of(receipt):
    """Under what a receipt is parked: the broker's id, or our reference where the broker only echoes that."""
    return receipt.id or f"reference {receipt.reference}"


def parked(connection):
    """The receipts that wait for their message."""
    return [receipt_of(stored[1:]) for stored in connection.parked.values()]


def forget_parked(connection, now):
    """Erase parked news after seven days; return how many. What may be a reply is one by then, unless it has the form
    of a receipt."""
    old = [
        (key, stored) for key, stored in connection.parked.items() if stored[0] < now - PARKED_FOR
    ]
    found = [receipt_of(stored[1:]) for _, stored in old]
    for key, _ in old:
        parking.drop(connection, parking.PARKED, key)
    replies = [
        _reply_of(one, now) for one in found if one.otherwise is not None and not one.of_form
    ]
    if replies:
        inbox.store(root_of(connection), connection, replies, now)
    return len(old)


def forget_news(connection, forgotten):
    """Erase the news that are not applied yet where ``forgotten(receipt)``; a reply is asked as a receipt for who
    wrote it."""
    for key, stored in list(connection.parked.items()):
        receipt = receipt_of(stored[1:])
        reply = receipt.otherwise
        if forgotten(receipt) or (
            reply is not None and forgotten(Receipt("", "", msisdn=reply.msisdn))
        ):
            parking.drop(connection, parking.PARKED, key)
    for key, stored in list(connection.inboxes.items()):
        news = _from_inbox(stored)
        if forgotten(Receipt("", "", msisdn=news.msisdn) if isinstance(news, Reply) else news):
            parking.drop(connection, parking.INBOXES, key)


def put_in_inbox(connection, news, now=0):
    """Keep what came over HTTP at ``now`` until the lease holder applies it, as far as there is room.

    :raises TypeError: one is not as ``ports`` promises; stored, it would be in the way of all that come after it.
    """
    if any(map(fault, news)):
        raise TypeError(next(type(item).__name__ for item in news if fault(item)))
    for item in news:
        is_reply = isinstance(item, Reply)
        stored, room = ((bare_reply(item),), parking.MOST_REPLIES) if is_reply else (bare(item), 0)
        parking.put(connection, parking.INBOXES, secrets.token_hex(8), stored, now, room)


def peek_inboxes(root, path):
    """What came over HTTP and is not applied yet, or a part of it: keys, receipts, replies."""
    waiting = {
        key: _from_inbox(stored) for key, stored in islice(find(root, path).inboxes.items(), PEEKED)
    }
    replies = [news for news in waiting.values() if isinstance(news, Reply)]
    return tuple(waiting), [news for news in waiting.values() if isinstance(news, Receipt)], replies


def empty_idle_inbox(root, path, now):
    """Store what came over HTTP for the connection at ``path`` while no campaign is open there: no worker is at work,
    and it would wait for the next one. Replies go where they belong; receipts wait for their message, and no longer."""
    keys, found, replies = peek_inboxes(root, path)
    if keys and not find(root, path).open:
        matched = [Matched(None, 0, 0, receipt, waits=receipt.of_form) for receipt in found]
        apply(root, path, matched, replies, now, keys)


def _from_inbox(stored):
    return reply_of(stored[0]) if len(stored) == 1 else receipt_of(stored)
