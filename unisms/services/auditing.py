"""The audit journals: sealing what waits, searching them, and proving that nobody has touched them."""

from bisect import bisect_left
from typing import NamedTuple

from unisms.model.audit import FIRST, digest_of
from unisms.model.folder import find

ABOVE = "/"  # the name of the operators' own journal, above the institutions
LOOKED_AT = 5_000  # sealed entries that one search reads
SLACK = 3600  # seconds that an entry may be sealed after a later one: its request took long


def journals(root):
    """``{name: journal}``: the operators' own, and that of each institution."""
    return {ABOVE: root.audit} | {name: one.audit for name, one in root["institutions"].items()}


def journal_of(root, name):
    """The journal of this name.

    :raises KeyError: there is no such institution.
    """
    return root.audit if name == ABOVE else find(root, f"/institutions/{name}").audit


def unsealed(root):
    """The names of the journals in which something waits."""
    return [name for name, audit in journals(root).items() if audit.waiting()]


def seal(root, name):
    """Chain what waits in the journal of this name. Of two who do it at once, one conflicts and finds it done."""
    return journal_of(root, name).seal()


class Wanted(NamedTuple):
    """What a search asks for; what is empty or ``None`` asks for nothing."""

    uids: frozenset = frozenset()
    verb: str = ""
    path: str = ""  #: a part of it
    since: int | None = None  #: epoch seconds, included
    until: int | None = None  #: not included

    def accepts(self, entry):
        return (
            (not self.uids or entry.by in self.uids)
            and self.verb in ("", entry.verb)
            and self.path in entry.path
            and (self.since is None or entry.at >= self.since)
            and (self.until is None or entry.at < self.until)
        )


class Found(NamedTuple):
    """Sealed entries, newest first."""

    entries: list
    before: int  #: the number from which on older ones may still be found; 0 when there is none


def search(audit, wanted, before, most, looked_at=LOOKED_AT):
    """The latest ``most`` sealed entries with a number below ``before`` (0: all) that are ``wanted``; of a long journal
    only a stretch is read at once."""
    first, last = stretch(audit, wanted)
    number = min(last, before - 1 if before else last)
    found, stop = [], max(first - 1, number - looked_at)
    while number > stop and len(found) < most:
        sealed = audit.entry(number)
        if sealed is not None and wanted.accepts(sealed.entry):
            found.append(sealed)
        number -= 1
    return Found(found, number + 1 if number >= first else 0)


def stretch(audit, wanted):
    """The first and the last number between which everything wanted is: entries are nearly in the order of time."""
    numbers = range(1, audit.head[0] + 1)
    first, last = 1, len(numbers)
    if wanted.since is not None:
        first = 1 + bisect_left(numbers, wanted.since - SLACK, key=lambda number: _at(audit, number))
    if wanted.until is not None:
        last = bisect_left(numbers, wanted.until + SLACK, key=lambda number: _at(audit, number))
    return first, last


def _at(audit, number):
    """When the entry of this number was written, or the one before it that is left."""
    known = (audit.entry(one) for one in range(number, 0, -1))
    return next((sealed.entry.at for sealed in known if sealed), 0)


class Fault(NamedTuple):
    """Where a journal is not what it was."""

    number: int  #: of the entry
    what: str  #: ``edited``, ``missing``, ``added``, or ``noted``: the head noted elsewhere is in it no more


class Piece(NamedTuple):
    """A part of the chain, and the head as it was at the same moment."""

    links: list  #: of ``Audit.links``
    head: tuple


def piece(root, name, after, most):
    """The ``Piece`` of the journal called ``name`` that follows the number ``after``."""
    audit = journal_of(root, name)
    return Piece(audit.links(after, most), audit.head)


def faults(pieces, noted=""):
    """Every fault of a journal that is read piece by piece, to its end; none where it is whole. ``noted`` is a head
    that was written down elsewhere: who rewrites the whole chain, and its head, does not know it."""
    found, number, digest, head = [], 0, FIRST, (0, FIRST)
    seen = not noted
    for links, head in pieces:  # noqa: B007 (the last one counts)
        for at, (*stored, told) in links:
            if at != number + 1:
                found.append(Fault(number + 1, "missing"))
            elif digest_of(digest, stored) != told:
                found.append(Fault(at, "edited"))
            number, digest, seen = at, told, seen or told == noted
    found += _faults_at_the_end(number, digest, head)
    return found if seen else [*found, Fault(0, "noted")]


def _faults_at_the_end(number, digest, head):
    if number < head[0]:
        return [Fault(number + 1, "missing")]
    if number > head[0]:
        return [Fault(head[0] + 1, "added")]
    return [] if digest == head[1] else [Fault(number, "edited")]
