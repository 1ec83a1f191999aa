"""Whether a file is whole, and the columns it has."""

import hashlib
import os
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import duckdb

from dashboards.exports import notes, schema
from dashboards.exports.manifest import ExportFile
from dashboards.exports.notes import Note

_MAGIC = b"PAR1"


Columns = frozenset[tuple[str, str]]  # names and types

_SHARED: dict[Columns, Columns] = {}  # thousands of files have the same


class Fitness(NamedTuple):
    """What a file can be read for."""

    columns: Columns  #: those of our table that are there; none: it cannot be read
    note: Note | None = None


_OURS = {
    table.name: Fitness(frozenset((column.name, column.type) for column in table.columns))
    for table in schema.TABLES.values()
}


def examined(
    cursor: duckdb.DuckDBPyConnection, files: Iterable[ExportFile], wary: bool = False
) -> Iterator[tuple[ExportFile, Fitness]]:
    """Yield each file with its fitness. Whole files are read once, to compare their digests.

    One that is as the exports told it, of our version, has our columns: it is not looked into
    unless ``wary``.
    """
    faults = [(file, _fault(file)) for file in files]
    yield from ((file, Fitness(frozenset(), fault)) for file, fault in faults if fault)
    whole = [file for file, fault in faults if not fault]
    yield from ((file, _OURS[file.table]) for file in whole if not wary and _is_ours(file))
    others = [file for file in whole if wary or not _is_ours(file)]
    try:
        columns = _columns(cursor, others)
    except duckdb.Error:  # by one of them: each is asked alone
        columns = {path: told for file in others for path, told in _alone(cursor, file).items()}
    yield from ((file, _fitness(file, columns.get(file.path, {}))) for file in others)


def _is_ours(file: ExportFile) -> bool:
    return bool(file.sha256) and file.version == schema.TABLES[file.table].version


def _alone(cursor: duckdb.DuckDBPyConnection, file: ExportFile) -> dict[str, dict[str, str]]:
    try:
        return _columns(cursor, [file])
    except duckdb.Error:
        return {}


def _columns(
    cursor: duckdb.DuckDBPyConnection, files: Sequence[ExportFile]
) -> dict[str, dict[str, str]]:
    """Return the types of the columns of each file by their names, by paths."""
    if not files:
        return {}
    asked = (
        "SELECT file_name, list(name), list(duckdb_type) FROM parquet_schema(?)"
        " WHERE num_children IS NULL GROUP BY 1"
    )
    told = cursor.execute(asked, [[file.path for file in files]]).fetchall()
    return {path: dict(zip(names, types, strict=True)) for path, names, types in told}


def _fault(file: ExportFile) -> Note | None:
    if file.version > schema.TABLES[file.table].version:
        return note(file, notes.FILE_NEWER, str(file.version))
    try:
        size = os.stat(file.path).st_size
    except OSError:
        return note(file, notes.FILE_MISSING)
    whole = file.size in (None, size) and _is_whole(file)
    return None if whole else note(file, notes.FILE_DAMAGED)


def _is_whole(file: ExportFile) -> bool:
    """Whether its bytes are those that were told, or else end as those of Parquet files do."""
    with open(file.path, "rb") as stream:
        if file.sha256:
            return hashlib.file_digest(stream, "sha256").hexdigest() == file.sha256
        ends = stream.seek(0, 2) > 2 * len(_MAGIC)
        return ends and stream.seek(-len(_MAGIC), 2) > 0 and stream.read() == _MAGIC


def _fitness(file: ExportFile, there: dict[str, str]) -> Fitness:
    if not there:
        return Fitness(frozenset(), note(file, notes.FILE_DAMAGED))
    table = schema.TABLES[file.table]
    lacking = [column.name for column in table.columns if column.name not in there]
    if {"institution", table.dated} & set(lacking):
        return Fitness(frozenset(), note(file, notes.FILE_STRANGE, " ".join(lacking)))
    columns = frozenset((name, there[name]) for name in table.names if name in there)
    return Fitness(_SHARED.setdefault(columns, columns), _odd(file, table, there, lacking))


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
