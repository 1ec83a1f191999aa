"""Do our messages arrive, by whom, where, when, and how fast?"""

import pandas as pd

from dashboards.exports import names, notes, schema
from dashboards.exports.engine import Engine
from dashboards.exports.percentiles import percentile
from dashboards.exports.questions.standing import share, standing
from dashboards.exports.selection import Selection
from dashboards.exports.sums import sums

PERCENTILES = {"p50": 0.5, "p90": 0.9, "p99": 0.99}


def by_day(engine: Engine, selection: Selection) -> pd.DataFrame:
    """Return a row a day: day, ``standing.COLUMNS``."""
    return standing(engine, selection, "day")


def by_broker(engine: Engine, selection: Selection) -> pd.DataFrame:
    """Return a row a broker: institution, broker, name, ``standing.COLUMNS``."""
    found = standing(engine, selection, "institution", "broker")
    return names.named(engine, selection, found, schema.BROKER)


def by_network(engine: Engine, selection: Selection) -> pd.DataFrame:
    """Return a row an operator: network (MCC-MNC; '' unknown), ``standing.COLUMNS``."""
    return standing(engine, selection, "network")


def by_country(engine: Engine, selection: Selection) -> pd.DataFrame:
    """Return a row a destination: country (region code; '' unknown), ``standing.COLUMNS``."""
    return standing(engine, selection, "country")


def by_hour(engine: Engine, selection: Selection) -> pd.DataFrame:
    """Return a row an hour of the day, of whole months: hour, messages, delivered, failed, rate.

    The rate is delivered / messages.
    """
    of = ("messages", "delivered", "failed")
    found = sums(engine, selection, ("hour",), of, table="cube_hours")
    found["rate"] = share(found["delivered"], found["messages"])
    return found


def delays(engine: Engine, selection: Selection) -> pd.DataFrame:
    """Return seconds to deliver by week and broker: institution, week, broker, name, messages,
    p50, p90, p99 (approximations)."""
    found = _percentiles(engine, selection, ("institution", "week", "broker"))
    return names.named(engine, selection, found, schema.BROKER)


def overall(engine: Engine, selection: Selection) -> pd.DataFrame:
    """Return seconds to deliver by week: week, messages, p50, p90, p99 (approximations)."""
    return _percentiles(engine, selection, ("week",))


def _percentiles(engine: Engine, selection: Selection, by: tuple[str, ...]) -> pd.DataFrame:
    found = sums(engine, selection, (*by, "delay"), where={"delay": range(len(schema.DELAYS) + 1)})
    rows = []
    for key, group in found.groupby(list(by)):
        counts = dict(zip(group["delay"], group["messages"], strict=True))
        told = [percentile(counts, part) for part in PERCENTILES.values()]
        rows.append((*key, group["messages"].sum(), *told))
    columns = [*by, "messages", *PERCENTILES]
    return notes.told(pd.DataFrame(rows, columns=columns), *notes.of(found))


def slower(engine: Engine, selection: Selection) -> pd.DataFrame:
    """Return where delivery got slower: institution, broker, name, network, messages_before,
    messages_after, p50_before, p50_after, p90_before, p90_after, slower (whether it did)."""
    raise NotImplementedError
