"""Numbers in error: why, how many are set aside, what is not spent on them."""

import pandas as pd

from dashboards.exports import names, notes, schema
from dashboards.exports.engine import Engine
from dashboards.exports.intervals import wilson
from dashboards.exports.questions.standing import share
from dashboards.exports.selection import Selection
from dashboards.exports.sums import sums

#: Causes that are the list's fault: the number is wrong, dead or set aside.
OF_NUMBERS = (
    "number_invalid",
    "number_unusable",
    "suspended",
    "no_number",
    "landline",
    "voip",
    "premium",
    "impossible",
    "unreadable",
)


def causes_by_month(engine: Engine, selection: Selection) -> pd.DataFrame:
    """Return month, cause, messages of those that failed."""
    return sums(engine, selection, ("month", "cause"), where={"state": schema.FAILED})


def flagged_by_day(engine: Engine, selection: Selection) -> pd.DataFrame:
    """Return day, flagged (set aside that evening), new, repaired; of the whole institution."""
    return sums(engine, selection, ("day",), ("flagged", "new", "repaired"), table="numbers")


def saved_by_month(engine: Engine, selection: Selection) -> pd.DataFrame:
    """Return what was not spent on flagged numbers: month, messages, segments, cost."""
    of = ("saved_messages", "saved_segments", "saved_cost")
    found = sums(engine, selection, ("month",), of, table="numbers")
    return found.rename(columns=lambda name: name.removeprefix("saved_"))


def worst_accounts(engine: Engine, selection: Selection) -> pd.DataFrame:
    """Return accounts with the worst lists first: institution, account, name, messages, bad,
    share, low, high.

    Bad messages are those whose number was wrong, dead or set aside. Order is that of the lower
    bound of the share, so that few messages do not stand first by chance.
    """
    found = sums(engine, selection, ("institution", "account", "cause"))
    found["bad"] = found["messages"].where(found["cause"].isin(OF_NUMBERS), 0)
    keys = ["institution", "account"]
    told = found.groupby(keys, as_index=False)[["messages", "bad"]].sum()
    told["share"] = share(told["bad"], told["messages"])
    bounds = [
        wilson(int(bad), int(all_)) for bad, all_ in zip(told["bad"], told["messages"], strict=True)
    ]
    told["low"], told["high"] = [b.low for b in bounds], [b.high for b in bounds]
    told = notes.told(told.sort_values("low", ascending=False, ignore_index=True), *notes.of(found))
    return names.named(engine, selection, told, schema.ACCOUNT)
