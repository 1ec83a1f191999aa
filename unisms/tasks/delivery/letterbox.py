"""From what a broker told to the store: together in one transaction, and one by one where one of them is in the way."""

import logging

from ZODB.POSException import ConflictError

from unisms.model.folder import find
from unisms.model.store import is_away
from unisms.ports import Receipt
from unisms.services.delivery import news as told
from unisms.services.delivery import receipts, unread
from unisms.services.replies import replies as inbox

log = logging.getLogger(__name__)
UNCLAIMED = "message"  # what is not known of a receipt
PATIENCE = 3  # failures in a row, after which news are stored one by one


class Letterbox:
    """Stores the news of the connection at ``path``: those of its session, and those that came over HTTP."""

    def __init__(self, worker, path, index, news):
        self.worker, self.path, self.index, self.news = worker, path, index, news
        self._failures = 0

    def store(self, now):
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

    def store_inbox(self, came, now):
        """Store what came over HTTP: ``came`` is what ``receipts.peek_inboxes`` found."""
        keys, found, replies = came
        if keys:
            self.index.settled(self._stored(self.index.match_all(found), replies, (), now, keys))

    def join_halves(self, now):
        """Long messages of which one receipt has come, and no other will, are delivered."""
        if halves := self.index.half_delivered(now):
            self.index.settled(self.worker.run(receipts.join_halves, self.path, halves, now))
            self.index.forget_halves(halves)

    def give_late_parts(self, now):
        """What came of long replies is given as it is, where the rest is overdue."""
        self.worker.run(inbox.give_late, self.path, now)

    def _stored(self, matched, replies, aside, now, keys=()):
        try:
            stored = self._run(matched, replies, aside, now, keys)
        except Exception as trouble:
            self._failures += 1
            if self._failures < PATIENCE or _is_the_stores(trouble):
                raise
            stored = self._one_by_one(matched, replies, aside, now, keys)
        self._failures = 0
        return stored

    def _run(self, matched, replies, aside, now, keys=()):
        secret = self.worker.registry.settings.get("unisms.secret", "")
        return self.worker.run(store, self.path, matched, replies, (secret, aside), now, keys)

    def _one_by_one(self, matched, replies, aside, now, keys):
        """The store is there, and something is in the way: the others are stored, it is set aside, and told."""
        stored, bad = [], []
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


def _is_the_stores(trouble):
    return is_away(trouble) or isinstance(trouble, ConflictError | OSError)


def store(root, path, matched, replies, sealed_aside, now, keys=()):
    """Store these news of the connection at ``path``; of ``sealed_aside``, the secret that seals and what is unread.

    With that is kept what no person wrote, and what is the receipt of no message that is known.
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


def forget_parked(root, path, aside):
    """What is set aside waits for its message no longer."""
    connection = find(root, path)
    for receipt in aside:
        receipts.unpark(connection, receipt)
