"""A file of people: received, read by the worker, turned into recipients by the choices."""

import re
from datetime import date
from operator import itemgetter
from typing import NamedTuple
from zoneinfo import ZoneInfo

from unisms.model.folder import dated_name
from unisms.model.imports import Import
from unisms.model.root import institution_of
from unisms.services.files import texts
from unisms.services.ground import journal
from unisms.services.imports import carryover, row_rule
from unisms.services.rules.recipients import Recipient
from unisms.services.tables import columns, countries, dialcodes, tables
from unisms.sms import causes, msisdn
from unisms.sms.names import finder
from unisms.sms.shapes import digits_of

MOST_BYTES = 50 << 20
HIDDEN = ("rows", "columns")  # the parts that a spreadsheet may hide
_made = tuple.__new__  # of a NamedTuple, in half the time: a file has 100,000 rows


class TooLarge(Exception):
    """The file has more bytes than ``most``."""

    def __init__(self, size, most):
        super().__init__(size, most)
        self.size, self.most = size, most


class EmptyFile(Exception):
    """There is nothing in the file."""


class BadChoice(ValueError):
    """Raised where ``field`` cannot be so: none, unknown, or a ``row_rule.BadCondition``."""

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
    noted: str = ""  #: of ``countries``: how their number was read
    landline: str = ""  #: E.164, of who has no mobile


def receive(actor, filename, content, now, *, most=MOST_BYTES):
    """Keep an uploaded file for the worker to read.

    :raises TooLarge: it has more bytes than ``most``.
    :raises EmptyFile: there is nothing in it.
    :raises tables.Unreadable: it is of a kind that holds no table.
    """
    if len(content) > most:
        raise TooLarge(len(content), most)
    kind = texts.kind_of(content)
    if kind == texts.EMPTY:
        raise EmptyFile
    if kind not in (texts.TEXT, texts.WORKBOOK):
        raise tables.Unreadable(kind)
    folder = actor.institution["imports"]
    record = folder.add(
        dated_name(folder, now), Import(_plain_name(filename), content, actor.uid, now)
    )
    folder.let_wait(record.__name__, True)
    journal.write(actor, "file.received", record, now, after={"bytes": len(content)})
    return record


def _plain_name(filename):
    """Without the folders that some browsers tell, and in one line."""
    return " ".join(re.split(r"[\\/]", filename)[-1].split())[:200]


def read(record, now=0):
    """Read the file into rows and propose what to make of its columns. A second call does nothing.

    ``now`` is in epoch seconds.

    If a file is read again in another way, choices that still make sense stay. If that fails,
    everything stays.
    """
    record.__parent__.let_wait(record.__name__, False)
    if record.state != "uploaded":
        return
    wanted = dict(record.wanted)
    try:
        table = tables.read(record.content(), **wanted)
    except tables.Unreadable as unreadable:
        record.state = "read" if record.columns else "unreadable"
        record.problem, record.detail = unreadable.problem, unreadable.detail
        record.sheets = unreadable.sheets or record.sheets
        return
    kept = carryover.kept(record, table) if record.columns else None
    _store(record, table, wanted.get("with_hidden", ()))
    record.read_at = now
    if kept:
        carryover.restore(record, kept)


def _store(record, table, with_hidden):
    home = institution_of(record).country
    recognised = columns.recognise(table.columns, table.rows, home)
    record.country_column = countries.column_of(
        table.columns, table.rows, recognised.number_columns, home
    )
    rows, coded = dialcodes.joined(table.columns, table.rows, recognised.number_columns, home)
    unused = [] if record.country_column >= 0 else _unused(table, recognised.number_columns, home)
    notices = [*table.notices, *unused]
    if coded:
        notices.append(tables.Notice("joined_codes", len(coded), str(coded[0])))
    record.columns, record.kinds = table.columns, recognised.kinds
    record.encoding, record.delimiter, record.sheet = table.encoding, table.delimiter, table.sheet
    record.sheets, record.with_hidden = table.sheets, tuple(with_hidden)
    record.notices = tuple(map(tuple, notices))
    record.number_columns, record.name_columns = recognised.number_columns, recognised.name_columns
    record.key_column = recognised.key_column
    record.rule, record.ready, record.countries = (), 0, ()
    record.rows.clear()
    record.rows.keep(rows)
    record.state, record.problem, record.detail = "read", "", ""


def _unused(table, numbers, home):
    """Tell of columns of countries, or of their codes, by which no number is read."""
    unused = {
        *countries.unused(table.columns, table.rows, numbers, home),
        *dialcodes.unused(table.columns, table.rows, numbers, home),
    }
    if unused:
        yield tables.Notice(
            "unused_countries",
            len(unused),
            ", ".join(table.columns[column] for column in sorted(unused)),
        )


def read_again(record, *, encoding="", sheet="", with_hidden=()):
    """Let a worker read the file in another way; empty words let it recognise how.

    :raises BadChoice: there is no such encoding or sheet; nothing was stored.
    """
    if encoding not in ("", *texts.ENCODINGS):
        raise BadChoice("encoding", "unknown")
    if sheet and record.sheets and sheet not in dict(record.sheets):
        raise BadChoice("sheet", "unknown")
    if not {*with_hidden} <= {*HIDDEN}:
        raise BadChoice("with_hidden", "unknown")
    record.wanted = (("encoding", encoding), ("sheet", sheet), ("with_hidden", tuple(with_hidden)))
    record.state, record.edition = "uploaded", record.edition + 1
    record.__parent__.let_wait(record.__name__, True)


