"""Figures of days before, which the files alone remember: the store knows those of today."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from unisms.services.exports.engine import ExportEngine
from unisms.services.exports.manifests import ExportFile
from unisms.services.exports.snapshots import NumbersTold
from unisms.services.exports.tables import TableRow


def people(engine: ExportEngine, folder: Path, files: Sequence[ExportFile]) -> dict[date, int]:
    """Return how many people there were on each day on which that was counted."""
    where = "theme = 0 AND members IS NOT NULL"
    return dict(_rows(engine, folder, files, "day, members", where))


def numbers(
    engine: ExportEngine, folder: Path, files: Sequence[ExportFile], before: date
) -> NumbersTold:
    """Return what files tell of numbers on the days before a day."""
    columns = "day, flagged, saved_messages, saved_segments, saved_cost"
    rows = _rows(engine, folder, files, columns, f"day < DATE '{before}'")
    flagged = {day: count for day, count, *_ in rows}
    saved: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for day, _, *figures in rows:
        month = saved[f"{day:%Y-%m}"]
        month[:] = [one + more for one, more in zip(month, figures, strict=True)]
    evening = date.fromordinal(before.toordinal() - 1)
    return NumbersTold(flagged.get(evening), saved)


def _rows(
    engine: ExportEngine, folder: Path, files: Sequence[ExportFile], columns: str, where: str
) -> list[TableRow]:
    """Return rows of those files that are there."""
    paths = ", ".join(f"'{folder / one.path}'" for one in files if one.is_there(folder))
    if not paths:
        return []
    return engine.run(f"SELECT {columns} FROM read_parquet([{paths}]) WHERE {where}")  # noqa: S608
