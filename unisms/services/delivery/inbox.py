"""The inbox of a connection: news that came over HTTP, until whoever has the lease applies them."""

import secrets
import time
from collections.abc import Callable, Sequence
from itertools import islice
from typing import Any

from unisms.model.connections import BrokerConnection
from unisms.model.folder import find
from unisms.model.root import Root
from unisms.ports import Receipt, Reply
from unisms.services.delivery import parking
from unisms.services.delivery.news import bare, bare_reply, fault, receipt_of, reply_of
from unisms.services.delivery.receipts import Matched, apply

PEEKED = 5_000  # of what came over HTTP, in one transaction


def forget_news(connection: BrokerConnection, forgotten: Callable[[Receipt], bool]) -> None:
    """Erase the news that are not applied yet where ``forgotten(receipt)``.

    A reply is asked as a receipt for whoever wrote it.
    """
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


def put(connection: BrokerConnection, news: Sequence[Receipt | Reply], now: int = 0) -> None:
    """Keep what came over HTTP at ``now`` until the lease holder applies it, if there is room.

    :raises TypeError: one is not as ``ports`` promises; stored, it would hold up all that follow.
    """
    if any(map(fault, news)):
        raise TypeError(next(type(item).__name__ for item in news if fault(item)))
    for item in news:
        stored, room = (
            ((bare_reply(item),), parking.MOST_REPLIES)
            if isinstance(item, Reply)
            else (bare(item), 0)
        )
        parking.put(connection, parking.INBOXES, _key(), stored, now, room)


def _key() -> str:
    """Return a key behind all others: what came first is applied first, a STOP before a START."""
    return f"{time.time_ns():016x}{secrets.token_hex(4)}"


def peek(root: Root, path: str) -> tuple[tuple[str, ...], list[Receipt], list[Reply]]:
    """Return keys, receipts and replies that came over HTTP and are not applied yet, or some."""
    waiting = {
        key: _from_inbox(stored) for key, stored in islice(find(root, path).inboxes.items(), PEEKED)
    }
    replies = [news for news in waiting.values() if isinstance(news, Reply)]
    return tuple(waiting), [news for news in waiting.values() if isinstance(news, Receipt)], replies


def empty_idle(root: Root, path: str, now: int) -> None:
    """Store what came over HTTP for the connection at ``path`` while no campaign is open there.

    No worker is at work, and it would wait for the next one. Replies go where they belong; receipts
    wait for their message, and no longer.
    """
    keys, found, replies = peek(root, path)
    if keys and not find(root, path).open:
        matched = [Matched(None, 0, 0, receipt, waits=receipt.of_form) for receipt in found]
        apply(root, path, matched, replies, now, keys)


def _from_inbox(stored: tuple[Any, ...]) -> Receipt | Reply:
    return reply_of(stored[0]) if len(stored) == 1 else receipt_of(stored)
