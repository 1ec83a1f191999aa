"""A file of people: received, read by the worker, then turned into recipients by what was chosen."""

import re
from typing import NamedTuple

from unisms.model.folder import dated_name
from unisms.model.imports import Import
from unisms.services import columns, selecting, tables
from unisms.services.recipients import Recipient
from unisms.sms import causes, msisdn
from unisms.sms.template import fold

MOST_BYTES = 50 << 20
SAME_PERSON = "same_person"  # beside ``sms.causes``: another row of somebody who gets the message anyway
NOTHING = msisdn.Reading()


class TooLarge(Exception):
    """The file has more bytes than ``most``."""

    def __init__(self, size, most):
        super().__init__(size, most)
        self.size, self.most = size, most


class EmptyFile(Exception):
    """There is nothing in the file."""


class BadChoice(ValueError):
    """``field`` cannot be chosen so: ``reason`` is none, unknown, or what ``selecting.BadCondition`` says."""

    def __init__(self, field, reason, position=0):
        super().__init__(field, reason, position)
        self.field, self.reason, self.position = field, reason, position


class Candidate(NamedTuple):
    """A person of the file, whose rows were chosen."""

    lines: list  #: of the file
    cells: tuple  #: of the first line
    who: str
    reading: msisdn.Reading
    cause: str | None  #: why they cannot receive


class Aside(NamedTuple):
    """A row that brings no message of its own, and why."""

    line: int
    who: str
    told: str  #: what its cells say about it
    cause: str  #: of ``sms.causes`` or ``selecting``, or ``same_person``
    like: int = 0  #: the line that gets the message instead


class Preview(NamedTuple):
    """What would become of the rows of a file."""

    rows: int  #: in the file
    chosen: int  #: by the rule
    people: int  #: different ones among those
    ready: int  #: get the message
    aside: list  #: of ``Aside``, in order of line
    notices: list  #: of ``tables.Notice``
    sample: list  #: the first recipients

    def counts(self):
        """How many rows were set aside for each cause, the most frequent first."""
        counts = {}
        for row in self.aside:
            counts[row.cause] = counts.get(row.cause, 0) + 1
        return sorted(counts.items(), key=lambda pair: -pair[1])

    def of_cause(self, cause):
        """The rows set aside for this cause; for all causes if it is empty."""
        return [row for row in self.aside if cause in ("", row.cause)]


def receive(institution, filename, content, author, now, *, most=MOST_BYTES):
    """Keep an uploaded file for the worker to read.

    :raises EmptyFile: it has no byte.
    :raises TooLarge: it has more than ``most``.
    """
    if not content:
        raise EmptyFile
    if len(content) > most:
        raise TooLarge(len(content), most)
    folder = institution["imports"]
    return folder.add(dated_name(folder, now), Import(_plain_name(filename), content, author, now))


def _plain_name(filename):
    """Without the folders that some browsers tell, and in one line."""
    return " ".join(re.split(r"[\\/]", filename)[-1].split())[:200]


def read(record):
    """Read the file into rows and propose what to make of its columns. A second call does nothing."""
    if record.state != "uploaded":
        return
    try:
        table = tables.read(record.content())
    except tables.Unreadable as unreadable:
        record.state, record.problem, record.detail = "unreadable", unreadable.problem, unreadable.detail
        return
    recognised = columns.recognise(table.columns, table.rows)
    record.columns, record.kinds = table.columns, recognised.kinds
    record.encoding, record.delimiter, record.sheet = table.encoding, table.delimiter, table.sheet
    record.notices = tuple(map(tuple, table.notices))
    record.number_columns, record.name_columns = recognised.number_columns, recognised.name_columns
    record.key_column = recognised.key_column
    record.rows.update(table.rows)
    record.state = "read"


def choose(record, *, number_columns, name_columns, key_column, rule):
    """Store what the person chose: columns by index, the rule as ``selecting.Condition``s.

    :raises BadChoice: something makes no sense; nothing was stored.
    """
    width = len(record.columns)
    if not number_columns:
        raise BadChoice("number_columns", "none")
    chosen = {"number_columns": number_columns, "name_columns": name_columns}
    for field, indexes in chosen.items():
        if not all(0 <= index < width for index in indexes):
            raise BadChoice(field, "unknown")
    if not -1 <= key_column < width:
        raise BadChoice("key_column", "unknown")
    try:
        selecting.check(rule, width)
    except selecting.BadCondition as bad:
        raise BadChoice("rule", bad.reason, bad.position) from bad
    record.number_columns, record.name_columns = tuple(number_columns), tuple(name_columns)
    record.key_column, record.rule = key_column, tuple(map(tuple, rule))


