"""The names of keys, and what may be chosen."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from dashboards.exports import schema
from dashboards.exports.catalogue import Readable
from dashboards.exports.engine import Engine
from dashboards.exports.selection import Selection
from dashboards.exports.sources import source
from dashboards.exports.sums import sums

_AMONG = "key BETWEEN ? AND ? AND list_contains(?::INTEGER[], key)"
COLUMNS = ("institution", "key", "name", "name_en", "day", "kind")


def of(engine: Engine, selection: Selection, kind: str, keys: Sequence[int] = ()) -> pd.DataFrame:
    """Return institution, key, name, name_en, day and kind of all things of a kind, by name.

    Of accounts and campaigns, they are those of the accounts that one may see; of campaigns those
    of ``keys`` alone, as there may be a million.

    A name is '' once it was erased; the theme 0, the whole institution, and the account 0 have no
    row.
    """
    found = _told(engine, selection, kind, keys)
    if selection.accounts is None or kind not in (schema.ACCOUNT, schema.CAMPAIGN):
        return found
    seen = selection.accounts if kind == schema.ACCOUNT else _campaigns(engine, selection)
    return found[found["key"].isin(seen)].reset_index(drop=True)


def _told(engine: Engine, selection: Selection, kind: str, keys: Sequence[int]) -> pd.DataFrame:
    """Return all things of a kind, whoever sees them; what is few of all kinds is read at once."""
    if kind != schema.CAMPAIGN:
        found = _read(engine, selection, "kind <> ?", schema.CAMPAIGN)
        return found[found["kind"] == kind].reset_index(drop=True)
    near = (min(keys, default=0), max(keys, default=0))  # a file is read where they stand
    return _read(engine, selection, f"kind = ? AND {_AMONG}", kind, *near, [*keys])


def _read(engine: Engine, selection: Selection, condition: str, *kept: Any) -> pd.DataFrame:
    def question(found: Readable) -> tuple[str, list[Any]]:
        rows, values = source(schema.TABLES["names"], found)
        columns = ", ".join(COLUMNS)
        sql = f"SELECT {columns} FROM {rows} WHERE {condition} ORDER BY name, key"  # noqa: S608
        return sql, [*values, *kept]

    return engine.ask("names", selection, question)


def _campaigns(engine: Engine, selection: Selection) -> list[int]:
    """Return the keys of all campaigns that the accounts that one may see have paid, of any day."""
    span = engine.catalogue.span(selection.institutions) or selection.period
    ever = Selection(selection.institutions, selection.accounts, *span)
    found: list[int] = sums(engine, ever, ("campaign",), (), table="campaigns")["campaign"].tolist()
    return found


def named(
    engine: Engine, selection: Selection, frame: pd.DataFrame, kind: str, column: str = "name"
) -> pd.DataFrame:
    """Give the frame a column of names behind the column called ``kind``; return it.

    The frame has a column ``institution``. Keys without a name have ''.
    """
    keys = frame[kind].unique().tolist() if kind == schema.CAMPAIGN else ()
    known = of(engine, selection, kind, keys)
    pairs = zip(known["institution"], known["key"], strict=True)
    names = dict(zip(pairs, known["name"], strict=True))
    asked = zip(frame["institution"], frame[kind], strict=True)
    told = [names.get(pair, "") for pair in asked]
    frame.insert(frame.columns.get_loc(kind) + 1, column, pd.Series(told, frame.index, dtype="str"))
    return frame


def accounts(engine: Engine, selection: Selection) -> pd.DataFrame:
    """Return the accounts that one may see, as ``of`` does."""
    return of(engine, selection, schema.ACCOUNT)
