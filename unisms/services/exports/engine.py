"""The engine that writes and reads the files: DuckDB, with bounded memory, on one thread."""

import csv
import shutil
import tempfile
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Any

from unisms.services.exports import tables

MEMORY = "160MB"
NULL = "\\N"
#: of the lines that are written down; nothing is guessed
FORM = (
    f"FORMAT csv, AUTO_DETECT false, HEADER false, DELIMITER ',', QUOTE '\"', ESCAPE '\"', "
    f"NEW_LINE '\\n', NULLSTR '{NULL}'"
)
ROW_GROUP = 61_440  # rows that the writer holds before it packs them


class EngineMissing(Exception):
    """DuckDB is not installed."""


class ExportEngine:
    """A database in memory, and a folder of its own for what does not fit there."""

    def __init__(self, folder: Path) -> None:
        """Work below ``folder``.

        :raises EngineMissing: DuckDB is not installed.
        """
        try:
            import duckdb  # which an installation without dashboards does not have
        except ImportError as missing:
            raise EngineMissing from missing
        self.folder = Path(tempfile.mkdtemp(prefix=".work-", dir=folder))
        self._drafts: dict[str, Any] = {}
        self._database = duckdb.connect(
            config={
                "threads": 1,
                "memory_limit": MEMORY,
                "temp_directory": str(self.folder / "spilt"),
            }
        )
        self.begin()

    def __enter__(self) -> "ExportEngine":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._close_drafts()
        self._database.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def begin(self) -> None:
        """Forget all rows that were given."""
        self._close_drafts()
        for name in tables.GIVEN:
            columns = ", ".join(f'"{column}" {kind}' for column, kind in tables.TABLES[name].given)
            self.run(f"CREATE OR REPLACE TABLE given_{name} ({columns})")

    def give(self, name: str, rows: Iterable[Sequence[Any]]) -> None:
        """Take rows of a table, as its ``given`` columns say; ``None`` is unknown.

        They are written down as they come: a million rows take no memory.
        """
        if name not in self._drafts:
            opened = (self.folder / name).open("w", encoding="utf-8", newline="")
            self._drafts[name] = opened, csv.writer(opened, lineterminator="\n")
        self._drafts[name][1].writerows(
            [NULL if value is None else value for value in row] for row in rows
        )

    def take(self) -> None:
        """Read what was given into tables."""
        for name in [*self._drafts]:
            opened, _ = self._drafts.pop(name)
            opened.close()
            self.run(f"COPY given_{name} FROM '{self.folder / name}' ({FORM})")
            (self.folder / name).unlink()

    def first_day(self) -> date | None:
        """Return the first day of all rows that were given and taken, or ``None``."""
        dated = [name for name in tables.GIVEN if "day" in tables.TABLES[name].keys]
        days = " UNION ALL ".join(f"SELECT min(day) AS day FROM given_{name}" for name in dated)  # noqa: S608
        [(first,)] = self.run(f"SELECT min(day) FROM ({days})")  # noqa: S608
        return first if isinstance(first, date) else None

    def run(self, asked: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Return the rows that answer a statement."""
        rows: list[tuple[Any, ...]] = self._database.execute(asked, values).fetchall()
        return rows

    def copy(self, asked: str, file: Path) -> int:
        """Write the rows that answer a SELECT into a Parquet file; return how many."""
        form = f"FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {ROW_GROUP}"
        [(rows,)] = self.run(f"COPY ({asked}) TO '{file}' ({form})")
        return int(rows)

    def _close_drafts(self) -> None:
        for opened, _ in self._drafts.values():
            opened.close()
        self._drafts.clear()
