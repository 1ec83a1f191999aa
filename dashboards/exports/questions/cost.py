"""Costs, and the accounts that bear them. Amounts are thousandths of a euro."""

import pandas as pd

from dashboards.exports import names, schema
from dashboards.exports.engine import Engine
from dashboards.exports.selection import Selection
from dashboards.exports.sums import sums

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
    """Return what each account has at the end of the period: institution, account, name,
    available, reserved."""
    since = engine.catalogue.span(selection.institutions)
    whole = selection._replace(first=min(selection.first, since.first)) if since else selection
    by, of = ("institution", "account"), ("available", "reserved")
    found = sums(engine, whole, by, of, table="balances")
    return names.named(engine, selection, found, schema.ACCOUNT)
