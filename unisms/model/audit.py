"""The audit journal: who did what, when, from where; each entry is sealed by the one before.

An entry is first written under a random key, so that two writers hardly ever meet. One writer then
seals what came, in order: it gives each entry its number and a link of the chain. If somebody
edits, removes or adds an entry afterwards, the chain breaks.

The chain is over digests, and the readable part stands beside it: the address an entry came from,
and the rest, each with a salt of its own, can be erased at its age without a break. Journals from
before that have a first book, whose entries are sealed as they stand; it is closed, quoted by the
chain that follows, and goes from its beginning.
"""

import hashlib
import json
import math
import secrets
import time
from collections.abc import Callable, Iterator
from itertools import chain, islice
from typing import NamedTuple

from BTrees.IIBTree import IIBTree
from BTrees.IOBTree import IOBTree
from BTrees.OOBTree import OOBTree
from persistent import Persistent

FIRST = "0" * 64  # the digest before the first entry
ADDRESS = 4  # the place of the address in an entry
SALT = 16  # octets


class AuditEntry(NamedTuple):
    """An entry of the journal, as code reads it; stored as a bare tuple of strings and a number."""

    at: int  #: epoch seconds
    by: str  #: uid of this institution, ``operator:uid``, or empty for the service itself
    verb: str  #: ``role.given``: a noun and what was done to it
    path: str  #: of what it was done to, inside the institution
    address: str  #: the network address it came from; empty for the service itself, or erased
    before: str = ""  #: JSON, without any secret
    after: str = ""


class Sealed(NamedTuple):
    """An entry in the chain."""

    number: int  #: from 1, without a gap
    entry: AuditEntry
    digest: str  #: SHA-256 over the digest before and the entry


class Link(NamedTuple):
    """A link of the chain, with what is left to read of its entry.

    Digests are SHA-256, in hexadecimals.
    """

    digest: str  #: over the one before, and over the two below
    address_digest: str = ""  #: of its salt and the address; empty in the first book
    rest_digest: str = ""  #: of its salt and the other fields
    entry: tuple | None = None  #: ``None``: erased
    address_salt: str = ""  #: empty: the address is erased
    rest_salt: str = ""
    asked: bool = False  #: whether somebody of whom it told asked for its erasure

    def follows(self, before: str) -> bool:
        """Whether it was made after the link whose digest is ``before``."""
        if not self.address_digest:
            return self.entry is not None and digest_of(before, self.entry) == self.digest
        return _sha(before, self.address_digest, self.rest_digest) == self.digest

    def is_as_sealed(self) -> bool:
        """Whether what is left to read is what was sealed."""
        if not self.address_digest or self.entry is None:
            return True
        address = not self.address_salt or _of_address(self.address_salt, self.entry)
        known = address is True or address == self.address_digest
        return known and _of_rest(self.rest_salt, self.entry) == self.rest_digest

    def gone(self) -> int:
        """Return how many of its two parts are erased."""
        if not self.address_digest:
            return 0
        return 2 if self.entry is None else int(not self.address_salt)


