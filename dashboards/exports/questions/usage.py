"""The users of the service: campaigns, hours, themes, opt-outs, replies, approvals."""

import pandas as pd

from dashboards.exports import names, notes, schema
from dashboards.exports.engine import Engine
from dashboards.exports.selection import Selection
from dashboards.exports.sums import sums


def campaigns_by_day(engine: Engine, selection: Selection) -> pd.DataFrame:
    """Return day, campaigns, people."""
    return _campaigns(engine, selection, "day")[["day", "campaigns", "people"]]


def hours(engine: Engine, selection: Selection) -> pd.DataFrame:
    """Return weekday (1: Monday), hour, messages, delivered, failed; of whole months."""
    by, of = ("weekday", "hour"), ("messages", "delivered", "failed")
    return sums(engine, selection, by, of, table="cube_hours")


def subscriptions(engine: Engine, selection: Selection) -> pd.DataFrame:
    """Return institution, day, theme, name, members, joined, left.

    The theme 0 is the whole institution. joined and left are missing where they are 1 to 4.
    """
    by, of = ("institution", "day", "theme"), ("members", "joined", "left")
    found = sums(engine, selection, by, of, table="subscriptions")
    return names.named(engine, selection, found, schema.THEME)


def left(engine: Engine, selection: Selection) -> pd.DataFrame:
    """Return month, left: the opt-outs of whole institutions."""
    return sums(engine, selection, ("month",), ("left",), {"theme": (0,)}, "subscriptions")


def replies(engine: Engine, selection: Selection) -> pd.DataFrame:
    """Return month, replies, stops, starts; missing where they are 1 to 4."""
    return sums(engine, selection, ("month",), ("replies", "stops", "starts"), table="replies")


def sizes(engine: Engine, selection: Selection) -> pd.DataFrame:
    """Return campaigns by size: size (the fewest people: 1, 5, 10, 50, 200, 1000), campaigns,
    people, messages."""
    return _campaigns(engine, selection, "size")


def _campaigns(engine: Engine, selection: Selection, by: str) -> pd.DataFrame:
    """Return campaigns, people, messages; asked by day and size, so that one answer tells both."""
    of = ("campaigns", "people", "messages")
    found = sums(engine, selection, ("day", "size"), of, table="campaigns")
    told = found.groupby(by, as_index=False)[list(of)].sum()
    return notes.told(told, *notes.of(found))


def origins(engine: Engine, selection: Selection) -> pd.DataFrame:
    """Return month, origin, campaigns, people."""
    return sums(engine, selection, ("month", "origin"), ("campaigns", "people"), table="campaigns")


def approvals(engine: Engine, selection: Selection) -> pd.DataFrame:
    """Return month, campaigns, approved (how many were asked for, and granted), approval_p50,
    approval_p90 (seconds between the two)."""
    of = ("campaigns", "approved", "approval_p50", "approval_p90")
    return sums(engine, selection, ("month",), of, table="campaigns")
