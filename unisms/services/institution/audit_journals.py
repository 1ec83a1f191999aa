"""The audit journals: waiting entries sealed, searched, and proven to be as they were written."""

from bisect import bisect_left
from collections.abc import Iterable
from typing import NamedTuple

from unisms.model.audit import Audit, AuditEntry, Link, Sealed
from unisms.model.folder import find
from unisms.model.root import Root
from unisms.services.ground import days
from unisms.services.rules import periods

ABOVE = "/"  # the name of the operators' own journal, above the institutions
LOOKED_AT = 5_000  # sealed entries that one search reads
DAY = 86400  # seconds
MOST_FORGOTTEN = 2_000  # entries in one transaction
SLACK = 3600  # seconds that an entry may be sealed after a later one: its request took long


def journals(root: Root) -> dict[str, Audit]:
    """Return ``{name: journal}``: the operators' own, and that of each institution."""
    return {ABOVE: root.audit} | {name: one.audit for name, one in root["institutions"].items()}


def journal_of(root: Root, name: str) -> Audit:
    """The journal of this name.

    :raises KeyError: there is no such institution.
    """
    return root.audit if name == ABOVE else find(root, f"/institutions/{name}").audit


def unsealed(root: Root) -> list[str]:
    """The names of the journals in which something waits."""
    return [name for name, audit in journals(root).items() if audit.waiting()]


def seal(root: Root, name: str) -> int:
    """Chain what waits in the journal of this name.

    Of two who do it at once, one conflicts and finds it done.
    """
    return journal_of(root, name).seal()


def forget_some(root: Root, name: str, now: int) -> int:
    """Erase old entries in the journal of this name; return how many were erased.

    Addresses go after a year, the content of entries after three years, the addresses first. A
    journal that is gone has none.
    """
    audit = journals(root).get(name)
    if audit is None or not days.may_erase(root, now):
        return 0
    latest = now + days.SKEW
    institution = root["institutions"].get(name)
    kept = periods.seconds_of(institution, periods.JOURNAL)
    shown = min(kept, periods.seconds_of(institution, periods.ADDRESSES))
    addresses = audit.forget_addresses(now - shown, MOST_FORGOTTEN, latest)
    return addresses or audit.forget(now - kept, MOST_FORGOTTEN, latest)


class Wanted(NamedTuple):
    """The conditions of a search; an empty one, or ``None``, asks for nothing."""

    uids: frozenset[str] = frozenset()
    verb: str = ""
    nouns: frozenset[str] = frozenset()  #: the first words of verbs: ``account``
    path: str = ""  #: a part of it
    since: int | None = None  #: epoch seconds, included
    until: int | None = None  #: not included

    def accepts(self, entry: AuditEntry) -> bool:
        return (
            (not self.uids or entry.by in self.uids)
            and self.verb in ("", entry.verb)
            and (not self.nouns or entry.verb.partition(".")[0] in self.nouns)
            and self.path in entry.path
            and (self.since is None or entry.at >= self.since)
            and (self.until is None or entry.at < self.until)
        )


class Found(NamedTuple):
    """Sealed entries, newest first."""

    entries: list[Sealed]
    before: int  #: the number from which on older ones may still be found; 0 when there is none


def search(
    audit: Audit, wanted: Wanted, before: int, most: int, looked_at: int = LOOKED_AT
) -> Found:
    """Return the latest ``most`` sealed entries that are ``wanted``.

    Their numbers are below ``before`` (0: all). Of a long journal only a stretch is read at once.
    """
    first, last = stretch(audit, wanted)
    number = min(last, before - 1 if before else last)
    found: list[Sealed] = []
    stop = max(first - 1, number - looked_at)
    while number > stop and len(found) < most:
        sealed = audit.entry(number)
        if sealed is not None and wanted.accepts(sealed.entry):
            found.append(sealed)
        number -= 1
    return Found(found, number + 1 if number >= first else 0)


