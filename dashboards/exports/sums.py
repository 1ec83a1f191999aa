"""Sums of a selection, asked of the narrowest table that knows all that is asked."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import pandas as pd

from dashboards.exports import notes, schema
from dashboards.exports.catalogue import Readable
from dashboards.exports.engine import Engine
from dashboards.exports.notes import Note
from dashboards.exports.selection import Selection
from dashboards.exports.sources import source

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
#: Measures that are no sums of a column of their own; a table that has such a column adds it up.
_MEASURES = {
    "approved": ("approval", "count(approval)"),
    "approval_p50": ("approval", "quantile_cont(approval, 0.5)"),
    "approval_p90": ("approval", "quantile_cont(approval, 0.9)"),
}
for _name, _states in schema.GROUPS.items():
    _kept = ", ".join(f"'{state}'" for state in _states)
    _summed = f"coalesce(sum(messages) FILTER (state IN ({_kept})), 0)::BIGINT"
    _MEASURES[_name] = ("state messages", _summed)
#: Not added over days: the latest counts, for those who do not ask by day.
_STOCKS = {"available", "reserved", "members", "flagged"}
_NOBODY = (-1,)  # no account has this key


class Query(NamedTuple):
    """Sums that are asked of a table."""

    table: schema.ExportTable
    by: tuple[str, ...]
    of: tuple[str, ...]
    where: Mapping[str, tuple[object, ...]]
    newest: int = 0  #: so many rows of campaigns as they are, the latest first; 0: sums


def sums(
    engine: Engine,
    selection: Selection,
    by: tuple[str, ...],
    of: tuple[str, ...] = ("messages",),
    where: Mapping[str, Iterable[object]] | None = None,
    table: str = "",
    newest: int = 0,
) -> pd.DataFrame:
    """Return a row for each combination of ``by``, with the sums ``of``, in the order of ``by``.

    ``where`` keeps rows whose column has one of the values. Without ``table`` it is the narrowest
    of those that hold messages. ``week`` and ``month`` may stand in ``by``: their first days.
    Stocks (``available``, ``members`` …) are those of the latest day unless one asks by day.
    ``newest`` is that of ``Query``. Empty, with a note, where no table knows a filter or the
    account.
    """
    kept = {column: tuple(values) for column, values in (where or {}).items()}
    chosen = schema.TABLES[table or _narrowest(_asked(selection, by, of, kept))]
    query = Query(chosen, by, of, kept, newest)
    fault = _fault(selection, chosen)
    scope = Selection((), None, *selection.period) if fault else selection
    frame = engine.ask(chosen.name, scope, lambda found: _sql(query, found, scope))
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


def _fault(selection: Selection, table: schema.ExportTable) -> Note | None:
    keyed = set(selection.chosen) - {"origin", "network", "country"}
    if len(selection.institutions) > 1 and (keyed or selection.accounts is not None):
        return Note(notes.ONE_INSTITUTION, table=table.name)
    if selection.by_account and "account" not in table.names:
        return Note(notes.NOT_BY_ACCOUNT, table=table.name)
    lacking = [name for name in selection.chosen if name not in table.names]
    return Note(notes.NOT_SO, table=table.name, detail=lacking[0]) if lacking else None


def _sql(query: Query, found: Readable, selection: Selection) -> tuple[str, list[Any]]:
    rows, values = source(query.table, found)
    kept, more = _conditions(query, selection)
    groups = [_group(query.table, name) for name in query.by]
    columns = [*groups, *(_measure(query, name) for name in query.of)]
    if "state" in query.table.names and schema.GROUPS.keys() & set(query.of):
        rows, kept = f"({_by_state(query, rows, kept)})", "true"
        columns = [*(f'"{name}"' for name in query.by), *columns[len(groups) :]]
    sql = f"SELECT {', '.join(columns)} FROM {rows} WHERE {kept}"  # noqa: S608 # our own names
    return sql + _order(query), [*values, *more]


def _by_state(query: Query, rows: str, kept: str) -> str:
    """Return a query that sums by state first, as few sums then tell all groups of states."""
    groups = [_group(query.table, name) for name in query.by]
    added = [name for name in query.of if name in query.table.names]
    columns = [*groups, "state", *(f"sum({name})::BIGINT AS {name}" for name in added)]
    return f"SELECT {', '.join(columns)} FROM {rows} WHERE {kept} GROUP BY ALL"  # noqa: S608


def _order(query: Query) -> str:
    if query.newest:
        return f" ORDER BY day DESC, campaign DESC LIMIT {query.newest:d}"
    return " GROUP BY ALL ORDER BY ALL" if query.by else ""


def _group(table: schema.ExportTable, name: str) -> str:
    if name in table.names:
        return f'"{name}"'
    return f"{_DERIVED[name][1]} AS {name}"


def _measure(query: Query, name: str) -> str:
    if query.newest:
        return f'"{name}"'
    if name not in query.table.names:
        return f'{_MEASURES[name][1]} AS "{name}"'
    if name in _STOCKS and "day" not in query.by:
        return f'arg_max("{name}", day) AS "{name}"'
    return f'sum("{name}")::BIGINT AS "{name}"'


def _conditions(query: Query, selection: Selection) -> tuple[str, list[Any]]:
    parts = ["campaign > 0" if query.newest else "true"]
    values: list[Any] = []
    if dated := query.table.when:
        parts.append(f"{dated} BETWEEN ? AND ?")
        first = selection.first.replace(day=1) if dated == "month" else selection.first
        values = [first, selection.last]
    kept = {**query.where, **{name: (value,) for name, value in selection.chosen.items()}}
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
