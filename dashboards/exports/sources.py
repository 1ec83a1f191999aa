"""Files as rows that SQL reads: each column as our table has it, whatever a file has."""

from typing import Any

from dashboards.exports import schema
from dashboards.exports.catalogue import Readable

_UNKNOWN = {schema.TEXT: "''", schema.KEY: "0", schema.YES_NO: "NULL::BOOLEAN"}


def source(table: schema.Table, found: Readable) -> tuple[str, list[Any]]:
    """Return the rows of all files, as something to select from, and its values."""
    parts = [_part(table, dict(columns)) for columns in found.paths]
    values: list[Any] = [*found.paths.values()]
    if found.recent:
        marks = ", ".join("?" * len(found.institutions))
        parts.append(f"SELECT * FROM {found.recent} WHERE institution IN ({marks})")  # noqa: S608
        values += found.institutions
    return f"({' UNION ALL '.join(parts or [_nothing(table)])})", values


def _nothing(table: schema.Table) -> str:
    nothing = (f'NULL::{column.type} AS "{column.name}"' for column in table.columns)
    return f"SELECT {', '.join(nothing)} WHERE false"


def _part(table: schema.Table, there: dict[str, str]) -> str:
    columns = (_column(column, there.get(column.name)) for column in table.columns)
    return f"SELECT {', '.join(columns)} FROM read_parquet(?)"  # noqa: S608 # our own names


def _column(column: schema.Column, told: str | None) -> str:
    """Return a column of a file; unknown where it lacks it or has a value that it cannot hold."""
    if told == column.type or (column.type == schema.COUNT and told in schema.INTEGERS):
        return f'"{column.name}"::{column.type} AS "{column.name}"'
    unknown = _UNKNOWN.get(column.type, "NULL::BIGINT")
    if column.name == "delay":
        unknown = "-1"
    if told is None:
        return f'{unknown} AS "{column.name}"'
    return f'coalesce(TRY_CAST("{column.name}" AS {column.type}), {unknown}) AS "{column.name}"'