def stretch(audit: Audit, wanted: Wanted) -> tuple[int, int]:
    """Return the first and the last number between which every wanted entry is.

    Entries are nearly in the order of time.
    """
    start = audit.first()
    numbers = range(start, audit.head[0] + 1)
    first, last = start, audit.head[0]
    if wanted.since is not None:
        moment = wanted.since - SLACK
        first = start + bisect_left(numbers, moment, key=lambda number: _at(audit, number))
    if wanted.until is not None:
        moment = wanted.until + SLACK
        last = start - 1 + bisect_left(numbers, moment, key=lambda number: _at(audit, number))
    return first, last


def _at(audit: Audit, number: int) -> int:
    """Return when the entry of this number was written, or the one before it that is left."""
    known = (audit.entry(one) for one in range(number, 0, -1))
    return next((sealed.entry.at for sealed in known if sealed), 0)


class Fault(NamedTuple):
    """Where a journal is not what it was."""

    number: int  #: of the entry
    #: ``edited``, ``missing``, ``added``, ``erased`` before its age, or ``noted``: it has the head
    #: noted elsewhere
    what: str


class Piece(NamedTuple):
    """A part of the chain, and the journal's head and beginning as they were at the same moment."""

    links: list[tuple[int, Link]]
    head: tuple[int, str]
    forgotten: tuple[int, str]  #: the number and the digest that what is left follows


def piece(root: Root, name: str, after: int, most: int) -> Piece:
    """The ``Piece`` of the journal called ``name`` that follows the number ``after``."""
    audit = journal_of(root, name)
    return Piece(audit.links(after, most), audit.head, audit.forgotten)


class Proven(NamedTuple):
    """The result of reading a journal to its end."""

    faults: list[Fault]  #: none where it is whole
    gone: int  #: parts of entries that were erased at their age


def prove(pieces: Iterable[Piece], noted: str = "") -> Proven:
    """Return the ``Proven`` of a journal that is read piece by piece, to its end.

    ``noted`` is a head that was written down elsewhere: whoever rewrites the whole chain, and its
    head, does not know it.
    """
    walk = _Walk(noted)
    for piece in pieces:
        walk.read(piece)
    return Proven(walk.end(), walk.gone)


class _Walk:
    """How far a chain has been read, and what was wrong so far."""

    def __init__(self, noted: str) -> None:
        self.noted, self.seen = noted, not noted
        self.faults: list[Fault] = []
        self.gone = 0
        self.begun, self.at, self.head = False, (0, ""), (0, "")
        self.level = 2  # parts gone of the entry before: what is erased goes from the oldest on

    def read(self, piece: Piece) -> None:
        if not self.begun:
            self.begun, self.at = True, piece.forgotten
            self.seen = self.seen or (piece.forgotten[0] > 0 and piece.forgotten[1] == self.noted)
            self.gone += 2 * piece.forgotten[0]
        self.head = piece.head
        for number, link in piece.links:
            self._look(number, link)

    def _look(self, number: int, link: Link) -> None:
        before, digest = self.at
        if number != before + 1:
            self.faults.append(Fault(before + 1, "missing"))
        elif not (link.follows(digest) and link.is_as_sealed()):
            self.faults.append(Fault(number, "edited"))
        elif link.gone() > self.level and not link.asked:
            self.faults.append(Fault(number, "erased"))
        self.level = min(self.level, link.gone())
        self.gone += link.gone()
        self.seen = self.seen or link.digest == self.noted
        self.at = number, link.digest

    def end(self) -> list[Fault]:
        number, digest = self.at
        if number < self.head[0]:
            self.faults.append(Fault(number + 1, "missing"))
        elif number > self.head[0]:
            self.faults.append(Fault(self.head[0] + 1, "added"))
        elif digest != self.head[1]:
            self.faults.append(Fault(number, "edited"))
        return self.faults if self.seen else [*self.faults, Fault(0, "noted")]
