"""Rows of exports, and what the files of a folder tell, for tests of whoever writes them."""

import json
from datetime import date

import duckdb

from unisms.services.exports import editions, tables
from unisms.services.exports.manifests import ExportedInstitution

PARIS = ExportedInstitution("paris1", "2024-01-01", "2026-11-29")
WAY = (1, 7, 2, "page", "service", "208-01", "FR", "delivered", "", 3)  # of a fact


def fact(day, messages=1, **changed):
    """A row of facts; ``changed`` by the names of columns."""
    columns = tables.TABLES["facts"].columns
    row = dict(zip(columns, (day, *WAY, messages, messages, 50 * messages), strict=True))
    return tuple((row | changed)[column] for column in columns)


def published(folder, rows=(), today=date(2026, 11, 30), told=PARIS, **given):
    """Write all rows of an institution: of facts, and by the name of another table."""
    given = dict.fromkeys(tables.GIVEN, ()) | {"facts": rows} | given
    editions.publish(folder, told, given, today=today, now=1_800_000_000)


def manifest(folder):
    return json.loads((folder / "manifest.json").read_text())


def files(folder, table, institution="paris1"):
    """``{period: path}`` of the files that count."""
    return {
        one["period"]: folder / one["path"]
        for one in manifest(folder)["files"]
        if (one["table"], one["institution"]) == (table, institution)
    }


def told(folder, table, institution="paris1"):
    """Every row of a table, as a dictionary, in order."""
    paths = [str(path) for path in files(folder, table, institution).values()]
    if not paths:
        return []
    with duckdb.connect() as database:
        found = database.execute("SELECT * FROM read_parquet(?) ORDER BY ALL", [paths])
        names = [column[0] for column in found.description]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def summed(folder, table, *figures):
    """The sums of columns over all rows of a table."""
    rows = told(folder, table)
    return tuple(sum(row[figure] or 0 for row in rows) for figure in figures)
