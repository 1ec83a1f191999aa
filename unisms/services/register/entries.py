"""The people that the rows of a file tell, and the rows and cells of it that cannot be read."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from unisms.model.root import Institution
from unisms.services.files.rows import Row
from unisms.services.imports import candidates
from unisms.services.imports.candidates import Candidate
from unisms.services.people import enrolment
from unisms.services.register.changes import BAD, CELL, REPEATED, Remark
from unisms.services.register.columns import PeopleColumns
from unisms.services.rules.policies import ALLOW
from unisms.sms import causes
from unisms.sms.names import fold
from unisms.sms.reading import Reading
from unisms.sms.visible import visible


class Entry(NamedTuple):
    """A person, as the file tells them. ``None``: it tells nothing, and what is known stays."""

    line: int  #: the first that is theirs
    uid: str
    name: str | None
    email: str | None
    number: str | None  #: E.164
    groups: frozenset[str] | None  #: as they are written, folded


class NamedGroup(NamedTuple):
    """A group that a row names."""

    title: str  #: as it is written first
    line: int  #: of the first such row


class ToldPeople(NamedTuple):
    """All that a file tells."""

    entries: dict[str, Entry]  #: by uid
    remarks: list[Remark]
    groups: dict[str, NamedGroup]  #: by their folded words
    named: frozenset[str]  #: all uids in it, also of rows that are left out


class _Chosen(NamedTuple):
    """The choices by which ``candidates`` reads people."""

    number_columns: Sequence[int]
    name_columns: Sequence[int]
    key_column: int
    country_column: int


def read(institution: Institution, columns: PeopleColumns, rows: Sequence[Row]) -> ToldPeople:
    """Return all that the ``rows`` tell: pairs of line and cells, of a file with these columns."""
    return _RowReader(institution, columns, rows).read()


class _RowReader:
    def __init__(
        self, institution: Institution, columns: PeopleColumns, rows: Sequence[Row]
    ) -> None:
        self._columns, self._rows, self._cells = columns, rows, dict(rows)
        self._country = institution.country
        self._foreign_ok = institution.foreign_numbers == ALLOW
        self._entries: dict[str, Entry] = {}
        self._remarks: list[Remark] = []
        self._groups: dict[str, NamedGroup] = {}

    def read(self) -> ToldPeople:
        found: dict[str, list[Candidate]] = {}
        for person in self._people():
            uid = visible(person.cells[self._columns.uid]).lower()
            found.setdefault(uid, []).append(person)
        for uid, people in found.items():
            self._take(uid, people)
        return ToldPeople(self._entries, self._remarks, self._groups, frozenset(found))

    def _take(self, uid: str, people: Sequence[Candidate]) -> None:
        """Note the entry of a uid, or why its rows are left out; each row counts once."""
        if problem := self._problem(uid, people):
            for person in people:
                for line in person.lines:
                    self._note(BAD, problem, person, uid, line)
            return
        person, first = people[0], people[0].lines[0]
        self._entries[uid] = self._entry(uid, person)
        for line in person.lines[1:]:
            self._note(REPEATED, "repeated", person, uid, line, str(first))

    def _people(self) -> Iterator[Candidate]:
        names, numbers = self._columns.name_columns, self._columns.number_columns
        chosen = _Chosen(numbers, names, self._columns.uid, self._columns.country_column)
        return candidates.among(chosen, self._rows, self._country, self._foreign_ok)

    def _problem(self, uid: str, people: Sequence[Candidate]) -> str:
        """Return why all rows of this uid are left out, or nothing."""
        if not uid:
            return "no_uid"
        if not enrolment.is_uid(uid):
            return "uid"
        first, *others = people
        names = {fold(self._name(line)) for line in first.lines} - {""}
        if others or len(names) > 1:
            return "twice"
        too_long = len(self._name(first.lines[0])) > enrolment.LONGEST_NAME
        return "long_name" if too_long else ""

    def _name(self, line: int) -> str:
        return visible(candidates.name_of(self._cells[line], self._columns.name_columns))

    def _entry(self, uid: str, person: Candidate) -> Entry:
        name = next(filter(None, map(self._name, person.lines)), None)
        number, email = self._number(uid, person), self._email(uid, person)
        return Entry(person.lines[0], uid, name, email, number, self._named_groups(person))

    def _number(self, uid: str, person: Candidate) -> str | None:
        """Return the number of the person, or ``None``: there is none that can be used."""
        cause = person.cause or _doubt(person.reading)
        if not cause:
            return person.reading.msisdn
        if cause != causes.NO_NUMBER:
            line, cell = self._first(person, self._columns.number_columns)
            self._note(CELL, cause, person, uid, line, cell)
        return None

    def _email(self, uid: str, person: Candidate) -> str | None:
        if self._columns.email < 0:
            return None
        line, address = self._first(person, (self._columns.email,))
        if not address or enrolment.is_email(address):
            return address or None
        self._note(CELL, "email", person, uid, line, address)
        return None

    def _named_groups(self, person: Candidate) -> frozenset[str] | None:
        if self._columns.groups < 0:
            return None
        cells = ((line, self._cells[line][self._columns.groups]) for line in person.lines)
        written = [NamedGroup(title, line) for line, cell in cells for title in titles_in(cell)]
        for group in written:
            self._groups.setdefault(fold(group.title), group)
        return frozenset(fold(group.title) for group in written)

    def _first(self, person: Candidate, places: Iterable[int]) -> tuple[int, str]:
        """Return line and words of the first cell in these columns that is filled, of any row."""
        cells = ((line, self._cells[line][place]) for place in places for line in person.lines)
        told = ((line, visible(cell)) for line, cell in cells)
        return next((one for one in told if one[1]), (person.lines[0], ""))

    def _note(
        self, kind: str, code: str, person: Candidate, uid: str, line: int, detail: str = ""
    ) -> None:
        self._remarks.append(Remark(kind, code, line, uid, person.who, detail))


def _doubt(reading: Reading) -> str:
    """Return why a number that can be written to is nobody's in particular, or nothing."""
    if reading.filler:
        return "filler"
    return "several" if reading.others else ""


def titles_in(cell: str) -> list[str]:
    """Return the groups that a cell names: separated by ``;`` or ``|``, or of an LDAP name.

    ``cn=l2-histoire,ou=groups,dc=univ`` is ``l2-histoire`` (RFC 4514).
    """
    pieces = (" ".join(piece.split()) for piece in cell.replace("|", ";").split(";"))
    return [_common_name(piece) for piece in pieces if piece]


def _common_name(piece: str) -> str:
    kind, equals, rest = piece.partition("=")
    is_name = equals and kind.strip().lower() == "cn"
    return rest.partition(",")[0].strip() if is_name else piece
