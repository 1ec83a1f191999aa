"""The files asked by DuckDB: one instance a process, bounded in memory and threads."""

import threading
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from dashboards.exports import manifest, notes, recent
from dashboards.exports.catalogue import Catalogue, Readable
from dashboards.exports.notes import Note
from dashboards.exports.recent import Recent
from dashboards.exports.selection import Selection

#: From the files that may be read to SQL and its values.
Question = Callable[[Readable], tuple[str, list[Any]]]

THREADS, MEMORY = 2, "96MB"
FACTS = "facts"
#: Errors that no file can be the cause of.
_OURS = (duckdb.BinderException, duckdb.ParserException, duckdb.OutOfMemoryException)
_REMEMBERED, _LARGEST = 512, 1 << 20  # answers, and bytes of one


class Engine:
    """A folder of exports, asked by several threads at once.

    The manifest is read anew when it has changed. Answers are remembered until then.
    """

    def __init__(self, folder: Path | str, threads: int = THREADS, memory: str = MEMORY) -> None:
        self.folder = Path(folder)
        self._duckdb = _opened(self.folder, threads, memory)
        self._recent = Recent()
        self._lock = threading.Lock()
        self._catalogue = Catalogue(self.folder)
        self._answers: OrderedDict[object, pd.DataFrame] = OrderedDict()

    @property
    def catalogue(self) -> Catalogue:
        with self._lock:
            if manifest.stamp(self.folder) != self._catalogue.stamp:
                self._catalogue = Catalogue(self.folder, self._catalogue)
                self._answers.clear()
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
            found = catalogue.readable(cursor, table, selection)
            if found.days > recent.MANY and table != FACTS:
                name = self._recent.rows(cursor, catalogue, table)
                found = catalogue.without_days(table, selection, found)._replace(recent=name)
            sql, values = question(found)
            return notes.told(self._answer(cursor, catalogue, sql, values), *found.notes)

    def close(self) -> None:
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
        if found.memory_usage().sum() <= _LARGEST:
            self._remember(key, found)
        return found.copy(deep=False)

    def _remember(self, key: object, found: pd.DataFrame) -> None:
        with self._lock:
            self._answers[key] = found
            while len(self._answers) > _REMEMBERED:
                self._answers.popitem(last=False)


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
    opened.execute("SET parquet_metadata_cache = true")
    opened.execute(f"SET allowed_directories = [{folders}]")
    opened.execute("SET enable_external_access = false")
    opened.execute("SET lock_configuration = true")
    return opened


def _ways(folder: Path) -> set[Path]:
    return {folder, folder.absolute(), folder.resolve()}
