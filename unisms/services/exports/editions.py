"""An edition: the files of an institution, written anew where their rows have changed."""

import hashlib
import os
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from unisms.services.exports import manifests, periods, tables
from unisms.services.exports.engine import ExportEngine
from unisms.services.exports.manifests import ExportedInstitution, ExportFile
from unisms.services.exports.periods import EVER, WHOLE, Span
from unisms.services.exports.tables import ExportTable

MARK = 12  # characters
NOTHING = f"0-{0:016x}"


class Issue(NamedTuple):
    """The files of an institution that are to be written."""

    told: ExportedInstitution  #: as the manifest will tell it
    opened: date  #: the first day of the earliest month that is open
    now: int  #: epoch seconds
    #: table -> the days of which all rows are given; of the others the files stay
    fresh: Mapping[str, Span]
    last: date = date.max  #: no day after it is told
    #: rows of files until this day stay, in the tables that are one file too
    kept: date = date.min


def publish(
    folder: Path,
    told: ExportedInstitution,
    given: Mapping[str, Iterable[Sequence[Any]]],
    *,
    today: date,
    now: int,
) -> None:
    """Write all rows of an institution into a folder of exports, and its manifest.

    ``given`` has, for each name of ``tables.GIVEN``, rows of the table's ``given`` columns. The
    cubes are made of them. What the folder had of that institution is replaced.
    """
    folder.mkdir(parents=True, exist_ok=True)
    opened = periods.open_since(today)
    issue = Issue(told._replace(open_since=opened.isoformat()), opened, now, {})
    manifest = manifests.read(folder)
    with ExportEngine(folder) as engine:
        for name, rows in given.items():
            engine.give(name, rows)
        engine.take()
        files = write(engine, folder, issue, manifest.of(told.key))
    manifests.write(folder, manifest.changed(issue.told, files), now)


def write(
    engine: ExportEngine, folder: Path, issue: Issue, known: Iterable[ExportFile]
) -> list[ExportFile]:
    """Write the files of an ``Issue``, of rows given to the engine, that differ from those known.

    Return all files that count from now on. Those that count no more stay where they are.
    """
    by_table = defaultdict(list)
    for file in known:
        by_table[file.table].append(file)
    files: list[ExportFile] = []
    for table in tables.TABLES.values():
        files += _Shelf(engine, folder, issue, table, by_table[table.name]).files()
    return files


