"""Receipts, which brokers send us later about messages; they only move rows forward."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from unisms.model.campaigns import Campaign
from unisms.model.folder import find, look_up
from unisms.model.root import Root
from unisms.model.rows import IDS, SEGMENTS, STATE, MessageRow
from unisms.ports import Receipt, Reply
from unisms.services.delivery import covers, parking, progress
from unisms.services.delivery.parking import is_parked, park, perhaps_reply, unpark
from unisms.services.replies import replies as reply_box
from unisms.sms import states

UNTOLD = "-"  # in the place of an id that the broker never told
GONE = -1  # the segment is not known: the answer that told the id was lost


class Matched(NamedTuple):
    """A receipt and the row it is about; ``campaign`` is ``None`` when no row is known."""

    campaign: str | None
    number: int
    segment: int
    receipt: Receipt
    #: News that may be a reply wait like a receipt: a message to their number is under way, or in
    #: doubt.
    waits: bool = False
    kept: bool = False  #: it was parked, and is looked at again


class Stored(NamedTuple):
    """The effect of ``apply`` on a row."""

    campaign: str
    number: int
    row: MessageRow


def unclaimed(root: Root, path: str, matched: Iterable[Matched], now: int) -> list[Receipt]:
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
        and (not news.kept or is_parked(connection, news.receipt))
        and not reply_box.was_receipt(connection, perhaps_reply(news.receipt, now))
    ]


def _row_of(root: Root, news: Matched) -> MessageRow | None:
    campaign = look_up(root, news.campaign) if news.campaign else None
    return None if campaign is None else campaign.known_row(news.number)


def apply(
    root: Root,
    path: str,
    matched: Iterable[Matched],
    replies: Iterable[Reply],
    now: int,
    inbox_keys: tuple[str, ...] = (),
) -> list[Stored]:
    """Store news of the connection at ``path``; return a ``Stored`` for each row, moved or not."""
    connection = find(root, path)
    campaigns: dict[str, Campaign | None] = {}
    touched: dict[tuple[str, int], MessageRow] = {}
    replies = list(replies)
    for news in matched:
        where = news.campaign or ""
        if where and where not in campaigns:
            campaigns[where] = look_up(root, where)
        campaign = campaigns.get(where)
        if where and campaign is None:
            continue  # it has gone with its institution, and its news with it
        row = None if campaign is None else campaign.known_row(news.number)
        if news.receipt.otherwise is not None:
            reply, waits = perhaps_reply(news.receipt, now), news.waits and row is None
            if _is_about(news.receipt, row):
                reply_box.pass_over(connection, reply)
            elif not waits:
                # If news are parked no longer, they were given or erased meanwhile.
                if (unpark(connection, news.receipt) or not news.kept) and not news.receipt.of_form:
                    replies.append(reply)
                continue
        if campaign is None or row is None:
            park(connection, news.receipt, now)
            continue
        moved = after(row, news, now, covers.of(connection, row, news.receipt))
        touched[where, news.number] = _write(campaign, news.number, row, moved, path)
        unpark(connection, news.receipt)
    reply_box.store(root, connection, [reply_box.presentable(reply, now) for reply in replies], now)
    for key in inbox_keys:
        parking.drop(connection, parking.INBOXES, key)
    return [Stored(*place, row) for place, row in touched.items()]


def _write(
    campaign: Campaign, number: int, before: MessageRow, row: MessageRow, path: str
) -> MessageRow:
    """Write a row of which the connection at ``path`` tells; return it as it is written."""
    if campaign.carried_by(row) != path:  # the connection that tells of it carried it
        row = row.carried(campaign.carrier(path))
    if row != before:
        campaign.write(number, row)
        if before.state in states.FINAL:
            progress.amend(campaign, before, row)
    return row


def _is_about(receipt: Receipt, row: MessageRow | None) -> bool:
    """Whether a text that looks like a receipt names a message to, or from, its own numbers."""
    reply = receipt.otherwise
    if row is None or reply is None:
        return False
    return row.msisdn in (receipt.msisdn, reply.msisdn, reply.to)


def after(row: MessageRow, news: Matched, now: int, covered: str = "") -> MessageRow:
    """Return the row after a receipt: itself where that changes nothing.

    ``covered`` is ``message`` where one receipt tells of all segments.
    """
    receipt, row = news.receipt, _heard_of(row, news.receipt, now)
    if row.segments > 1 and receipt.state == states.DELIVERED and receipt.id:
        return _segment_delivered(row, receipt, now, covered == covers.MESSAGE)
    ids = _with(row.ids, receipt.id, row.segments)
    if not states.moves_forward(row.state, receipt.state):
        return row if ids == row.ids else row._replace(ids=ids)
    if receipt.state == states.FAILED and (row.state == states.ACCEPTED or not receipt.id):
        ids = _every(ids, row.segments)
    cause = receipt.cause if receipt.state in states.UNREACHED else None
    return row.moved(receipt.state, now, cause, ids)


def _heard_of(row: MessageRow, receipt: Receipt, now: int) -> MessageRow:
    """Return the row with the network that the receipt tells.

    If the receipt was quicker than the answer, the row gets the moment of the acceptance too.
    """
    if receipt.network and receipt.network != row.network:
        row = row._replace(network=receipt.network)
    if row.state == states.QUEUED and not row.accepted_at:
        row = row._replace(accepted_at=now)
    return row


def _with(seen: str, id: str, segments: int) -> str:
    """Return the ids of a row with this one, if it was missing.

    Its answer was lost, and its segment is billed all the same.
    """
    known = seen.split()
    if not id or len(known) >= segments or id in known or f"+{id}" in known:
        return seen
    return " ".join((*known, id))


def _every(ids: str, segments: int) -> str:
    """Return the ids of a message that was taken as a whole, one for every segment.

    Every segment is billed, though some brokers tell no id.
    """
    known = ids.split()
    return " ".join((*known, *[UNTOLD] * (segments - len(known))))


def _segment_delivered(row: MessageRow, receipt: Receipt, now: int, whole: bool) -> MessageRow:
    """Return the row with a segment delivered, marked by a ``+`` in its ids.

    A concatenated message is delivered when every segment is, or if this receipt tells of the
    ``whole``.
    """
    known, said = row.ids.split(), f"+{receipt.id}"
    if said in known or not states.moves_forward(row.state, states.DELIVERED):
        return row
    if receipt.id in known:
        known = [said if id == receipt.id else id for id in known]
    else:
        known.append(said)
    row = row._replace(ids=" ".join(known), changed_at=now)
    every = whole or sum(id.startswith("+") for id in known) >= row.segments
    return row.moved(states.DELIVERED, now) if every else row


def join_halves(root: Root, path: str, halves: Sequence[tuple[str, int]], now: int) -> list[Stored]:
    """Take a long message for delivered if one segment was told long ago, and no other ever.

    One receipt tells of the whole there, unless this broker has told of several segments of one
    message. ``halves`` are pairs of a campaign's path and a number. Return a ``Stored`` for each
    row that moved.
    """
    connection = find(root, path)
    stored: list[Stored] = []
    if covers.told_of(connection) == covers.SEGMENT:
        return stored
    for where, number in halves:
        campaign = look_up(root, where)
        row = campaign and campaign.known_row(number)
        if row and is_half(row):
            moved = row.moved(states.DELIVERED, now)
            campaign.write(number, moved)
            stored.append(Stored(where, number, moved))
    if stored:
        covers.note(connection, covers.MESSAGE)
    return stored


def is_half(row: tuple[Any, ...]) -> bool:
    """Whether some segments of a stored row are told as delivered, and nothing of the others."""
    return row[STATE] == states.ACCEPTED and row[SEGMENTS] > 1 and "+" in row[IDS]
