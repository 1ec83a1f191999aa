"""The files that count, as the manifest names them; by their own names where it cannot be read."""

import json
import os
import re
import sys
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from dashboards.exports import notes, periods, schema
from dashboards.exports.notes import Note
from dashboards.exports.periods import Period

NAME = "manifest.json"
_MONTH = 31  # days
_FILE = re.compile(r"(?P<period>[^.]+)(\.[0-9a-f]+)?\.parquet")


class ExportFile(NamedTuple):
    """A file of one table, of one institution, of some days."""

    table: str
    institution: str
    period: Period
    path: str
    size: int | None = None  #: bytes; None: not told
    sha256: str = ""
    version: int = schema.VERSION

    @property
    def is_short(self) -> bool:
        """Whether it tells of a day or a month of a year that has months which are still open."""
        return self.period.days <= _MONTH


class Span(NamedTuple):
    """The days of an institution that were exported, told by the manifest."""

    since: date
    until: date


class Manifest(NamedTuple):
    """What the exports hold."""

    files: tuple[ExportFile, ...] = ()
    spans: dict[str, Span] = {}
    zones: dict[str, str] = {}
    made_at: float = 0.0  #: epoch seconds; 0: unknown
    notes: tuple[Note, ...] = ()


def stamp(folder: Path) -> tuple[int, ...]:
    """Return what changes whenever the manifest does."""
    try:
        told = (folder / NAME).stat()
    except OSError:
        return ()
    return told.st_mtime_ns, told.st_size, told.st_ino


def read(folder: Path) -> Manifest:
    """Return what the folder holds, however damaged its manifest is."""
    try:
        told = json.loads((folder / NAME).read_bytes())
        return _newer(told) or _read(folder, told)
    except FileNotFoundError:
        return _by_names(folder, Note(notes.NO_MANIFEST))
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return _by_names(folder, Note(notes.MANIFEST_DAMAGED))


def _newer(told: dict[str, Any]) -> Manifest | None:
    """Return an empty one if its format is of a version that we do not know."""
    if told["format"] != schema.FORMAT:
        raise ValueError(told["format"])
    if int(told["version"]) <= schema.VERSION:
        return None
    return Manifest(notes=(Note(notes.MANIFEST_NEWER, detail=str(told["version"])),))


def _read(folder: Path, told: dict[str, Any]) -> Manifest:
    files = tuple(_file(folder, line) for line in told["files"] if line["table"] in schema.TABLES)
    spans = {name: _span(line) for name, line in told["institutions"].items()}
    zones = {name: str(zone) for name, zone in told.get("zone", {}).items()}
    return Manifest(files, _with_spans(files, spans), zones, float(told.get("made_at", 0)))


def _span(line: dict[str, Any]) -> Span | None:
    if not line.get("since") or not line.get("until"):
        return None  # an institution that has sent nothing yet
    return Span(date.fromisoformat(line["since"]), date.fromisoformat(line["until"]))


def _file(folder: Path, line: dict[str, Any]) -> ExportFile:
    period, path = periods.spelled(line["period"]), line["path"]
    if period is None or path.startswith("/") or ".." in path.split("/"):
        raise ValueError(path)
    size, sha256 = line.get("bytes"), line.get("sha256", "")
    version = int(line.get("version", schema.VERSION))
    name, where = sys.intern(line["institution"]), f"{folder}/{path}"
    return ExportFile(schema.TABLES[line["table"]].name, name, period, where, size, sha256, version)


def _by_names(folder: Path, note: Note) -> Manifest:
    """Return what may be told from the names of files: the latest of each period.

    Days that a month or a year also holds are left out, lest they count twice.
    """
    latest: dict[tuple[object, ...], ExportFile] = {}
    for file in sorted(_found(folder), key=_written):
        latest[file.table, file.institution, file.period] = file
    files = tuple(_outermost(latest.values()))
    return Manifest(files, _with_spans(files, {}), notes=(note,))


def _written(file: ExportFile) -> tuple[int, str]:
    try:
        return os.stat(file.path).st_mtime_ns, file.path
    except OSError:  # removed meanwhile
        return 0, file.path


def _found(folder: Path) -> Iterator[ExportFile]:
    for table in schema.TABLES:
        for path in (folder / table).glob("*/*.parquet"):
            named = _FILE.fullmatch(path.name)
            period = periods.spelled(named["period"]) if named else None
            if period:
                yield ExportFile(table, path.parent.name, period, str(path))


def _outermost(files: Iterable[ExportFile]) -> Iterator[ExportFile]:
    last: ExportFile | None = None
    for file in sorted(
        files, key=lambda f: (f.table, f.institution, f.period.first, -f.period.days)
    ):
        inside = last and last[:2] == file[:2] and file.period.last <= last.period.last
        if not inside:
            last = file
            yield file


def _with_spans(files: Iterable[ExportFile], told: dict[str, Span | None]) -> dict[str, Span]:
    """Return the days of each institution; by its files where it is not told."""
    spans = {name: span for name, span in told.items() if span}
    for file in files:
        if file.period.first == date.min or told.get(file.institution):
            continue
        known = spans.get(file.institution, Span(*file.period))
        first, last = min(known.since, file.period.first), max(known.until, file.period.last)
        spans[file.institution] = Span(first, last)
    return spans
