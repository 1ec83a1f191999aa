"""The changes and the remarks that a comparison of a file with the directory brings forth."""

from collections.abc import Iterable, Iterator, Sequence, Set
from typing import NamedTuple

from unisms.model.registers import Register
from unisms.sms import causes

#: kinds of change, in the order in which they are applied
MOVED, NEW, CHANGED, LISTED, UNLISTED, GONE = CHANGES = (
    *("moved", "new", "changed", "listed", "unlisted", "gone"),
)
#: kinds of remark: a row that is left out, one that tells of somebody again, a cell that is left
#: out, a group that is made, people to look at
BAD, REPEATED, CELL, MADE, SHARED, WITHOUT, HELD = REMARKS = (
    *("bad", "repeated", "cell", "made", "shared", "without", "held"),
)
FIELDS = ("name", "email", "msisdn")  # of a person, as a ``PersonChange`` tells them
_BETWEEN = "\n"  # of the names of groups, in one text


class Facts(NamedTuple):
    """The facts that are known of a person."""

    name: str = ""
    email: str = ""
    msisdn: str = ""  #: E.164


class PersonChange(NamedTuple):
    """A change of one person: what they were, and what they would be."""

    kind: str  #: of ``CHANGES``
    line: int  #: of the file; 0: they are not in it
    uid: str
    former: str = ""  #: the uid that they have now, if it changes
    before: Facts = Facts()
    after: Facts = Facts()
    joins: tuple[str, ...] = ()  #: names of groups
    leaves: tuple[str, ...] = ()

    def fields(self) -> list[tuple[str, str, str]]:
        """Return triples: a field that differs, what is before, and what is after."""
        told = zip(FIELDS, self.before, self.after, strict=True)
        return [(field, before, after) for field, before, after in told if before != after]


class Remark(NamedTuple):
    """Something to look at: of a row, of a cell in it, or of a person."""

    kind: str  #: of ``REMARKS``
    code: str  #: of ``REASONS``
    line: int
    uid: str
    who: str
    detail: str = ""  #: the cell, or other people's uids


#: why a row, or a cell of it, is left out; or why somebody stays
REASONS = (
    *(causes.LANDLINE, causes.VOIP, causes.PREMIUM, causes.IMPOSSIBLE, causes.UNREADABLE),
    causes.FOREIGN_NOT_ALLOWED,
    *("no_uid", "uid", "twice", "no_name", "long_name", "kept", "not_yours", "moves_by_hand"),
    *("email", "filler", "several", "proven", "proven_by_another"),
    *("repeated", "long_group", "group_with_roles", "new_group"),
    *("same_number", "no_number", "has_roles", "signs_in"),
)


def keep(register: Register, changes: Iterable[PersonChange], remarks: Iterable[Remark]) -> None:
    """Write them into the record, each kind together, and how many there are of each."""
    counts: list[tuple[str, int]] = []
    sorted_changes = sorted(changes, key=lambda one: (CHANGES.index(one.kind), one.line, one.uid))
    sorted_remarks = sorted(remarks, key=lambda one: (REMARKS.index(one.kind), one.line, one.uid))
    for rows, kinds, packed in (
        (register.changes, CHANGES, [(one.kind, _packed(one)) for one in sorted_changes]),
        (register.remarks, REMARKS, [(one.kind, _told(one)) for one in sorted_remarks]),
    ):
        rows.clear()
        rows.keep([(number, cells) for number, (_, cells) in enumerate(packed, 1)])
        found = [kind for kind, _ in packed]
        counts += [(kind, found.count(kind)) for kind in kinds]
    register.counts = tuple(counts)


def _packed(change: PersonChange) -> tuple[str, ...]:
    groups = (_BETWEEN.join(change.joins), _BETWEEN.join(change.leaves))
    told = (change.kind, str(change.line), change.uid, change.former)
    return (*told, *change.before, *change.after, *groups)


def _told(remark: Remark) -> tuple[str, ...]:
    return (remark.kind, remark.code, str(remark.line), remark.uid, remark.who, remark.detail)


def blank(register: Register, words: Set[str]) -> int:
    """Blank the rows in which a cell is one of these words, as somebody asked; return how many."""
    found = 0
    for rows, kept in ((register.changes, 2), (register.remarks, 3)):
        named = [(line, cells) for line, cells in rows.items() if words & _parts(cells[kept:])]
        rows.keep([(line, (*cells[:kept], *("" for _ in cells[kept:]))) for line, cells in named])
        found += len(named)
    return found


def _parts(cells: Sequence[str]) -> set[str]:
    """Return the cells, and the uids in those that list several."""
    return {part for cell in cells for part in (cell, *cell.split(", "))}


def changes(register: Register, first: int, last: int) -> Iterator[PersonChange]:
    """Yield the changes from the number ``first`` to the number ``last``, as they are applied."""
    for _, cells in register.changes.between(first, last):
        yield _change(cells)


def of_kind(register: Register, kind: str, page: int, size: int) -> Sequence[PersonChange | Remark]:
    """Return the changes, or remarks, of one kind that stand on this page, from 1."""
    rows, kinds = (register.changes, CHANGES) if kind in CHANGES else (register.remarks, REMARKS)
    begin = sum(register.counted(other) for other in kinds[: kinds.index(kind)])
    first = begin + (page - 1) * size + 1
    last = min(first + size - 1, begin + register.counted(kind))
    read = _change if kind in CHANGES else _remark
    return [read(cells) for _, cells in rows.between(first, last)] if first <= last else []


def _change(cells: Sequence[str]) -> PersonChange:
    kind, line, uid, former, *told, joins, leaves = cells
    facts = Facts(*told[:3]), Facts(*told[3:])
    return PersonChange(kind, int(line), uid, former, *facts, _groups(joins), _groups(leaves))


def _groups(text: str) -> tuple[str, ...]:
    return tuple(text.split(_BETWEEN)) if text else ()


def _remark(cells: Sequence[str]) -> Remark:
    kind, code, line, uid, who, detail = cells
    return Remark(kind, code, int(line), uid, who, detail)
