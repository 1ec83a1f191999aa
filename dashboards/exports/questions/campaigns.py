"""Campaigns: all of them, one, and the causes of its failures."""

import pandas as pd

from dashboards.exports import names, schema
from dashboards.exports.engine import Engine
from dashboards.exports.questions.standing import share
from dashboards.exports.selection import Selection
from dashboards.exports.sums import sums

BY = ("institution", "day", "campaign", "account", "origin", "purpose")
OF = (
    "people",
    "messages",
    "segments",
    "cost",
    "delivered",
    "failed",
    "set_aside",
    "uncertain",
    "replies",
    "stops",
)


def listed(engine: Engine, selection: Selection, limit: int = 500) -> pd.DataFrame:
    """Return campaigns of at least five people, the latest first.

    Columns: institution, day, campaign, name, account, account_name, origin, purpose, people,
    messages, segments, cost, delivered, failed, set_aside, uncertain, replies, stops, rate
    (delivered / messages that were not set aside).
    """
    found = sums(engine, selection, BY, OF, table="campaigns", newest=limit)
    found["rate"] = share(found["delivered"], found["messages"] - found["set_aside"])
    found = names.named(engine, selection, found, schema.CAMPAIGN)
    return names.named(engine, selection, found, schema.ACCOUNT, "account_name")


def offered(engine: Engine, selection: Selection, limit: int = 200) -> pd.DataFrame:
    """Return campaigns to choose from, the latest first: institution, campaign, name."""
    by = ("institution", "campaign")
    found = sums(engine, selection, by, (), table="campaigns", newest=limit)
    return names.named(engine, selection, found, schema.CAMPAIGN)


def one(engine: Engine, selection: Selection, campaign: int) -> pd.DataFrame:
    """Return the row of one campaign, whenever it was released, as ``listed`` does."""
    return listed(engine, _of(engine, selection, campaign))


def causes_of(engine: Engine, selection: Selection, campaign: int) -> pd.DataFrame:
    """Return what became of the messages of a campaign: state, cause, messages."""
    scope = _of(engine, selection, campaign)
    released = names.of(engine, scope, schema.CAMPAIGN, [campaign])["day"].min()
    if released is not pd.NaT and released.date() > scope.first:
        scope = scope._replace(first=released.date())
    return sums(engine, scope, ("state", "cause"))


def _of(engine: Engine, selection: Selection, campaign: int) -> Selection:
    span = engine.catalogue.span(selection.institutions) or selection.period
    only = Selection(selection.institutions, selection.accounts, *span)
    return only._replace(campaign=campaign)
