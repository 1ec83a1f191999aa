"""The files that may be read for a question, and what is missing from its answer."""

import threading
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

import duckdb

from dashboards.exports import files, manifest, notes, periods, schema
from dashboards.exports.files import Fitness
from dashboards.exports.manifest import ExportFile, Manifest
from dashboards.exports.notes import Note
from dashboards.exports.periods import Period
from dashboards.exports.selection import Selection

_ZONE = ZoneInfo("Europe/Paris")


class Readable(NamedTuple):
    """Files by the columns they have, and what is missing."""

    paths: dict[frozenset[tuple[str, str]], tuple[str, ...]]
    notes: tuple[Note, ...]


class Catalogue:
    """What one manifest names. A file is examined when it is first asked for."""

    def __init__(self, folder: Path) -> None:
        self.stamp = manifest.stamp(folder)
        self.manifest: Manifest = manifest.read(folder)
        self._by_table: dict[tuple[str, str], list[ExportFile]] = defaultdict(list)
        self._covered: dict[str, set[Period]] = defaultdict(set)
        for file in self.manifest.files:
            self._by_table[file.table, file.institution].append(file)
            if schema.TABLES[file.table].dated == "day":
                self._covered[file.institution].add(file.period)
        self._known: dict[Path, Fitness] = {}
        self._lock = threading.Lock()

    @property
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
        with self._lock:
            new = [file for file in chosen if file.path not in self._known]
            for file, fitness in files.examined(cursor, new):
                self._known[file.path] = fitness
        paths: dict[frozenset[tuple[str, str]], tuple[str, ...]] = {}
        for file in chosen:
            columns = self._known[file.path].columns
            if columns:
                paths[columns] = (*paths.get(columns, ()), str(file.path))
        told = (fitness.note for file in chosen if (fitness := self._known[file.path]).note)
        return Readable(paths, (*self.manifest.notes, *self._gaps(table, selection), *told))

    def forget(self) -> None:
        """Examine all files anew: one could not be read though it was whole when first asked."""
        with self._lock:
            self._known.clear()

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
