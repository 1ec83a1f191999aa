"""The audit journal: who did what, when, from where, with what before and after; each entry sealed by the one before.

An entry is first written under a random key, so that two writers hardly ever meet. One writer then seals what came, in
order: it gives each entry its number and the digest of itself and of the entry before. Whoever edits, removes or adds
an entry afterwards breaks the chain.
"""

import hashlib
import json
import secrets
import time
from itertools import islice
from typing import NamedTuple

from BTrees.IOBTree import IOBTree
from BTrees.OOBTree import OOBTree
from persistent import Persistent

FIRST = "0" * 64  # the digest before the first entry


class AuditEntry(NamedTuple):
    """One line of the journal, as code reads it; stored as a bare tuple of strings and one number."""

    at: int  #: epoch seconds
    by: str  #: uid of this institution, ``operator:uid``, or empty for the service itself
    verb: str  #: ``role.given``: a noun and what was done to it
    path: str  #: of what it was done to, inside the institution
    address: str  #: the network address it came from; empty for the service itself
    before: str = ""  #: JSON, without any secret
    after: str = ""


class Sealed(NamedTuple):
    """An entry in the chain."""

    number: int  #: from 1, without a gap
    entry: AuditEntry
    digest: str  #: SHA-256 over the digest before and the entry


class Audit(Persistent):
    """The journal of one institution. Nothing is ever taken out of it."""

    def __init__(self):
        self._waiting = OOBTree()  # "nanoseconds random" -> AuditEntry as a bare tuple
        self._chain = IOBTree()  # number -> (*AuditEntry, digest)
        self.head = (0, FIRST)  # number and digest of the last sealed entry

    def record(self, entry):
        """Write an entry down; it is sealed within a minute."""
        self._waiting[f"{time.time_ns():020d} {secrets.token_hex(4)}"] = tuple(entry)

    def seal(self):
        """Chain what waits, in the order in which it came; return how many. One caller at a time."""
        number, digest = self.head
        waiting = list(self._waiting.items())
        for number, (key, stored) in enumerate(waiting, number + 1):  # noqa: B020 (it goes on counting)
            digest = digest_of(digest, stored)
            self._chain[number] = (*stored, digest)
            del self._waiting[key]
        if waiting:
            self.head = number, digest
        return len(waiting)

    def waiting(self):
        """Entries that are not sealed yet, oldest first."""
        return [AuditEntry(*stored) for stored in self._waiting.values()]

    def latest(self, since, most=500):
        """Entries written from ``since`` (epoch seconds) on, the last one first; of the sealed ones, ``most``."""
        yield from reversed(self.waiting())
        last, _ = self.head
        for number in range(last, max(0, last - most), -1):
            stored = self._chain[number]
            if stored[0] < since:
                break
            yield AuditEntry(*stored[:-1])

    def sealed(self, after=0, before=None):
        """The chain from the number ``after`` (not included) on, oldest first."""
        for number, stored in self._chain.items(after + 1, before, excludemax=before is not None):
            yield Sealed(number, AuditEntry(*stored[:-1]), stored[-1])

    def entry(self, number):
        """The sealed entry of this number, or ``None``."""
        stored = self._chain.get(number)
        return stored and Sealed(number, AuditEntry(*stored[:-1]), stored[-1])

    def links(self, after, most):
        """The first ``most`` links after the number ``after``, as stored: pairs of number and tuple."""
        return [*islice(self._chain.items(after, excludemin=True), most)]

    def __len__(self):
        return self.head[0] + len(self._waiting)

    def __bool__(self):
        return True


def digest_of(before, stored):
    """The digest of a stored entry that follows the digest ``before``."""
    return hashlib.sha256(f"{before}{json.dumps(list(stored), ensure_ascii=True)}".encode()).hexdigest()
