"""Receipts, which brokers send us later about messages; they only move rows forward."""

from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

from unisms.model.connections import BrokerConnection
from unisms.model.folder import find, look_up
from unisms.model.root import Root
from unisms.model.rows import (
    CHANGED_AT,
    IDS,
    MSISDN,
    SEGMENTS,
    STATE,
    Carriage,
    StoredRow,
    bare,
    carriage_of,
    cause_of,
    known,
)
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
    row: StoredRow  #: as the store keeps it


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


def _row_of(root: Root, news: Matched) -> StoredRow | None:
    campaign = look_up(root, news.campaign) if news.campaign else None
    return None if campaign is None else campaign.find_row(news.number)


def apply(
    root: Root,
    path: str,
    matched: Iterable[Matched],
    replies: Iterable[Reply],
    now: int,
    inbox_keys: tuple[str, ...] = (),
) -> list[Stored]:
    """Store news of the connection at ``path``; return a ``Stored`` for each row, moved or not."""
    connection, replies = find(root, path), list(replies)
    told: dict[str, _ToldRows] = {}
    claimed = unclaimed = 0
    for news in matched:
        where, number, _, receipt, _, _ = news
        where = where or ""
        rows = told.get(where)
        if rows is None:
            rows = told[where] = _ToldRows(look_up(root, where) if where else None, path)
        if where and rows.campaign is None:
            continue  # it has gone with its institution, and its news with it
        row = rows.find(number)
        if receipt.otherwise is not None and _is_reply(connection, news, row, now):
            replies += _given(connection, news, now)
        elif row is None:
            unclaimed += park(connection, receipt, now) and receipt.otherwise is None
        else:
            covered = covers.of(connection, row, receipt) if row[SEGMENTS] > 1 else ""
            rows.tell(number, row, after(row, receipt, now, rows.carrier, covered))
            claimed += 1
            unclaimed -= unpark(connection, receipt) and receipt.otherwise is None
    parking.note_claims(connection, claimed, unclaimed)
    reply_box.store(root, connection, [reply_box.presentable(reply, now) for reply in replies], now)
    for key in inbox_keys:
        parking.drop(connection, parking.INBOXES, key)
    return [stored for where, rows in told.items() for stored in rows.write(where)]


class _ToldRows:
    """The rows of a campaign that news tell of, as these have left them; each is written once."""

    def __init__(self, campaign: Any, path: str) -> None:
        self.campaign, self._path = campaign, path
        self._told: dict[int, StoredRow] = {}
        self._changed: dict[int, StoredRow] = {}

    @cached_property
    def carrier(self) -> int:
        """The number of the connection, since the one that tells of a row has carried it."""
        number: int = self.campaign.carrier(self._path)
        return number

    def find(self, number: int) -> StoredRow | None:
        """Return the row, or ``None`` if nobody knows it."""
        return self._told.get(number) or (self.campaign and self.campaign.find_row(number))

    def tell(self, number: int, row: StoredRow, moved: StoredRow) -> None:
        """Note that news have made ``moved`` of the row, which may be itself."""
        self._told[number] = moved
        if moved is not row:
            self._changed[number] = moved
            if row[STATE] in states.FINAL:
                progress.amend(self.campaign, row, moved)

    def write(self, where: str) -> list[Stored]:
        """Write the rows down; return a ``Stored`` for each, moved or not."""
        if self._changed:
            self.campaign.write_all(self._changed)
        return [Stored(where, number, row) for number, row in self._told.items()]


def _is_reply(connection: BrokerConnection, news: Matched, row: StoredRow | None, now: int) -> bool:
    """Whether news that may be a reply are no receipt; note those that are one."""
    if _is_about(news.receipt, row):
        reply_box.pass_over(connection, perhaps_reply(news.receipt, now))
        return False
    return row is not None or not news.waits


def _given(connection: BrokerConnection, news: Matched, now: int) -> list[Reply]:
    """Return the reply that these news are, if any."""
    # If they are parked no longer, they were given or erased meanwhile.
    is_new = unpark(connection, news.receipt) or not news.kept
    return [perhaps_reply(news.receipt, now)] if is_new and not news.receipt.of_form else []


