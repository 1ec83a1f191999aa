"""The people that the rows of a file tell, and the rows and cells of it that cannot be read."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from unisms.model.root import Institution
from unisms.services.files.rows import Row
from unisms.services.imports import candidates
from unisms.services.imports.candidates import Candidate
from unisms.services.people import enrolment
from unisms.services.register.changes import BAD, CELL, Remark
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


class ToldPeople(NamedTuple):
    """All that a file tells."""

    entries: dict[str, Entry]  #: by uid
    remarks: list[Remark]
    groups: dict[str, str]  #: of each group that a row names: folded, and as it is written
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
        self._groups: dict[str, str] = {}
        self._twice: set[str] = set()

    def read(self) -> ToldPeople:
        named = set()
        for person in self._people():
            uid = visible(person.cells[self._columns.uid]).lower()
            named.add(uid)
            if problem := self._problem(uid, person):
                self._note(BAD, problem, person, uid)
                self._twice.add(uid)
                self._entries.pop(uid, None)
            else:
                self._entries[uid] = self._entry(uid, person)
        return ToldPeople(self._entries, self._remarks, self._groups, frozenset(named))

    def _people(self) -> Iterator[Candidate]:
        names, numbers = self._columns.name_columns, self._columns.number_columns
        chosen = _Chosen(numbers, names, self._columns.uid, self._columns.country_column)
        return candidates.among(chosen, self._rows, self._country, self._foreign_ok)

    def _problem(self, uid: str, person: Candidate) -> str:
        """Return why all rows of this person are left out, or nothing."""
        if not uid:
            return "no_uid"
        if not enrolment.is_uid(uid):
            return "uid"
        names = {fold(self._name(line)) for line in person.lines} - {""}
        if uid in self._entries or uid in self._twice or len(names) > 1:
            return "twice"
        too_long = len(self._name(person.lines[0])) > enrolment.LONGEST_NAME
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
            self._note(CELL, cause, person, uid, self._first(person, self._columns.number_columns))
        return None

    def _email(self, uid: str, person: Candidate) -> str | None:
        if self._columns.email < 0:
            return None
        address = self._first(person, (self._columns.email,))
        if not address or enrolment.is_email(address):
            return address or None
        self._note(CELL, "email", person, uid, address)
        return None

    def _named_groups(self, person: Candidate) -> frozenset[str] | None:
        if self._columns.groups < 0:
            return None
        cells = (self._cells[line][self._columns.groups] for line in person.lines)
        written = [title for cell in cells for title in titles_in(cell)]
        for title in written:
            self._groups.setdefault(fold(title), title)
        return frozenset(map(fold, written))

    def _first(self, person: Candidate, places: Iterable[int]) -> str:
        """Return the first cell in these columns, of any of the person's rows, that is filled."""
        cells = (self._cells[line][place] for place in places for line in person.lines)
        return next(filter(None, (map(visible, cells))), "")

    def _note(self, kind: str, code: str, person: Candidate, uid: str, detail: str = "") -> None:
        self._remarks.append(Remark(kind, code, person.lines[0], uid, person.who, detail))


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
