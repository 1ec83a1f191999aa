"""Do our messages arrive, by whom, where, when, and how fast?"""

from typing import Any

import pandas as pd

from dashboards.exports import names, notes, schema
from dashboards.exports.engine import Engine
from dashboards.exports.percentiles import percentile
from dashboards.exports.questions import overview
from dashboards.exports.questions.standing import share, standing
from dashboards.exports.selection import Selection
from dashboards.exports.sums import sums

PERCENTILES = {"p50": 0.5, "p90": 0.9, "p99": 0.99}
DELIVERED = {"delay": tuple(range(len(schema.DELAYS) + 1))}


def by_day(engine: Engine, selection: Selection) -> pd.DataFrame:
    """Return a row a day: day, ``standing.COLUMNS``, segments, cost."""
    return overview.by_day(engine, selection)


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
    """Return seconds to deliver by week and broker, approximations.

    Columns: institution, week, broker, name, messages, p50, p90, p99.
    """
    found = _percentiles(engine, selection, ("institution", "week", "broker"))
    return names.named(engine, selection, found, schema.BROKER)


def overall(engine: Engine, selection: Selection, *by: str) -> pd.DataFrame:
    """Return seconds to deliver, approximations: ``by`` (else week), messages, p50, p90, p99."""
    return _percentiles(engine, selection, by or ("week",))


def _percentiles(engine: Engine, selection: Selection, by: tuple[str, ...]) -> pd.DataFrame:
    found = sums(engine, selection, (*by, "delay"), where=DELIVERED)
    rows = [
        (*key, sum(counts.values()), *(percentile(counts, part) for part in PERCENTILES.values()))
        for key, counts in histograms(found, by).items()
    ]
    told = pd.DataFrame(rows, columns=[*by, "messages", *PERCENTILES])
    return notes.told(told, *notes.of(found))


def histograms(found: pd.DataFrame, by: tuple[str, ...]) -> dict[tuple[Any, ...], dict[int, int]]:
    """Return bucket -> messages of each combination of ``by``, in their order."""
    counted: dict[tuple[Any, ...], dict[int, int]] = {}
    columns = [found[name] for name in (*by, "delay", "messages")]
    for *key, bucket, count in zip(*columns, strict=True):
        counted.setdefault(tuple(key), {})[bucket] = count
    return counted