def _is_about(receipt: Any, row: StoredRow | None) -> bool:
    """Whether a text that looks like a receipt names a message to, or from, its own numbers."""
    reply = receipt.otherwise
    return row is not None and row[MSISDN] in (receipt.msisdn, reply.msisdn, reply.to)


def after(row: StoredRow, receipt: Receipt, now: int, carrier: int, covered: str = "") -> StoredRow:
    """Return the stored row after a receipt: itself where that changes nothing.

    ``carrier`` is the number of the connection that tells it; ``covered`` is ``message`` where one
    receipt tells of all segments.
    """
    state, segments = row[STATE], row[SEGMENTS]
    if segments > 1 and receipt.state == states.DELIVERED and receipt.id:
        return _segment_delivered(row, receipt, now, carrier, covered == covers.MESSAGE)
    ids = _with(row[IDS], receipt.id, segments)
    if not states.moves_forward(state, receipt.state):
        return _amended(row, ids, _carriage(row, receipt, now, carrier, cause_of(row)))
    if receipt.state == states.FAILED and (state == states.ACCEPTED or not receipt.id):
        ids = _every(ids, segments)
    cause = receipt.cause if receipt.state in states.UNREACHED else None
    carriage = _carriage(row, receipt, now, carrier, cause)
    return (row[MSISDN], receipt.state, ids, segments, now, carriage)


def _carriage(
    row: StoredRow, receipt: Receipt, now: int, carrier: int, cause: str | None
) -> Carriage:
    """Return how the row was carried, with the connection and the network that the receipt tells.

    If the receipt was quicker than the answer, the row gets the moment of the acceptance too.
    """
    known = _, connection, at, network = carriage_of(row)
    if row[STATE] == states.QUEUED and not at:
        at = now
    heard = (cause, carrier or connection, at, receipt.network or network)
    return known if heard == known else _shared(*heard)


@lru_cache(maxsize=1024)
def _shared(*carriage: Any) -> Any:
    """Return the one tuple of these values: the store writes it once for the rows that share it."""
    return carriage


def _amended(row: StoredRow, ids: str, carriage: Carriage) -> StoredRow:
    """Return the row with these ids and carriage: itself if it has them."""
    if ids == row[IDS] and carriage == carriage_of(row):
        return row
    return (*row[:IDS], ids, row[SEGMENTS], row[CHANGED_AT], carriage)


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


def _segment_delivered(
    row: StoredRow, receipt: Receipt, now: int, carrier: int, whole: bool
) -> StoredRow:
    """Return the row with a segment delivered, marked by a ``+`` in its ids.

    A concatenated message is delivered when every segment is, or if this receipt tells of the
    ``whole``.
    """
    known, said = row[IDS].split(), f"+{receipt.id}"
    carriage = _carriage(row, receipt, now, carrier, cause_of(row))
    if said in known or not states.moves_forward(row[STATE], states.DELIVERED):
        return _amended(row, row[IDS], carriage)
    if receipt.id in known:
        known = [said if id == receipt.id else id for id in known]
    else:
        known.append(said)
    state = row[STATE]
    if whole or sum(id.startswith("+") for id in known) >= row[SEGMENTS]:
        state, carriage = states.DELIVERED, (None, *carriage[1:])
    return (row[MSISDN], state, " ".join(known), row[SEGMENTS], now, carriage)


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
        row = campaign and campaign.find_row(number)
        if row and is_half(row):
            joined = bare(known(row).moved(states.DELIVERED, now))
            campaign.write_all({number: joined})
            stored.append(Stored(where, number, joined))
    if stored:
        covers.note(connection, covers.MESSAGE)
    return stored


def is_half(row: StoredRow) -> bool:
    """Whether some segments of a stored row are told as delivered, and nothing of the others."""
    return row[STATE] == states.ACCEPTED and row[SEGMENTS] > 1 and "+" in row[IDS]