class _Shelf:
    """The files of a table and an institution."""

    def __init__(
        self,
        engine: ExportEngine,
        folder: Path,
        issue: Issue,
        table: ExportTable,
        known: Sequence[ExportFile],
    ) -> None:
        self.engine, self.root, self.issue, self.table = engine, folder, issue, table
        self.known = known
        self.fresh = EVER if not table.dated else issue.fresh.get(table.name, EVER)
        self.folder = folder / table.name / issue.told.key

    def files(self) -> list[ExportFile]:
        """Write what is to be written; return the files that count."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self._make()
        contents = self._contents()
        made = [self._file(period, contents) for period in sorted(self._periods(contents))]
        manifests.sync(self.folder)
        return [*dict.fromkeys(file for files in made for file in files if file.rows)]

    def _make(self) -> None:
        """Make the rows that were given, within the days that are fresh, a table."""
        named = f"'{self.issue.told.key}' AS {tables.INSTITUTION}"
        chosen = f"SELECT {named}, {tables.listed(self.table.columns)} FROM ({self.table.select})"  # noqa: S608
        told = self.fresh._replace(last=min(self.fresh.last, self.issue.last))
        within = f"WHERE {self._within(told)}" if self.table.dated else ""
        self.engine.run(f"CREATE OR REPLACE TABLE fresh AS {chosen} {within}")

    def _within(self, span: Span) -> str:
        return f"{self.table.dated} BETWEEN DATE '{span.first}' AND DATE '{span.last}'"

    def _contents(self) -> dict[str, str]:
        """Return a mark of the rows in the table ``fresh`` of each period."""
        dated, hashed = self.table.dated or "NULL", tables.listed(self.table.columns)
        told = f"SELECT {dated}, count(*), sum(hash({hashed}))::VARCHAR FROM fresh GROUP BY 1"  # noqa: S608
        found: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0])
        for day, rows, total in self.engine.run(told):
            mark = found[self._period(day) if day else WHOLE]
            mark[:] = mark[0] + rows, (mark[1] + int(total)) % (1 << 64)
        return {period: f"{rows}-{total:016x}" for period, (rows, total) in found.items()}

    def _periods(self, contents: Iterable[str]) -> set[str]:
        """Return the periods of the files that there are to be."""
        return {*contents, *self._stayed()} if self.table.dated else {WHOLE}

    def _period(self, day: date) -> str:
        return periods.period_of(day, self.issue.opened, self.table.by_month)

    def _stayed(self) -> Iterator[str]:
        """Yield the periods of the days of which files tell that are not written anew."""
        for file in self.known:
            span = periods.span_of(file.period)
            ends = {self._period(span.first), self._period(span.last)}
            if len(ends) == 1:
                yield from ends
            else:  # months were closed by a clock that was ahead
                yield from {self._period(day) for day in self._days_in(file)}

    def _days_in(self, file: ExportFile) -> list[date]:
        told = f"SELECT DISTINCT {self.table.dated} FROM read_parquet('{self.root / file.path}')"  # noqa: S608
        return [day for (day,) in self.engine.run(told)] if file.is_there(self.root) else []

    def _file(self, period: str, contents: Mapping[str, str]) -> list[ExportFile]:
        """Return the file of a period: the one that there was if it tells the same.

        Where a file of before is damaged, those of the period stay as they are.
        """
        span = periods.span_of(period)
        content, is_fresh = contents.get(period, NOTHING), self.fresh.covers(span)
        before = [one for one in self.known if periods.span_of(one.period).meets(span)]
        same = [one for one in before if one.period == period and one.is_there(self.root)]
        if same and (content == same[0].content if is_fresh else not self.fresh.meets(span)):
            return same
        if is_fresh:
            kept = self._kept(before)
            return [self._written(period, kept, content)] if kept or content != NOTHING else []
        sources = [one for one in before if not self.fresh.covers(periods.span_of(one.period))]
        if not all(_is_whole(self.root, one) for one in sources):
            return before
        return [self._written(period, sources, "")]

    def _kept(self, before: Iterable[ExportFile]) -> list[ExportFile]:
        """Return the files of which some rows stay though all others are given."""
        if self.table.dated or self.issue.kept == date.min:
            return []
        return [one for one in before if _is_whole(self.root, one)]

    def _written(self, period: str, sources: Iterable[ExportFile], content: str) -> ExportFile:
        """Write the file of a period, of fresh rows and of the rest of what ``sources`` tell."""
        draft = self.folder / f".{period}.draft"
        rows = self.engine.copy(self._asked(periods.span_of(period), [*sources]), draft)
        size, mark = draft.stat().st_size, _sha256(draft)
        file = self.folder / f"{period}.{mark[:MARK]}.parquet"
        _keep(draft, file)
        path = str(file.relative_to(self.root))
        told = (self.table.name, self.issue.told.key, period, path, rows, size, mark)
        return ExportFile(*told, content=content, at=self.issue.now)

    def _asked(self, span: Span, sources: Sequence[ExportFile]) -> str:
        """Return the SELECT of the rows of a period."""
        columns = tables.listed((tables.INSTITUTION, *self.table.columns))
        chosen, rest = "true", f"day <= DATE '{self.issue.kept}'"
        if self.table.dated:
            chosen = self._within(span)
            rest = f"{chosen} AND NOT ({self._within(self.fresh)})"
        asked = f"SELECT {columns} FROM fresh WHERE {chosen}"  # noqa: S608
        if sources:
            paths = ", ".join(f"'{self.root / one.path}'" for one in sources)
            asked += f" UNION ALL SELECT {columns} FROM read_parquet([{paths}]) WHERE {rest}"  # noqa: S608
        return f"{asked} ORDER BY {tables.listed(self.table.keys)}"


def _keep(draft: Path, file: Path) -> None:
    """Give a draft its name, once it would outlive the power."""
    with draft.open("rb") as opened:
        os.fsync(opened.fileno())
    os.replace(draft, file)


def _is_whole(folder: Path, file: ExportFile) -> bool:
    return file.is_there(folder) and _sha256(folder / file.path) == file.sha256


def _sha256(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
