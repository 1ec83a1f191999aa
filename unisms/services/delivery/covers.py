"""Whether a receipt of a long message tells of a segment or of all, judged by other receipts."""

from unisms.model.connections import BrokerConnection
from unisms.model.rows import IDS, StoredRow
from unisms.ports import Receipt
from unisms.sms import states

SEGMENT, MESSAGE = "segment", "message"  # ``ports.Receipt.covers``


def of(connection: BrokerConnection, row: StoredRow, receipt: Receipt) -> str:
    """Return whether this receipt tells of a ``segment`` or of a long ``message``.

    Return nothing if nobody knows. ``row`` is the stored row before the receipt, from which we
    learn.
    """
    _learn(connection, row, receipt)
    return receipt.covers or told_of(connection)


def told_of(connection: BrokerConnection) -> str:
    """Return ``segment`` or ``message``, or nothing.

    Nothing has shown it then since the settings were saved.
    """
    known = connection.receipts_cover
    return known[0] if known and known[1:] == connection.edition else ""


def note(connection: BrokerConnection, covers: str) -> None:
    """Remember it until the settings of the connection are saved again."""
    known = (covers, *connection.edition)
    if connection.receipts_cover != known:
        connection.receipts_cover = known


def _learn(connection: BrokerConnection, row: StoredRow, receipt: Receipt) -> None:
    """Note that each segment has a receipt of its own.

    The adapter says so, or two segments of one message have been delivered.
    """
    if receipt.covers == SEGMENT or (not receipt.covers and _is_another(row, receipt)):
        note(connection, SEGMENT)


def _is_another(row: StoredRow, receipt: Receipt) -> bool:
    """Whether another segment of the message was told as delivered before."""
    delivered = [id for id in row[IDS].split() if id.startswith("+")]
    told = receipt.state == states.DELIVERED and receipt.id
    return bool(told and delivered) and f"+{receipt.id}" not in delivered
