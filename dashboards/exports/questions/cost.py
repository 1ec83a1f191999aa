"""Costs, and the accounts that bear them. Amounts are thousandths of a euro."""

import pandas as pd

from dashboards.exports import names, periods, schema
from dashboards.exports.engine import Engine
from dashboards.exports.selection import Selection
from dashboards.exports.sums import sums

EVENINGS = 31  # within which an account has a row
MONEY = ("messages", "segments", "cost")


def by_account(engine: Engine, selection: Selection) -> pd.DataFrame:
    """Return institution, account, name, messages, segments, cost; the dearest first."""
    found = sums(engine, selection, ("institution", "account"), MONEY)
    found = found.sort_values("cost", ascending=False, ignore_index=True)
    return names.named(engine, selection, found, schema.ACCOUNT)


def by_origin(engine: Engine, selection: Selection) -> pd.DataFrame:
    """Return origin, messages, segments, cost."""
    return sums(engine, selection, ("origin",), MONEY)


def by_month(engine: Engine, selection: Selection) -> pd.DataFrame:
    """Return month, messages, segments, cost."""
    return sums(engine, selection, ("month",), MONEY)


def by_day(engine: Engine, selection: Selection) -> pd.DataFrame:
    """Return day, messages, segments, cost."""
    return sums(engine, selection, ("day",), MONEY)


def credits(engine: Engine, selection: Selection) -> pd.DataFrame:
    """Return credits given in the period: institution, account, name, segments, cost."""
    by, of = ("institution", "account"), ("segments", "cost")
    found = sums(engine, selection, by, of, table="credits")
    return names.named(engine, selection, found, schema.ACCOUNT)


def balances(engine: Engine, selection: Selection) -> pd.DataFrame:
    """Return segments that each account has at the end of the period.

    Columns: institution, account, name, available, reserved.
    """
    # Each account has a row an evening; days may be missing.
    last = selection._replace(first=selection.last - EVENINGS * periods.DAY)
    if span := engine.catalogue.span(selection.institutions):
        end = min(selection.last, span.last)
        last = selection._replace(first=end - EVENINGS * periods.DAY, last=end)
    by, of = ("institution", "account"), ("available", "reserved")
    found = sums(engine, last, by, of, table="balances")
    return names.named(engine, selection, found, schema.ACCOUNT)
