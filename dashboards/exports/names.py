"""The names of keys, and what may be chosen."""

from typing import Any

import pandas as pd

from dashboards.exports import schema
from dashboards.exports.catalogue import Readable
from dashboards.exports.engine import Engine
from dashboards.exports.selection import Selection
from dashboards.exports.sums import source

COLUMNS = ("institution", "key", "name", "name_en", "day")


def of(engine: Engine, selection: Selection, kind: str) -> pd.DataFrame:
    """Return institution, key, name, name_en and day of all things of a kind, by name.

    A name is '' once it was erased; the theme 0, the whole institution, and the account 0 have no
    row.
    """

    def question(found: Readable) -> tuple[str, list[Any]]:
        rows, values = source(schema.TABLES["names"], found)
        columns = ", ".join(COLUMNS)
        sql = f"SELECT {columns} FROM {rows} WHERE kind = ? ORDER BY name, key"  # noqa: S608
        return sql, [*values, kind]

    return engine.ask("names", selection, question)


def named(
    engine: Engine, selection: Selection, frame: pd.DataFrame, kind: str, column: str = "name"
) -> pd.DataFrame:
    """Return the frame with a column of names behind the column called ``kind``.

    The frame has a column ``institution``. Keys without a name have ''.
    """
    known = of(engine, selection, kind).drop_duplicates(["institution", "key"])
    known = known[["institution", "key", "name"]].rename(columns={"key": kind, "name": column})
    told = frame.merge(known, on=["institution", kind], how="left")
    told[column] = told[column].fillna("")
    told.attrs = frame.attrs
    names = [name for name in told.columns if name != column]
    names.insert(names.index(kind) + 1, column)
    return told[names]


def accounts(engine: Engine, selection: Selection) -> pd.DataFrame:
    """Return the accounts that one may see, as ``of`` does."""
    found = of(engine, selection, schema.ACCOUNT)
    if selection.accounts is None:
        return found
    return found[found["key"].isin(selection.accounts)].reset_index(drop=True)
