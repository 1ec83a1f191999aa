"""Receipts whose message is not known yet, in memory, under the broker's ids until an answer."""

from collections.abc import Set
from contextlib import suppress

from unisms.ports import Receipt, Reply
from unisms.services.delivery.parking import furthest, key_of

MOST = 50_000  # ids; the receipts of older ones are in the store alone


class Parked:
    """A thread parks receipts; another takes those that an answer tells."""

    def __init__(self) -> None:
        # id -> {number and reply: the receipt of these that goes furthest}
        self.of: dict[str, dict[tuple[str, Reply | None], Receipt]] = {}
        # receipts that are replies, unless a message to their numbers is meant
        self.perhaps: dict[tuple[str, str, Reply | None], Receipt] = {}

    def put(self, receipt: Receipt) -> None:
        """Some brokers tell us of other people's messages, and never stop."""
        kind = receipt.msisdn, receipt.otherwise
        for key in filter(None, (key_of(receipt), receipt.also)):
            known = self.of.get(key, {})
            self.of[key] = {**known, kind: furthest(known.get(kind), receipt)}
        if receipt.otherwise is not None:
            self.perhaps[key_of(receipt), *kind] = receipt
        while len(self.of) > MOST:
            with suppress(RuntimeError):  # the other thread took one at this instant
                self.of.pop(next(iter(self.of)), None)

    def drop(self, receipt: Receipt) -> None:
        """It waits no longer: it is a reply."""
        self.is_receipt(receipt)
        for key in filter(None, (key_of(receipt), receipt.also)):
            known = self.of.get(key, {})
            left = {
                kind: one
                for kind, one in known.items()
                if kind != (receipt.msisdn, receipt.otherwise)
            }
            if left:
                self.of[key] = left
            else:
                self.of.pop(key, None)

    def is_receipt(self, receipt: Receipt) -> None:
        """Note that a possible reply has found its message."""
        self.perhaps.pop((key_of(receipt), receipt.msisdn, receipt.otherwise), None)

    def take(self, key: str) -> list[Receipt]:
        """Return what is parked under a key, and park it no more."""
        return list(self.of.pop(key, {}).values())

    def take_of(self, msisdns: Set[str]) -> list[Receipt]:
        """Return the receipts of these numbers, and park them no more."""
        return [
            receipt
            for key, known in list(self.of.items())
            if any(receipt.msisdn in msisdns for receipt in known.values())
            for receipt in self.take(key)
        ]