def choose(record, *, number_columns, name_columns, key_column, rule, day="", country_column=-1):
    """Store what the person chose: columns by index, the rule as ``row_rule.Condition``s.

    ``country_column`` tells the country of each row's numbers; -1: they are the institution's.
    ``day`` is the date taken for today, as ``2026-11-20``; empty: the day of the sending.

    :raises BadChoice: something makes no sense; nothing was stored.
    """
    width = len(record.columns)
    if not number_columns:
        raise BadChoice("number_columns", "none")
    chosen = {"number_columns": number_columns, "name_columns": name_columns}
    for field, indexes in chosen.items():
        if not all(0 <= index < width for index in indexes):
            raise BadChoice(field, "unknown")
    for field, index in (("key_column", key_column), ("country_column", country_column)):
        if not -1 <= index < width:
            raise BadChoice(field, "unknown")
    try:
        row_rule.check(rule, width)
    except row_rule.BadCondition as bad:
        raise BadChoice("rule", bad.reason, bad.position) from bad
    if day and not _is_day(day):
        raise BadChoice("day", "unknown")
    record.number_columns, record.name_columns = tuple(number_columns), tuple(name_columns)
    record.key_column, record.country_column = key_column, country_column
    record.rule, record.day = tuple(map(tuple, rule)), day


def _is_day(day):
    try:
        return bool(date.fromisoformat(day))
    except ValueError:
        return False


def select(record, today):
    """The ``row_rule.Selection`` of the rows; the record's own day comes before ``today``."""
    day = date.fromisoformat(record.day) if record.day else today
    return row_rule.select(
        record.rows.items(), record.rule, day, ZoneInfo(institution_of(record).time_zone)
    )


def undecided(record, today):
    """Return the triples of line, cells and doubt of the rows whose dates the rule cannot read."""
    if not any(operator in row_rule.OF_DAYS for _, operator, *_ in record.rule):
        return []
    return select(record, today).undecided


def recipients(record, wanted, *, today, country="FR", foreign_ok=True):
    """Yield a ``Recipient`` for each chosen person, fit or not, with the cells of ``wanted``.

    Somebody who has several rows gets one message, with the values of the first row and a number
    from any of them. ``today`` is a date, unless the record has its own. ``country`` tells how
    numbers without a country code are read.
    """
    values_of = _picker(list(map(finder(record.columns), wanted)))
    for person in candidates(record, select(record, today).chosen, country, foreign_ok):
        yield recipient(person, values_of(person.cells))


def _picker(taken):
    """Return the function that picks the cells of these columns; ``None`` picks an empty cell."""
    if len(taken) == 1 and None not in taken:
        return lambda cells: (cells[taken[0]],)
    if len(taken) > 1 and None not in taken:
        return itemgetter(*taken)
    return lambda cells: tuple("" if column is None else cells[column] for column in taken)


def recipient(person, values=()):
    unknown = person.cause is None and person.reading.kind == msisdn.UNKNOWN_RANGE
    lines = len(person.lines)
    number = person.reading.msisdn or person.landline
    told = (number, person.who, str(person.lines[0]), values, person.cause, unknown, lines)
    return _made(Recipient, told)


def candidates(record, rows, country, foreign_ok):
    """Yield a ``Candidate`` for each person of these rows, in the order of their first row."""
    numbers, noted = record.number_columns, ""
    numbers_of, names_of = _picker(numbers), _picker(record.name_columns)
    reader = (
        countries.Reader(numbers, record.country_column, country)
        if record.country_column >= 0
        else None
    )
    for lines, all_cells in _people(rows, record.key_column):
        # The preferred column of any row comes before the next column of the first.
        first = all_cells[0]
        held = numbers_of(first)
        if len(all_cells) > 1:
            held = [cells[column] for column in numbers for cells in all_cells]
        coded = reader.with_codes(all_cells) if reader else held
        reading = msisdn.first_mobile(coded, country, foreign_allowed=foreign_ok)
        if reader:
            noted = reader.noted(all_cells, held, reading)
        landline = _landline(coded, country) if reading.kind == msisdn.LANDLINE else ""
        cause = cause_of(reading, foreign_ok)
        who = _in_one(names_of(first))
        yield _made(Candidate, (lines, first, who, reading, cause, noted, landline))


def _landline(cells, country):
    """The first landline of these cells, E.164: whoever has no other number is called."""
    found = (cell for cell in cells if msisdn.read(cell, country).kind == msisdn.LANDLINE)
    return msisdn.of_national(digits_of(next(found)), country)


def _people(rows, key_column):
    """Pairs of the lines and the rows of one person. Rows without a key are each a person."""
    if key_column < 0:
        return [([line], [cells]) for line, cells in rows]
    people = {}
    for line, cells in rows:
        key = cells[key_column].strip() or line
        if key in people:
            people[key][0].append(line)
            people[key][1].append(cells)
        else:
            people[key] = [line], [cells]
    return people.values()


def name_of(cells, names):
    return _in_one([cells[column] for column in names])


def _in_one(names):
    name = " ".join(names).strip()
    return name if "  " not in name else " ".join(name.split())


def cause_of(reading, foreign_ok):
    """Why this number cannot be written to (``sms.causes``), or ``None``."""
    if reading.kind not in msisdn.USABLE:
        return reading.kind
    return causes.FOREIGN_NOT_ALLOWED if reading.foreign and not foreign_ok else None