def recipients(record, wanted, *, today, country="FR", foreign_ok=True):
    """Yield a ``Recipient`` for each person chosen, fit or not, with the cells of the ``wanted`` titles.

    Somebody who has several rows gets one message, with the values of the first row and a number from any of them.
    ``today`` is a date; ``country`` tells how numbers without a country code are read.
    """
    places = {fold(title): column for column, title in reversed(list(enumerate(record.columns)))}
    taken = [places.get(fold(title)) for title in wanted]
    chosen = selecting.select(record.rows.items(), record.rule, today).chosen
    for person in candidates(record, chosen, country, foreign_ok):
        values = tuple("" if column is None else person.cells[column] for column in taken)
        yield _recipient(person, values)


def _recipient(person, values=()):
    unknown = person.cause is None and person.reading.kind == msisdn.UNKNOWN_RANGE
    return Recipient(person.reading.msisdn, person.who, str(person.lines[0]), values, person.cause, unknown)


def candidates(record, rows, country, foreign_ok):
    """Yield a ``Candidate`` for each person of these rows, in the order of their first row."""
    numbers, names = record.number_columns, record.name_columns
    for lines, all_cells in _people(rows, record.key_column):
        # The preferred column of any row comes before the next column of the first.
        held = [cells[column] for column in numbers for cells in all_cells]
        reading = msisdn.first_mobile(held, country, foreign_allowed=foreign_ok)
        first = all_cells[0]
        yield Candidate(lines, first, _name(first, names), reading, cause_of(reading, foreign_ok))


def _people(rows, key_column):
    """Pairs of the lines and the rows of one person. Rows without a key are each a person."""
    if key_column < 0:
        return [([line], [cells]) for line, cells in rows]
    people = {}
    for line, cells in rows:
        lines, all_cells = people.setdefault(cells[key_column].strip() or line, ([], []))
        lines.append(line)
        all_cells.append(cells)
    return people.values()


def _name(cells, names):
    return " ".join(filter(None, (cells[column].strip() for column in names)))


def cause_of(reading, foreign_ok):
    """Why this number cannot be written to (``sms.causes``), or ``None``."""
    if reading.kind not in msisdn.USABLE:
        return reading.kind
    return causes.FOREIGN_NOT_ALLOWED if reading.foreign and not foreign_ok else None


def preview(record, *, today, country="FR", foreign_ok=True, size=5):
    """Count what would become of the rows, and name each row set aside; ``size`` recipients are shown."""
    selection = selecting.select(record.rows.items(), record.rule, today)
    sorting = _Sorting(record)
    for line, cells, doubt in selection.undecided:
        sorting.set_aside(line, cells, cells[doubt.column], doubt.reason)
    people = 0
    for people, person in enumerate(candidates(record, selection.chosen, country, foreign_ok), 1):  # noqa: B007
        sorting.take(person)
    aside = sorted(sorting.aside)
    sample = [_recipient(person) for person in sorting.ready[:size]]
    return Preview(
        len(record.rows), len(selection.chosen), people, len(sorting.ready), aside, sorting.notices(), sample
    )


class _Sorting:
    """What one preview gathers on its way."""

    def __init__(self, record):
        self.record = record
        self.ready, self.aside = [], []
        self.first_lines = {}  # msisdn -> the line that gets the message
        self.noted = {}  # code -> lines

    def set_aside(self, line, cells, told, cause, like=0):
        self.aside.append(Aside(line, _name(cells, self.record.name_columns), told, cause, like))

    def take(self, person):
        """Sort one candidate, and the further rows that are theirs."""
        line, reading = person.lines[0], person.reading
        for other in person.lines[1:]:
            self.aside.append(Aside(other, person.who, "", SAME_PERSON, line))
        if reading.spoiled:
            self.noted.setdefault("spoiled", []).append(line)
        if person.cause is not None:
            told = " · ".join(filter(None, (person.cells[column].strip() for column in self.record.number_columns)))
            self.aside.append(Aside(line, person.who, told, person.cause))
            return
        like = self.first_lines.setdefault(reading.msisdn, line)
        if like != line:
            self.aside.append(Aside(line, person.who, reading.msisdn, causes.DUPLICATE, like))
            return
        self.ready.append(person)
        self.note(line, reading)

    def note(self, line, reading):
        """Remember what deserves a look in a number that will be written to."""
        facts = (
            ("foreign", reading.foreign),
            ("unknown_range", reading.kind == msisdn.UNKNOWN_RANGE),
            ("filler", reading.filler),
        )
        for code, holds in facts:
            if holds:
                self.noted.setdefault(code, []).append(line)

    def notices(self):
        return [tables.Notice(code, len(lines), str(lines[0])) for code, lines in self.noted.items()]
