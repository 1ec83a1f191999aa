"""The way of news into the store: together in one transaction, or else one by one."""

import logging
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from ZODB.POSException import ConflictError

from unisms.model.folder import find
from unisms.model.root import Root
from unisms.model.store import is_away
from unisms.ports import Receipt, Reply, Unread
from unisms.services.delivery import news as told
from unisms.services.delivery import parking, receipts, unread
from unisms.services.delivery.receipts import Matched, Stored
from unisms.services.replies import replies as inbox
from unisms.tasks.delivery.index import Index
from unisms.tasks.delivery.news import News

if TYPE_CHECKING:
    from unisms.tasks.worker import Worker


log = logging.getLogger(__name__)
UNCLAIMED = "message"  # the unknown thing of a receipt
PATIENCE = 3  # failures in a row, after which news are stored one by one


class Letterbox:
    """A connection's letterbox: it stores the news of its session, and those that came by HTTP."""

    def __init__(self, worker: "Worker", path: str, index: Index, news: News) -> None:
        self.worker, self.path, self.index, self.news = worker, path, index, news
        self._failures = 0

    def store(self, now: int) -> None:
        """Store what is ready of the session's news, then acknowledge it."""
        batch = self.news.take()
        try:
            matched = self.index.match_all(batch.receipts)
            stored = self._stored(matched, batch.replies, batch.unread, now)
        except BaseException:
            self.news.put_back(batch)
            raise
        self.index.settled(stored)
        batch.done()

    def store_inbox(self, came: tuple, now: int) -> None:
        """Store what came over HTTP: ``came`` is what ``inbox.peek`` found."""
        keys, found, replies = came
        if keys:
            self.index.settled(self._stored(self.index.match_all(found), replies, (), now, keys))

    def join_halves(self, now: int) -> None:
        """Long messages of which one receipt has come, and no other will, are delivered."""
        if halves := self.index.halves.overdue(now):
            self.index.settled(self.worker.run(receipts.join_halves, self.path, halves, now))
            self.index.halves.forget(halves)

    def give_late_parts(self, now: int) -> None:
        """Give the parts of long replies as they are, if the rest is overdue."""
        self.worker.run(inbox.give_late, self.path, now)

    def _stored(
        self,
        matched: Sequence[Matched],
        replies: Sequence[Reply],
        aside: Sequence[Unread],
        now: int,
        keys: tuple = (),
    ) -> list[Stored]:
        try:
            stored = self._run(matched, replies, aside, now, keys)
        except Exception as trouble:
            self._failures += 1
            if self._failures < PATIENCE or _is_the_stores(trouble):
                raise
            stored = self._one_by_one(matched, replies, aside, now, keys)
        self._failures = 0
        return stored

    def _run(
        self,
        matched: Sequence[Matched],
        replies: Sequence[Reply],
        aside: Sequence[Unread],
        now: int,
        keys: tuple = (),
    ) -> list[Stored]:
        secret = self.worker.registry.settings.get("unisms.secret", "")
        return self.worker.run(store, self.path, matched, replies, (secret, aside), now, keys)

    def _one_by_one(
        self,
        matched: Sequence[Matched],
        replies: Sequence[Reply],
        aside: Sequence[Unread],
        now: int,
        keys: tuple,
    ) -> list[Stored]:
        """Store the others, set aside the one that is in the way, and tell it."""
        stored: list[Stored] = []
        bad: list[Receipt | Reply] = []
        for piece in [*[((one,), ()) for one in matched], *[((), (one,)) for one in replies]]:
            try:
                stored += self._run(*piece, (), now)
            except Exception as trouble:
                if _is_the_stores(trouble):
                    raise
                bad += [one.receipt for one in piece[0]] or piece[1]
        if bad:
            log.error(
                "connection %s: %d news cannot be stored and are set aside", self.path, len(bad)
            )
        self._run((), (), [*aside, *(told.aside(item, "store") for item in bad)], now, keys)
        self.worker.run(forget_parked, self.path, [one for one in bad if isinstance(one, Receipt)])
        return stored


def _is_the_stores(trouble: Exception) -> bool:
    return is_away(trouble) or isinstance(trouble, ConflictError | OSError)


def store(
    root: Root,
    path: str,
    matched: Sequence[Matched],
    replies: Sequence[Reply],
    sealed_aside: tuple[str, Sequence[Unread]],
    now: int,
    keys: tuple = (),
) -> list[Stored]:
    """Store these news of the connection at ``path``.

    ``sealed_aside`` is the secret that seals, and the unread. With these are kept the news that no
    person wrote, and the receipts of no message that is known.
    """
    lone = [
        told.aside(receipt, UNCLAIMED) for receipt in receipts.unclaimed(root, path, matched, now)
    ]
    stored = receipts.apply(root, path, matched, replies, now, keys)
    secret, aside = sealed_aside
    aside = [*aside, *lone]
    if aside:
        unread.keep(find(root, path), aside, unread.box_of(secret), now)
    return stored


def forget_parked(root: Root, path: str, aside: Iterable[Receipt]) -> None:
    """Let a receipt that is set aside wait for its message no longer."""
    connection = find(root, path)
    for receipt in aside:
        parking.unpark(connection, receipt)
