"""A file of people: received, read by the worker, turned into recipients by the choices."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date

from unisms.model.folder import dated_name
from unisms.model.imports import Import
from unisms.model.root import institution_of
from unisms.services.files import texts
from unisms.services.files.rows import Columns
from unisms.services.ground import journal
from unisms.services.ground.actor import Actor
from unisms.services.ground.problem import Problem
from unisms.services.imports import carryover, row_rule
from unisms.services.tables import columns, countries, dialcodes, tables

MOST_BYTES = 50 << 20
HIDDEN = ("rows", "columns")  # the parts that a spreadsheet may hide


class TooLarge(Exception):
    """The file has more bytes than ``most``."""

    def __init__(self, size: int, most: int) -> None:
        super().__init__(size, most)
        self.size, self.most = size, most


class EmptyFile(Exception):
    """There is nothing in the file."""


class BadChoice(ValueError):
    """Raised where a choice of ``field`` makes no sense; ``problem`` has its sentence.

    ``condition`` is the number, from 1, of the condition of the rule that makes none.
    """

    def __init__(self, field: str, code: str, condition: int | str = "") -> None:
        super().__init__(field, code, condition)
        self.problem = Problem(field, code, condition)


def receive(
    actor: Actor, filename: str, content: bytes, now: int, *, most: int = MOST_BYTES
) -> Import:
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


def _plain_name(filename: str) -> str:
    """Without the folders that some browsers tell, and in one line."""
    return " ".join(re.split(r"[\\/]", filename)[-1].split())[:200]


def read(record: Import, now: int = 0) -> None:
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


def _store(record: Import, table: tables.Table, with_hidden: Iterable[str]) -> None:
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


def _unused(table: tables.Table, numbers: Columns, home: str) -> Iterator[tables.Notice]:
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


def read_again(
    record: Import, *, encoding: str = "", sheet: str = "", with_hidden: Collection[str] = ()
) -> None:
    """Let a worker read the file in another way; empty words let it recognise how.

    :raises BadChoice: there is no such encoding or sheet; nothing was stored.
    """
    if encoding not in ("", *texts.ENCODINGS):
        raise BadChoice("encoding", "choice")
    if sheet and record.sheets and sheet not in dict(record.sheets):
        raise BadChoice("sheet", "choice")
    if not {*with_hidden} <= {*HIDDEN}:
        raise BadChoice("with_hidden", "choice")
    record.wanted = (("encoding", encoding), ("sheet", sheet), ("with_hidden", tuple(with_hidden)))
    record.state, record.edition = "uploaded", record.edition + 1
    record.__parent__.let_wait(record.__name__, True)


def choose(
    record: Import,
    *,
    number_columns: Columns,
    name_columns: Columns,
    key_column: int,
    rule: Sequence[row_rule.Stored],
    day: str = "",
    country_column: int = -1,
) -> None:
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
        raise BadChoice("rule", bad.reason, bad.position + 1) from bad
    if day and not _is_day(day):
        raise BadChoice("day", "unknown")
    record.number_columns, record.name_columns = tuple(number_columns), tuple(name_columns)
    record.key_column, record.country_column = key_column, country_column
    record.rule, record.day = tuple(map(tuple, rule)), day


def _is_day(day: str) -> bool:
    try:
        return bool(date.fromisoformat(day))
    except ValueError:
        return False