class Audit(Persistent):
    """An institution's journal. No entry ever leaves the chain; its readable part has an age."""

    # added 2026-12: the head of the first book, which the chain follows; None: not closed yet
    quoted: tuple[int, str] | None = None
    # added 2027-01: numbers of entries erased because somebody asked, made at the first
    _asked: IIBTree | None = None
    forgotten = (0, FIRST)  # added 2026-12: the last link of the first book that went with its age

    def __init__(self) -> None:
        self._waiting: OOBTree[str, tuple] = (
            OOBTree()
        )  # "nanoseconds random" -> AuditEntry as a bare tuple
        self._chain: IOBTree[tuple] = IOBTree()  # the first book: number -> (*AuditEntry, digest)
        self.head = (0, FIRST)  # number and digest of the last sealed entry
        self.close_first_book()

    def close_first_book(self) -> None:
        """Let the chain over digests begin where the first book ends."""
        self.quoted = self.head
        self._links: IOBTree[tuple[str, str, str]] = (
            IOBTree()
        )  # number -> (digest, address digest, rest digest)
        self._parts: IOBTree[tuple] = (
            IOBTree()
        )  # number -> (*AuditEntry, salt of the address, salt of the rest)

    def record(self, entry: AuditEntry) -> None:
        """Write an entry down; it is sealed within a minute."""
        self._waiting[f"{time.time_ns():020d} {secrets.token_hex(4)}"] = tuple(entry)

    def seal(self) -> int:
        """Chain what waits, in the order in which it came; return how many.

        At most one caller does this at a time.
        """
        number, digest = self.head
        waiting = list(self._waiting.items())
        # The loop goes on counting from the number that it is given.
        for number, (key, stored) in enumerate(waiting, number + 1):  # noqa: B020
            salts = secrets.token_hex(SALT), secrets.token_hex(SALT)
            digests = _of_address(salts[0], stored), _of_rest(salts[1], stored)
            digest = _sha(digest, *digests)
            self._links[number] = (digest, *digests)
            self._parts[number] = (*stored, *salts)
            del self._waiting[key]
        if waiting:
            self.head = number, digest
        return len(waiting)

    def waiting(self) -> list[AuditEntry]:
        """Entries that are not sealed yet, oldest first."""
        return [AuditEntry(*stored) for stored in self._waiting.values()]

    def latest(self, since: int, most: int = 500) -> Iterator[AuditEntry]:
        """Yield entries from ``since`` (epoch seconds) on, last first; at most ``most`` sealed."""
        yield from reversed(self.waiting())
        last, _ = self.head
        for number in range(last, max(0, last - most), -1):
            sealed = self.entry(number)
            if sealed is not None and sealed.entry.at < since:
                break
            if sealed is not None:
                yield sealed.entry

    def sealed(self, after: int = 0, before: int | None = None) -> Iterator[Sealed]:
        """Yield what is left to read of the chain after the number ``after``, oldest first."""
        numbers = (
            tree.keys(after + 1, before, excludemax=before is not None) for tree in self._books()
        )
        yield from filter(None, map(self.entry, chain.from_iterable(numbers)))

    def _books(self) -> "tuple[IOBTree[tuple], ...]":
        return self._chain, self._parts

    def first(self) -> int:
        """Return the number of the first readable entry; one above the head if there is none."""
        return min((tree.minKey() for tree in self._books() if tree), default=self.head[0] + 1)

    def entry(self, number: int) -> Sealed | None:
        """Return the sealed entry of this number, or ``None``: there is none, or it is erased."""
        if number in self._parts:
            return Sealed(number, AuditEntry(*self._parts[number][:-2]), self._links[number][0])
        stored = self._chain.get(number)
        return Sealed(number, AuditEntry(*stored[:-1]), stored[-1]) if stored else None

    def links(self, after: int, most: int) -> list[tuple[int, Link]]:
        """Return pairs of number and ``Link``: the first ``most`` after the number ``after``."""
        numbers = (tree.keys(after, excludemin=True) for tree in (self._chain, self._links))
        return [
            (number, self._link(number)) for number in islice(chain.from_iterable(numbers), most)
        ]

    def _link(self, number: int) -> Link:
        if number in self._chain:
            stored = self._chain[number]
            return Link(stored[-1], entry=stored[:-1])
        part = self._parts.get(number)
        if part is None:
            asked = self._asked is not None and number in self._asked
            return Link(*self._links[number], asked=asked)
        return Link(*self._links[number], part[:-2], *part[-2:])

    def forget_addresses(self, before: int, most: int, latest: float = math.inf) -> int:
        """Erase the addresses of entries from before ``before`` (epoch seconds); return how many.

        At most ``most`` go at once. An entry from after ``latest`` was written by a clock that was
        ahead: it is as old as the one after it. Of the first book, whose addresses are sealed with
        the rest, whole entries go.
        """
        of_book = self._forget_book(before, most)
        return of_book or self._forget_parts(before, most, latest, whole=False)

    def forget(self, before: int, most: int, latest: float = math.inf) -> int:
        """Erase what entries from before ``before`` (epoch seconds) say; return how many.

        At most ``most`` go at once. For ``latest`` see ``forget_addresses``.
        """
        return self._forget_parts(before, most, latest, whole=True)

    def forget_about(self, concerns: Callable[[AuditEntry], bool]) -> int:
        """Erase the entries that ``concerns`` tells, as a person asked for; return how many.

        The digests of those that are sealed stay in the chain, and that it was asked for.
        """
        waiting = [key for key, one in self._waiting.items() if concerns(AuditEntry(*one))]
        sealed = [one for one, part in self._parts.items() if concerns(AuditEntry(*part[:-2]))]
        for key in waiting:
            del self._waiting[key]
        for number in sealed:
            del self._parts[number]
        if sealed:
            self._asked = IIBTree() if self._asked is None else self._asked
            self._asked.update([(number, 1) for number in sealed])
        return len(waiting) + len(sealed)

    def _forget_book(self, before: int, most: int) -> int:
        number = 0
        for number, stored in enumerate(islice(list(self._chain.items()), most), 1):
            if stored[1][0] >= before:
                return number - 1
            self.forgotten = (stored[0], stored[1][-1])
            del self._chain[stored[0]]
        return number

    def _forget_parts(self, before: int, most: int, latest: float, *, whole: bool) -> int:
        found: list[int] = []
        old = 0  # how many of those found are old enough for sure
        for number, part in self._parts.items():
            if len(found) == most or before <= part[0] <= latest:
                break
            if whole or part[-2]:
                found.append(number)
            if part[0] < before:
                old = len(found)
        del found[old:]
        for number in found:
            if whole:
                del self._parts[number]
            else:
                *entry, _, salt = self._parts[number]
                entry[ADDRESS] = ""
                self._parts[number] = (*entry, "", salt)
        return len(found)

    def __len__(self) -> int:
        return self.head[0] + len(self._waiting)

    def __bool__(self) -> bool:
        return True


def digest_of(before: str, stored: tuple) -> str:
    """Return the digest of an entry of the first book that follows the digest ``before``."""
    return _sha(before, json.dumps(list(stored), ensure_ascii=True))


def _of_address(salt: str, stored: tuple) -> str:
    return _sha(salt, json.dumps(stored[ADDRESS]))


def _of_rest(salt: str, stored: tuple) -> str:
    return _sha(salt, json.dumps([*stored[:ADDRESS], *stored[ADDRESS + 1 :]]))


def _sha(*words: str) -> str:
    return hashlib.sha256("".join(words).encode()).hexdigest()
