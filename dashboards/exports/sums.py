"""Sums of a selection, asked of the narrowest table that knows all that is asked."""

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from dashboards.exports import notes, schema
from dashboards.exports.catalogue import Readable
from dashboards.exports.engine import Engine
from dashboards.exports.notes import Note
from dashboards.exports.selection import Selection

#: A group that is no column of a table: the columns it is made of, and how.
_DERIVED = {
    "week": ("day", "date_trunc('week', day)::DATE"),
    "month": ("day", "date_trunc('month', day)::DATE"),
    "size": (
        "campaign people",
        "CASE WHEN campaign = 0 THEN 1 WHEN people < 10 THEN 5 WHEN people < 50 THEN 10"
        " WHEN people < 200 THEN 50 WHEN people < 1000 THEN 200 ELSE 1000 END",
    ),
}
#: Measures that are no sums of a column of their own.
_MEASURES = {
    "approved": ("approval", "count(approval)"),
    "approval_p50": ("approval", "quantile_cont(approval, 0.5)"),
    "approval_p90": ("approval", "quantile_cont(approval, 0.9)"),
}
#: Not added over days: the latest counts, for those who do not ask by day.
_STOCKS = {"available", "reserved", "members", "flagged"}
_UNKNOWN = {schema.TEXT: "''", schema.KEY: "0", schema.YES_NO: "NULL::BOOLEAN"}
_NOBODY = (-1,)  # no account has this key


def sums(
    engine: Engine,
    selection: Selection,
    by: tuple[str, ...],
    of: tuple[str, ...] = ("messages",),
    where: Mapping[str, Iterable[object]] | None = None,
    table: str = "",
) -> pd.DataFrame:
    """Return a row for each combination of ``by``, with the sums ``of``, in the order of ``by``.

    ``where`` keeps rows whose column has one of the values. Without ``table`` it is the narrowest
    of those that hold messages. ``week`` and ``month`` may stand in ``by``: their first days.
    Stocks (``available``, ``members`` …) are those of the latest day unless one asks by day.
    Empty, with a note, where no table knows a filter or the account.
    """
    kept = {column: tuple(values) for column, values in (where or {}).items()}
    asked = _asked(selection, by, of, kept)
    chosen = table or _narrowest(asked)
    fault = _fault(selection, schema.TABLES[chosen])
    scope = Selection((), None, *selection.period) if fault else selection

    def question(found: Readable) -> tuple[str, list[Any]]:
        return _sql(schema.TABLES[chosen], found, scope, by, of, kept)

    frame = engine.ask(chosen, scope, question)
    return notes.told(frame, fault) if fault else frame


def _asked(
    selection: Selection, by: Iterable[str], of: Iterable[str], where: Iterable[str]
) -> set[str]:
    made = {**_DERIVED, **_MEASURES}
    columns = {word for name in (*by, *of) for word in made.get(name, (name,))[0].split()}
    right = {"account"} if selection.by_account else set()
    return columns | set(where) | set(selection.chosen) | right


def _narrowest(asked: set[str]) -> str:
    """Return the first table that has all columns; delays of ones not delivered are unknown."""
    for name in schema.OF_MESSAGES:
        if asked <= set(schema.TABLES[name].names) and ("delay" in asked or name != "cube_delays"):
            return name
    raise ValueError(f"no table of messages has {sorted(asked)}")


def _fault(selection: Selection, table: schema.Table) -> Note | None:
    keyed = set(selection.chosen) - {"origin", "network", "country"}
    if len(selection.institutions) > 1 and (keyed or selection.accounts is not None):
        return Note(notes.ONE_INSTITUTION, table=table.name)
    if selection.by_account and "account" not in table.names:
        return Note(notes.NOT_BY_ACCOUNT, table=table.name)
    lacking = [name for name in selection.chosen if name not in table.names]
    return Note(notes.NOT_SO, table=table.name, detail=lacking[0]) if lacking else None


def _sql(
    table: schema.Table,
    found: Readable,
    selection: Selection,
    by: tuple[str, ...],
    of: tuple[str, ...],
    where: Mapping[str, tuple[object, ...]],
) -> tuple[str, list[Any]]:
    rows, values = source(table, found)
    kept, more = _conditions(table, selection, where)
    groups = [_group(table, name) for name in by]
    columns = [*groups, *(_measure(name, by) for name in of)]
    sql = f"SELECT {', '.join(columns)} FROM {rows} WHERE {kept}"  # noqa: S608 # our own names
    return sql + (" GROUP BY ALL ORDER BY ALL" if by else ""), [*values, *more]


def _group(table: schema.Table, name: str) -> str:
    if name in table.names:
        return f'"{name}"'
    return f"{_DERIVED[name][1]} AS {name}"


def _measure(name: str, by: tuple[str, ...]) -> str:
    if name in _MEASURES:
        return f'{_MEASURES[name][1]} AS "{name}"'
    if name in _STOCKS and "day" not in by:
        return f'arg_max("{name}", day) AS "{name}"'
    return f'sum("{name}")::BIGINT AS "{name}"'


def source(table: schema.Table, found: Readable) -> tuple[str, list[Any]]:
    """Return the rows of all files as our table has them, whatever columns each has."""
    if not found.paths:
        nothing = (f'NULL::{column.type} AS "{column.name}"' for column in table.columns)
        return f"(SELECT {', '.join(nothing)} WHERE false)", []
    parts = [_part(table, dict(columns)) for columns in found.paths]
    return f"({' UNION ALL '.join(parts)})", [list(paths) for paths in found.paths.values()]


def _part(table: schema.Table, there: dict[str, str]) -> str:
    columns = (_column(column, there.get(column.name)) for column in table.columns)
    return f"SELECT {', '.join(columns)} FROM read_parquet(?)"  # noqa: S608 # our own names


def _column(column: schema.Column, told: str | None) -> str:
    """Return a column of a file; unknown where it lacks it or has a value that it cannot hold."""
    if told == column.type or (column.type == schema.COUNT and told in schema.INTEGERS):
        return f'"{column.name}"'
    unknown = _UNKNOWN.get(column.type, "NULL::BIGINT")
    if column.name == "delay":
        unknown = "-1"
    if told is None:
        return f'{unknown} AS "{column.name}"'
    return f'coalesce(TRY_CAST("{column.name}" AS {column.type}), {unknown}) AS "{column.name}"'


def _conditions(
    table: schema.Table, selection: Selection, where: Mapping[str, tuple[object, ...]]
) -> tuple[str, list[Any]]:
    parts: list[str] = ["true"]
    values: list[Any] = []
    if table.dated:
        parts.append(f"{table.dated} BETWEEN ? AND ?")
        first = selection.first.replace(day=1) if table.dated == "month" else selection.first
        values = [first, selection.last]
    kept = {**where, **{name: (value,) for name, value in selection.chosen.items()}}
    if selection.accounts is not None:
        kept["account"] = _seen(selection)
    for column, wanted in kept.items():
        parts.append(f"{column} IN ({', '.join('?' * len(wanted))})" if wanted else "false")
        values.extend(wanted)
    return " AND ".join(parts), values


def _seen(selection: Selection) -> tuple[int, ...]:
    """Return the accounts that count: the one chosen, if it may be seen, else all of these."""
    allowed = selection.accounts or ()
    if selection.account:
        allowed = tuple(key for key in allowed if key == selection.account)
    return allowed or _NOBODY
