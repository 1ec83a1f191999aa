"""Rows of the year that has open months, read once into memory, compressed.

Such a year has a file for each month and each day of the open ones: those of forty institutions are
1,600 a table, and each costs as much to open as a year of one. In memory they are some megabytes.
"""

import threading
from collections.abc import Iterator
from typing import NamedTuple

import duckdb

from dashboards.exports import schema
from dashboards.exports.catalogue import Catalogue, Readable
from dashboards.exports.sources import source

MANY = 100  # files of a day or a month; fewer are read where they are
FEW = 5  # files that are read sooner than what is in memory is searched
_AT_ONCE = 250  # files
ROOM = "ATTACH ':memory:' AS recent (COMPRESS)"


class _Held(NamedTuple):
    catalogue: Catalogue
    name: str


class Recent:
    """A table in memory for each table of the exports that was asked so, of the latest manifest."""

    def __init__(self) -> None:
        self._held: dict[str, _Held] = {}
        self._made = 0
        self._lock = threading.Lock()

    def held(self, catalogue: Catalogue, table: str) -> str:
        """Return the name of that table if it is there already, else ''."""
        held = self._held.get(table)
        return held.name if held and held.catalogue is catalogue else ""

    def rows(self, cursor: duckdb.DuckDBPyConnection, catalogue: Catalogue, table: str) -> str:
        """Return the name of the table that holds the short files, of all institutions."""
        with self._lock:
            held = self._held.get(table)
            if not held or held.catalogue is not catalogue:
                held = self._held[table] = self._make(cursor, catalogue, table, held)
            return held.name

    def _make(
        self,
        cursor: duckdb.DuckDBPyConnection,
        catalogue: Catalogue,
        table: str,
        old: _Held | None,
    ) -> _Held:
        self._made += 1
        name = f"recent.{table}_{self._made}"
        columns = ", ".join(f'"{one.name}" {one.type}' for one in schema.TABLES[table].columns)
        cursor.execute(f"CREATE TABLE {name} ({columns})")
        for part in _parts(catalogue.short(cursor, table)):
            rows, values = source(schema.TABLES[table], part)
            cursor.execute(f"INSERT INTO {name} SELECT * FROM {rows}", values)  # noqa: S608
            cursor.execute("CHECKPOINT recent")  # compresses them
        if old:
            cursor.execute(f"DROP TABLE IF EXISTS {old.name}")
        return _Held(catalogue, name)


def _parts(found: Readable) -> Iterator[Readable]:
    """Yield the files in parts, as rows that are not compressed yet take ten times the room."""
    for columns, paths in found.paths.items():
        for start in range(0, len(paths), _AT_ONCE):
            yield Readable({columns: paths[start : start + _AT_ONCE]})
