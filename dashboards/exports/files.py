"""Whether a file is whole, and the columns it has."""

import hashlib
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import duckdb

from dashboards.exports import notes, schema
from dashboards.exports.manifest import ExportFile
from dashboards.exports.notes import Note

_MAGIC = b"PAR1"
_PIECE = 1 << 20


class Fitness(NamedTuple):
    """What a file can be read for."""

    columns: frozenset[tuple[str, str]]  #: name and type of those that are there; none: unreadable
    note: Note | None = None


def examined(
    cursor: duckdb.DuckDBPyConnection, files: Iterable[ExportFile]
) -> Iterator[tuple[ExportFile, Fitness]]:
    """Yield each file with its fitness. Whole files are read once, to compare their digests."""
    for file in files:
        fault = _fault(file)
        yield file, Fitness(frozenset(), fault) if fault else _fitness(cursor, file)


def _fault(file: ExportFile) -> Note | None:
    if file.version > schema.TABLES[file.table].version:
        return note(file, notes.FILE_NEWER, str(file.version))
    try:
        size = file.path.stat().st_size
    except OSError:
        return note(file, notes.FILE_MISSING)
    whole = file.size in (None, size) and _ends_well(file) and _is_as_told(file)
    return None if whole else note(file, notes.FILE_DAMAGED)


def _ends_well(file: ExportFile) -> bool:
    """Whether its last bytes are those of a Parquet file, as a half-written one has none."""
    with file.path.open("rb") as stream:
        ends = stream.seek(0, 2) > 2 * len(_MAGIC)
        return ends and stream.seek(-len(_MAGIC), 2) > 0 and stream.read() == _MAGIC


def _is_as_told(file: ExportFile) -> bool:
    if not file.sha256:
        return True
    digest = hashlib.sha256()
    with file.path.open("rb") as stream:
        while piece := stream.read(_PIECE):
            digest.update(piece)
    return digest.hexdigest() == file.sha256


def _fitness(cursor: duckdb.DuckDBPyConnection, file: ExportFile) -> Fitness:
    asked = "SELECT name, duckdb_type FROM parquet_schema(?) WHERE num_children IS NULL"
    try:
        there = dict(cursor.execute(asked, [str(file.path)]).fetchall())
    except duckdb.Error:
        return Fitness(frozenset(), note(file, notes.FILE_DAMAGED))
    table = schema.TABLES[file.table]
    lacking = [column.name for column in table.columns if column.name not in there]
    if {"institution", table.dated} & set(lacking):
        return Fitness(frozenset(), note(file, notes.FILE_STRANGE, " ".join(lacking)))
    columns = frozenset((name, there[name]) for name in table.names if name in there)
    return Fitness(columns, _odd(file, table, there, lacking))


def _odd(
    file: ExportFile, table: schema.Table, there: dict[str, str], lacking: list[str]
) -> Note | None:
    """Tell what is not as our table has it: of an older version, or given by hand."""
    if lacking and file.version < table.version:
        return note(file, notes.FILE_OLDER, " ".join(lacking))
    other = [column.name for column in table.columns if not _suits(column, there)]
    return note(file, notes.FILE_STRANGE, " ".join(other)) if other else None


def _suits(column: schema.Column, there: dict[str, str]) -> bool:
    told, numbers = there.get(column.name), ("INT", "DECIMAL(")
    if column.type in (schema.KEY, schema.COUNT):
        return told is not None and any(word in told for word in numbers)
    return told == column.type


def note(file: ExportFile, code: str, detail: str = "") -> Note:
    return Note(code, file.institution, file.table, *file.period, detail)
