"""Receipts whose message is not known yet, in memory: under the broker's ids, for the answer that may tell one."""

from contextlib import suppress

from unisms.services.delivery.receipts import furthest, key_of

MOST = 50_000  # ids; the receipts of older ones are in the store alone


class Parked:
    """One thread parks, another takes what an answer tells."""

    def __init__(self):
        self.of = {}  # id -> {number and text: the receipt of these that goes furthest}
        self.perhaps = {}  # those that are replies if no message to their numbers turns out to be meant

    def put(self, receipt):
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

    def drop(self, receipt):
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

    def is_receipt(self, receipt):
        """What might be a reply has found its message."""
        self.perhaps.pop((key_of(receipt), receipt.msisdn, receipt.otherwise), None)

    def take(self, key):
        """What is parked under a key, and now is no more."""
        return list(self.of.pop(key, {}).values())

    def take_of(self, msisdns):
        """Likewise the receipts of these numbers."""
        return [
            receipt
            for key, known in list(self.of.items())
            if any(receipt.msisdn in msisdns for receipt in known.values())
            for receipt in self.take(key)
        ]
