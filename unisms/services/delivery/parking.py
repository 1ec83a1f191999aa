"""News that wait at a connection, for their message or for the holder of the lease.

As many are kept as a large campaign brings. News beyond this are not kept; they are counted like
those that came unread while there was no room.
"""

from collections.abc import Iterator
from itertools import chain, count
from typing import cast

from BTrees.Length import Length
from persistent.mapping import PersistentMapping

from unisms.model.connections import BrokerConnection
from unisms.model.folder import root_of
from unisms.model.unread import UnreadNews
from unisms.ports import Receipt, Reply
from unisms.services.delivery.news import bare, receipt_of
from unisms.services.replies import replies as reply_box
from unisms.sms import states

PARKED, INBOXES = "parked", "inboxes"  # the two places
MOST = 350_000  # in each: what a campaign of 100,000 messages of three segments brings, and some
PARKED_FOR = 7 * 86400  # seconds that news of an unknown id is kept
LAST = 400  # receipts after which those before count half
MANY = 20  # of no message that is known: from then on, if they are most of all, something is wrong
MOST_REPLIES = 20_000  # more, of replies alone: a flood of receipts keeps no STOP out


def put(
    connection: BrokerConnection,
    place: str,
    key: str,
    stored: tuple[object, ...],
    now: int,
    room: int = 0,
) -> bool:
    """Keep ``stored`` under ``key``, at ``now`` (epoch seconds); return whether there was room.

    ``room`` is how many more than other news there may be of this kind.
    """
    waiting, count = getattr(connection, place), _count(connection, place)
    if key not in waiting:
        if count() >= MOST + room:
            _miss(connection, now)
            return False
        count.change(1)
    waiting[key] = stored
    return True


def drop(connection: BrokerConnection, place: str, key: str) -> None:
    """Keep what is there under ``key`` no longer."""
    waiting, count = getattr(connection, place), _count(connection, place)
    if key in waiting:
        del waiting[key]
        count.change(-1)


def _count(connection: BrokerConnection, place: str) -> Length:
    """Return the count of waiting news; counting those of a tree would load it."""
    count: Length | None = getattr(connection, f"{place}_count")
    if count is None:
        count = Length(len(getattr(connection, place)))
        setattr(connection, f"{place}_count", count)
    return count


def _miss(connection: BrokerConnection, now: int) -> None:
    if connection.unread is None:
        connection.unread = UnreadNews()
    connection.unread.miss(now)


def perhaps_reply(receipt: Receipt, now: int) -> Reply:
    """Return the reply that a receipt may be, one that is reply ``otherwise``.

    Its id tells one from another, as a broker's id of a reply does.
    """
    reply = reply_box.presentable(cast("Reply", receipt.otherwise), now)
    return reply._replace(id=reply.id or receipt.id)


def park(connection: BrokerConnection, receipt: Receipt, now: int) -> bool:
    """Keep news that no message claims yet: the answer that tells its id may still come.

    Of several of one message the one is kept that goes furthest, in whatever order they came.
    Return whether it is the first of them.
    """
    id = key_of(receipt)
    key, known = next(_like(connection, id, receipt), (None, None))
    is_first = key is None
    if key is None:
        key = next(key for key in _keys(id, receipt) if key not in connection.parked)
    if furthest(known, receipt) is receipt:
        put(connection, PARKED, key, (now, *bare(receipt)), now)
    return is_first


def unpark(connection: BrokerConnection, receipt: Receipt) -> bool:
    """Let news wait no longer; return whether they did."""
    if not connection.parked:  # nearly always, and asked for each receipt
        return False
    found = _parked_like(connection, receipt)
    for key in found:
        drop(connection, PARKED, key)
    return bool(found)


def is_parked(connection: BrokerConnection, receipt: Receipt) -> bool:
    return bool(_parked_like(connection, receipt))


def note_claims(connection: BrokerConnection, claimed: int, unclaimed: int) -> None:
    """Count receipts that a message claims, and those that none does.

    Where all find their message, nothing is written.
    """
    kept = connection.receipt_counts
    if unclaimed <= 0 and (kept is None or not kept["unclaimed"]):
        return
    if kept is None:
        kept = connection.receipt_counts = PersistentMapping({"claimed": 0, "unclaimed": 0})
    told = {"claimed": kept["claimed"] + claimed, "unclaimed": kept["unclaimed"] + unclaimed}
    while sum(told.values()) > LAST:
        told = {name: count // 2 for name, count in told.items()}
    kept.update({name: max(0, count) for name, count in told.items()})


def parked_count(connection: BrokerConnection) -> int:
    """Return how many news wait for their message."""
    return connection.parked_count() if connection.parked_count is not None else 0


def is_astray(connection: BrokerConnection) -> bool:
    """Whether most of the last receipts are of no message that is known.

    The broker then writes the ids of messages in receipts otherwise than in its answers, or another
    service sends by the same contract.
    """
    kept = connection.receipt_counts
    return kept is not None and kept["unclaimed"] >= max(MANY, kept["claimed"] + 1)


def _parked_like(connection: BrokerConnection, receipt: Receipt) -> list[str]:
    """The keys under which its news are parked."""
    if not connection.parked:
        return []
    ids = filter(None, {key_of(receipt), receipt.also})
    return [key for id in ids for key, _ in _like(connection, id, receipt)]


def _like(connection: BrokerConnection, id: str, receipt: Receipt) -> Iterator[tuple[str, Receipt]]:
    """Yield the keys under which news of this id and message are parked, and those news."""
    for key, stored in list(connection.parked.items(id, f"{id} \U0010ffff")):
        known = receipt_of(stored[1:])
        if (known.msisdn, known.otherwise) == (receipt.msisdn, receipt.otherwise):
            yield key, known


def _keys(id: str, receipt: Receipt) -> Iterator[str]:
    """Yield the keys that news may have: the id, the id with the number, then with a count."""
    return chain(
        (id, f"{id} {receipt.msisdn}"), (f"{id} {receipt.msisdn} {number}" for number in count(2))
    )


def furthest(known: Receipt | None, receipt: Receipt) -> Receipt:
    """Return the receipt that goes further; ``known``, which came first, may be ``None``."""
    return receipt if known is None or states.moves_forward(known.state, receipt.state) else known


def key_of(receipt: Receipt) -> str:
    """Return under what a receipt is parked: the broker's id, or our reference if it tells none."""
    return receipt.id or f"reference {receipt.reference}"


def parked(connection: BrokerConnection) -> list[Receipt]:
    """The receipts that wait for their message."""
    return [receipt_of(stored[1:]) for stored in connection.parked.values()]


def forget_parked(connection: BrokerConnection, now: int) -> int:
    """Erase parked news after seven days; return how many.

    What may be a reply is one by then, unless it has the form of a receipt.
    """
    old = [
        (key, stored) for key, stored in connection.parked.items() if stored[0] < now - PARKED_FOR
    ]
    found = [receipt_of(stored[1:]) for _, stored in old]
    for key, _ in old:
        drop(connection, PARKED, key)
    replies = [
        perhaps_reply(one, now) for one in found if one.otherwise is not None and not one.of_form
    ]
    if replies:
        reply_box.store(root_of(connection), connection, replies, now)
    return len(old)
