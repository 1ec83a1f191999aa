"""Rows of months that are still open, read once into memory.

Such a month has a file for each day: those of forty institutions are more than a thousand, and each
costs as much to open as a year of one.
"""

import threading
from typing import NamedTuple

import duckdb

from dashboards.exports import schema
from dashboards.exports.catalogue import Catalogue
from dashboards.exports.sources import source

MANY = 100  # files of a day; fewer are read where they are


class _Held(NamedTuple):
    catalogue: Catalogue
    name: str


class Recent:
    """A table in memory for each table of the exports that was asked so, of the latest manifest."""

    def __init__(self) -> None:
        self._held: dict[str, _Held] = {}
        self._made = 0
        self._lock = threading.Lock()

    def rows(self, cursor: duckdb.DuckDBPyConnection, catalogue: Catalogue, table: str) -> str:
        """Return the name of the table that holds the days of open months, of all institutions."""
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
        name = f"recent_{table}_{self._made}"
        rows, values = source(schema.TABLES[table], catalogue.days(cursor, table))
        cursor.execute(f"CREATE TABLE {name} AS SELECT * FROM {rows}", values)  # noqa: S608
        if old:
            cursor.execute(f"DROP TABLE IF EXISTS {old.name}")
        return _Held(catalogue, name)
