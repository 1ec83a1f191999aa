"""The people of a file whose rows the rule chooses, and the recipients that they become."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from operator import itemgetter
from typing import NamedTuple, Protocol
from zoneinfo import ZoneInfo

from unisms.model.imports import Import
from unisms.model.root import institution_of
from unisms.services.files.rows import Cells, Row
from unisms.services.imports import row_rule
from unisms.services.rules.recipients import Recipient
from unisms.services.tables import countries
from unisms.sms import causes, msisdn
from unisms.sms.names import finder
from unisms.sms.shapes import digits_of

_made = tuple.__new__  # of a NamedTuple, in half the time: a file has 100,000 rows


class Candidate(NamedTuple):
    """A person of the file, whose rows were chosen."""

    lines: list[int]  #: of the file
    cells: Cells  #: of the first line
    who: str
    reading: msisdn.Reading
    cause: str | None  #: why they cannot receive
    noted: str = ""  #: of ``countries``: how their number was read
    landline: str = ""  #: E.164, of who has no mobile


def select(record: Import, today: date) -> row_rule.Selection:
    """The ``row_rule.Selection`` of the rows; the record's own day comes before ``today``."""
    day = date.fromisoformat(record.day) if record.day else today
    return row_rule.select(
        record.rows.items(), record.rule, day, ZoneInfo(institution_of(record).time_zone)
    )


def undecided(record: Import, today: date) -> list[row_rule.Undecided]:
    """Return the triples of line, cells and doubt of the rows whose dates the rule cannot read."""
    if not any(operator in row_rule.OF_DAYS for _, operator, *_ in record.rule):
        return []
    return select(record, today).undecided


def recipients(
    record: Import,
    wanted: Iterable[str],
    *,
    today: date,
    country: str = "FR",
    foreign_ok: bool = True,
) -> Iterator[Recipient]:
    """Yield a ``Recipient`` for each chosen person, fit or not, with the cells of ``wanted``.

    Somebody who has several rows gets one message, with the values of the first row and a number
    from any of them. ``today`` is a date, unless the record has its own. ``country`` tells how
    numbers without a country code are read.
    """
    values_of = _picker(list(map(finder(record.columns), wanted)))
    for person in among(record, select(record, today).chosen, country, foreign_ok):
        yield recipient(person, values_of(person.cells))


def _picker(taken: Sequence[int | None]) -> Callable[[Cells], tuple[str, ...]]:
    """Return the function that picks the cells of these columns; ``None`` picks an empty cell."""
    if len(taken) == 1 and (only := taken[0]) is not None:
        return lambda cells: (cells[only],)
    if len(taken) > 1 and None not in taken:
        return itemgetter(*taken)
    return lambda cells: tuple("" if column is None else cells[column] for column in taken)


def recipient(person: Candidate, values: tuple[str, ...] = ()) -> Recipient:
    unknown = person.cause is None and person.reading.kind == msisdn.UNKNOWN_RANGE
    lines = len(person.lines)
    number = person.reading.msisdn or person.landline
    told = (number, person.who, str(person.lines[0]), values, person.cause, unknown, lines, "", 0)
    return _made(Recipient, told)


class Chosen(Protocol):
    """The columns that tell people, as an ``Import`` keeps them."""

    @property
    def number_columns(self) -> Sequence[int]:
        """Return those of numbers, in order of preference."""

    @property
    def name_columns(self) -> Sequence[int]:
        """Return those that together name the person."""

    @property
    def key_column(self) -> int:
        """Return the one of which each value is one person; -1: each row is one."""

    @property
    def country_column(self) -> int:
        """Return the one that tells the country of numbers; -1: it is the institution's."""


def among(
    record: Chosen, rows: Iterable[Row], country: str, foreign_ok: bool
) -> Iterator[Candidate]:
    """Yield a ``Candidate`` for each person of these rows, in the order of their first row."""
    numbers, noted = record.number_columns, ""
    numbers_of, names_of = _picker(numbers), _picker(record.name_columns)
    reader = (
        countries.CodeReader(numbers, record.country_column, country)
        if record.country_column >= 0
        else None
    )
    for lines, all_cells in _people(rows, record.key_column):
        # The preferred column of any row comes before the next column of the first.
        first = all_cells[0]
        held: Sequence[str] = numbers_of(first)
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


def _landline(cells: Iterable[str], country: str) -> str:
    """The first landline of these cells, E.164: whoever has no other number is called."""
    found = (cell for cell in cells if msisdn.read(cell, country).kind == msisdn.LANDLINE)
    return msisdn.of_national(digits_of(next(found)), country)


def _people(rows: Iterable[Row], key_column: int) -> Iterable[tuple[list[int], list[Cells]]]:
    """Pairs of the lines and the rows of one person. Rows without a key are each a person."""
    if key_column < 0:
        return [([line], [cells]) for line, cells in rows]
    people: dict[str | int, tuple[list[int], list[Cells]]] = {}
    for line, cells in rows:
        key = cells[key_column].strip() or line
        if key in people:
            people[key][0].append(line)
            people[key][1].append(cells)
        else:
            people[key] = [line], [cells]
    return people.values()


def name_of(cells: Cells, names: Iterable[int]) -> str:
    return _in_one([cells[column] for column in names])


def _in_one(names: Iterable[str]) -> str:
    name = " ".join(names).strip()
    return name if "  " not in name else " ".join(name.split())


def cause_of(reading: msisdn.Reading, foreign_ok: bool) -> str | None:
    """Why this number cannot be written to (``sms.causes``), or ``None``."""
    if reading.kind not in msisdn.USABLE:
        return reading.kind
    return causes.FOREIGN_NOT_ALLOWED if reading.foreign and not foreign_ok else None
