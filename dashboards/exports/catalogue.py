"""The files that may be read for a question, and what is missing from its answer."""

import threading
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

import duckdb

from dashboards.exports import files, manifest, notes, periods, schema
from dashboards.exports.files import Columns, Fitness
from dashboards.exports.manifest import ExportFile, Manifest
from dashboards.exports.notes import Note
from dashboards.exports.periods import Period
from dashboards.exports.selection import Selection

_ZONE = ZoneInfo("Europe/Paris")


class Readable(NamedTuple):
    """Files by the columns they have, and what is missing."""

    paths: dict[Columns, list[str]]
    institutions: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()
    short: int = 0  #: how many of the files are of a day or a month
    recent: str = ""  #: rows of these institutions that are in memory, in the place of such files


class Catalogue:
    """The files that one manifest names. A file is examined when it is first asked for."""

    def __init__(self, folder: Path, before: "Catalogue | None" = None) -> None:
        """``before``: of the same folder. What it knows of files that are named again stays."""
        self.stamp = manifest.stamp(folder)
        self.manifest: Manifest = manifest.read(folder)
        self._by_table: dict[tuple[str, str], list[ExportFile]] = defaultdict(list)
        self._covered: dict[str, set[Period]] = defaultdict(set)
        for file in self.manifest.files:
            self._by_table[file.table, file.institution].append(file)
            if schema.TABLES[file.table].dated == "day":
                self._covered[file.institution].add(file.period)
        self._known = before._known_of(self.manifest.files) if before else {}
        self._wary = False
        self._lock = threading.Lock()

    @cached_property
    def institutions(self) -> tuple[str, ...]:
        named = {file.institution for file in self.manifest.files}
        return tuple(sorted({*named, *self.manifest.spans}))

    def span(self, institutions: Iterable[str]) -> Period | None:
        """Return the first and the last day exported for any of them; None: nothing was."""
        found = [span for name in institutions if (span := self.manifest.spans.get(name))]
        if not found:
            return None
        return Period(min(span.since for span in found), max(span.until for span in found))

    def today(self, institutions: Iterable[str], now: float) -> date:
        """Return the local day of the first of them."""
        name = next(iter(institutions), "")
        try:
            zone = ZoneInfo(self.manifest.zones.get(name, "")) if name else _ZONE
        except (ValueError, OSError, KeyError):  # told wrongly, or of a place not known here
            zone = _ZONE
        return datetime.fromtimestamp(now, zone).date()

    def readable(
        self, cursor: duckdb.DuckDBPyConnection, table: str, selection: Selection
    ) -> Readable:
        """Return the files of a table that hold days of the selection."""
        chosen = list(self._chosen(table, selection))
        known = self._examined(cursor, chosen)
        told = (fitness.note for fitness in known.values() if fitness.note)
        missing = (*self.manifest.notes, *self._gaps(table, selection), *told)
        short = sum(file.is_short for file in chosen)
        return Readable(_by_columns(chosen, known), selection.institutions, missing, short)

    def without_short(self, table: str, selection: Selection, found: Readable) -> Readable:
        """Return the files of years alone."""
        chosen = [file for file in self._chosen(table, selection) if not file.is_short]
        return found._replace(paths=_by_columns(chosen, self._known))

    def short(self, cursor: duckdb.DuckDBPyConnection, table: str) -> Readable:
        """Return all files of a table that are of a day or a month, of all institutions."""
        whole = Selection(self.institutions, None, date.min, date.max)
        chosen = [file for file in self._chosen(table, whole) if file.is_short]
        return Readable(_by_columns(chosen, self._examined(cursor, chosen)))

    def forget(self) -> None:
        """Look into all files: one could not be read though it seemed to be whole, and ours."""
        with self._lock:
            self._known, self._wary = {}, True

    def _examined(
        self, cursor: duckdb.DuckDBPyConnection, chosen: list[ExportFile]
    ) -> dict[str, Fitness]:
        """Return what is known of the files, looked at now where it was not yet."""
        with self._lock:
            new = [file for file in chosen if file.path not in self._known]
            examined = files.examined(cursor, new, self._wary)
            self._known |= {file.path: fitness for file, fitness in examined}
            return {file.path: self._known[file.path] for file in chosen}

    def _known_of(self, named: Iterable[ExportFile]) -> dict[str, Fitness]:
        mine = {file.path: file for file in self.manifest.files if file.path in self._known}
        same = [file.path for file in named if mine.get(file.path) == file]
        return {path: self._known[path] for path in same if not self._known[path].note}

    def _chosen(self, table: str, selection: Selection) -> Iterator[ExportFile]:
        for institution in selection.institutions:
            for file in self._by_table[table, institution]:
                if file.period.first <= selection.last and file.period.last >= selection.first:
                    yield file

    def _gaps(self, table: str, selection: Selection) -> Iterator[Note]:
        if not schema.TABLES[table].dated:
            return
        for institution in selection.institutions:
            yield from self._gaps_of(institution, selection.period)

    def _gaps_of(self, institution: str, asked: Period) -> Iterator[Note]:
        """Yield days of which no table has a file: a table without rows that day has none."""
        span = self.manifest.spans.get(institution)
        if not span:
            yield Note(notes.NO_FILES, institution)
            return
        for gap in periods.gaps(self._covered[institution], asked):
            yield from _named_gap(institution, gap, Period(*span))


def _by_columns(
    chosen: Iterable[ExportFile], known: Mapping[str, Fitness]
) -> dict[Columns, list[str]]:
    paths: dict[Columns, list[str]] = defaultdict(list)
    for file in chosen:
        if columns := known[file.path].columns:
            paths[columns].append(file.path)
    return paths


def _named_gap(institution: str, gap: Period, span: Period) -> Iterator[Note]:
    """Tell days before the first export, between exports, and after the latest one apart."""
    if gap.first < span.first:
        yield Note(
            notes.BEFORE, institution, "", gap.first, min(gap.last, span.first - periods.DAY)
        )
    first, last = max(gap.first, span.first), min(gap.last, span.last)
    if first <= last:
        yield Note(notes.MISSING_DAYS, institution, "", first, last)
    if gap.last > span.last:
        yield Note(
            notes.NOT_YET, institution, "", max(gap.first, span.last + periods.DAY), gap.last
        )
