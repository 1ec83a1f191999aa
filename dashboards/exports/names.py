"""The names of keys, and what may be chosen."""

from typing import Any

import pandas as pd

from dashboards.exports import schema
from dashboards.exports.catalogue import Readable
from dashboards.exports.engine import Engine
from dashboards.exports.selection import Selection
from dashboards.exports.sources import source
from dashboards.exports.sums import sums

COLUMNS = ("institution", "key", "name", "name_en", "day")


def of(
    engine: Engine, selection: Selection, kind: str, keys: list[int] | None = None
) -> pd.DataFrame:
    """Return institution, key, name, name_en and day of all things of a kind, by name.

    Of accounts and campaigns, they are those of the accounts that one may see. ``keys``: of these
    alone, as there may be a million campaigns.

    A name is '' once it was erased; the theme 0, the whole institution, and the account 0 have no
    row.
    """

    def question(found: Readable) -> tuple[str, list[Any]]:
        rows, values = source(schema.TABLES["names"], found)
        columns = ", ".join(COLUMNS)
        kept = "" if keys is None else f" AND key IN ({', '.join('?' * len(keys)) or 'NULL'})"
        sql = f"SELECT {columns} FROM {rows} WHERE kind = ?{kept} ORDER BY name, key"  # noqa: S608
        return sql, [*values, kind, *(keys or ())]

    found = engine.ask("names", selection, question)
    if selection.accounts is None or kind not in (schema.ACCOUNT, schema.CAMPAIGN):
        return found
    seen = selection.accounts if kind == schema.ACCOUNT else _campaigns(engine, selection)
    return found[found["key"].isin(seen)].reset_index(drop=True)


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
    keys = frame[kind].unique().tolist() if kind == schema.CAMPAIGN else None
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
