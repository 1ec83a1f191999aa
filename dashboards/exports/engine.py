"""The files asked by DuckDB: one instance a process, bounded in memory and threads."""

import threading
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import duckdb
import pandas as pd

from dashboards.exports import manifest, notes, recent, schema
from dashboards.exports.catalogue import Catalogue, Readable
from dashboards.exports.notes import Note
from dashboards.exports.recent import Recent
from dashboards.exports.selection import Selection

#: From the files that may be read to SQL and its values.
Question = Callable[[Readable], tuple[str, list[Any]]]
Told = TypeVar("Told")

THREADS, MEMORY = 2, "64MB"
FACTS = "facts"
#: Errors that no file can be the cause of.
_OURS = (duckdb.OutOfMemoryException, duckdb.ParserException, duckdb.PermissionException)
_REMEMBERED = 6 << 20  # bytes of answers
#: steps of a plan that our questions gain nothing by, and that each of them pays for
_NEEDLESS = (
    *("build_side_probe_side", "common_aggregate", "compressed_materialization", "cte_inlining"),
    *("deliminator", "duplicate_groups", "extension", "in_clause", "join_filter_pushdown"),
    *("join_order", "late_materialization", "regex_range", "sampling_pushdown"),
)


class Engine:
    """A folder of exports, asked by several threads at once.

    The manifest is read anew when it has changed. Answers are remembered until then.
    """

    def __init__(self, folder: Path | str, threads: int = THREADS, memory: str = MEMORY) -> None:
        self.folder = Path(folder)
        self._duckdb = _opened(self.folder, threads, memory)
        self._recent = Recent()
        self._beside = ThreadPoolExecutor(thread_name_prefix="beside")
        self._lock = threading.Lock()
        self._catalogue = Catalogue(self.folder)
        self._bytes = 0
        self._answers: OrderedDict[object, pd.DataFrame] = OrderedDict()

    @property
    def catalogue(self) -> Catalogue:
        with self._lock:
            if manifest.stamp(self.folder) != self._catalogue.stamp:
                self._catalogue = Catalogue(self.folder, self._catalogue)
                self._answers.clear()
                self._bytes = 0
            return self._catalogue

    def ask(
        self,
        table: str,
        selection: Selection,
        question: Question,
    ) -> pd.DataFrame:
        """Return the answer to a question about the files of a table, with its notes.

        ``question`` makes SQL and its values of the files that may be read. A file that cannot be
        read after all is left out.
        """
        for _ in range(2):
            catalogue = self.catalogue
            try:
                return self._told(catalogue, table, selection, question)
            except _OURS:
                raise
            except duckdb.Error:
                catalogue.forget()
        with self._duckdb.cursor() as cursor:
            sql, values = question(Readable({}))
            fault = Note(notes.FILE_DAMAGED, "", table, selection.first, selection.last)
            return notes.told(cursor.execute(sql, values).df(), fault)

    def _told(
        self, catalogue: Catalogue, table: str, selection: Selection, question: Question
    ) -> pd.DataFrame:
        with self._duckdb.cursor() as cursor:
            found = self._readable(cursor, catalogue, table, selection)
            sql, values = question(found)
            return notes.told(self._answer(cursor, catalogue, sql, values), *found.notes)

    def _readable(
        self,
        cursor: duckdb.DuckDBPyConnection,
        catalogue: Catalogue,
        table: str,
        selection: Selection,
    ) -> Readable:
        found = catalogue.readable(cursor, table, selection)
        if found.short > recent.MANY and table != FACTS:
            name = self._recent.rows(cursor, catalogue, table)
        else:
            name = self._recent.held(catalogue, table) if found.short > recent.FEW else ""
        if not name:
            return found
        return catalogue.without_short(table, selection, found)._replace(recent=name)

    def warm(self) -> None:
        """Look at all files but the facts now, so that nobody waits for it."""
        catalogue = self.catalogue
        whole = Selection(catalogue.institutions, None, date.min, date.max)
        for table in schema.TABLES:
            if table != FACTS:
                with self._duckdb.cursor() as cursor, suppress(duckdb.Error):
                    self._readable(cursor, catalogue, table, whole)

    def beside(self, question: Callable[..., Told], *rest: Any) -> "Future[Told]":
        """Let ``question(*rest)`` be answered while the caller asks others.

        It waits for nothing that is asked beside it.
        """
        return self._beside.submit(question, *rest)

    def close(self) -> None:
        self._beside.shutdown()
        self._duckdb.close()

    def _answer(
        self,
        cursor: duckdb.DuckDBPyConnection,
        catalogue: Catalogue,
        sql: str,
        values: list[Any],
    ) -> pd.DataFrame:
        key = (catalogue.stamp, sql, tuple(map(str, values)))
        with self._lock:
            known = self._answers.get(key)
            if known is not None:
                self._answers.move_to_end(key)
                return known.copy(deep=False)
        found = cursor.execute(sql, values).df()
        self._remember(key, found)
        return found.copy(deep=False)

    def _remember(self, key: object, found: pd.DataFrame) -> None:
        with self._lock:
            if key not in self._answers:
                self._bytes += _size(found)
            self._answers[key] = found
            while self._bytes > _REMEMBERED:
                self._bytes -= _size(self._answers.popitem(last=False)[1])


def _size(found: pd.DataFrame) -> int:
    return 2_000 + int(found.memory_usage(deep=True).sum())


def _opened(folder: Path, threads: int, memory: str) -> duckdb.DuckDBPyConnection:
    """Return a DuckDB that reads nothing but the folder, and writes nothing."""
    settings: dict[str, str | bool | int | float | list[str]] = {
        "threads": threads,
        "memory_limit": memory,
        "temp_directory": "",
        "preserve_insertion_order": False,
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }
    opened = duckdb.connect(config=settings)
    folders = ", ".join("'{}'".format(str(path).replace("'", "''")) for path in _ways(folder))
    opened.execute("SET allocator_flush_threshold = '8MB'")
    opened.execute("SET parquet_metadata_cache = true")
    known = {name for (name,) in opened.execute("SELECT name FROM duckdb_optimizers()").fetchall()}
    needless = ",".join(name for name in _NEEDLESS if name in known)
    opened.execute(f"SET disabled_optimizers = '{needless}'")
    opened.execute(recent.ROOM)
    opened.execute(f"SET allowed_directories = [{folders}]")
    opened.execute("SET enable_external_access = false")
    opened.execute("SET lock_configuration = true")
    return opened


def _ways(folder: Path) -> set[Path]:
    return {folder, folder.absolute(), folder.resolve()}
