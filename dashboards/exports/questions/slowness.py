"""Where a broker got slower: the last four weeks beside the twelve before them."""

from datetime import timedelta
from typing import Any

import pandas as pd

from dashboards.exports import names, notes, schema
from dashboards.exports.engine import Engine
from dashboards.exports.intervals import newcombe
from dashboards.exports.percentiles import bucket_of, later, percentile
from dashboards.exports.periods import DAY, Period
from dashboards.exports.questions.arrival import DELIVERED, histograms
from dashboards.exports.selection import Selection
from dashboards.exports.sums import sums

AFTER, BEFORE = timedelta(weeks=4), timedelta(weeks=12)
ENOUGH = 100  # messages on either side
NOTABLE = 0.05  # surely five in a hundred more are later than nine in ten were before
_TOLD = ("messages", "p50", "p90")
_BY = ("institution", "broker", "network")
COLUMNS = (*_BY, *(f"{name}_{when}" for name in _TOLD for when in ("before", "after")))


def slower(engine: Engine, selection: Selection) -> pd.DataFrame:
    """Return each way that carried enough messages, the one that lost most first.

    Columns: institution, broker, name, network, messages_before, messages_after, p50_before,
    p50_after, p90_before, p90_after (seconds, approximations), more (how much larger the share is
    of messages later than nine in ten were before), low, high (its 95 % interval), slower (whether
    ``low`` is notable).
    """
    span = engine.catalogue.span(selection.institutions)
    end = min(selection.last, span.last) if span else selection.last
    sides = Period(end - AFTER - BEFORE + DAY, end - AFTER), Period(end - AFTER + DAY, end)
    scopes = [selection.during(side) for side in sides]
    found = [sums(engine, scope, (*_BY, "delay"), where=DELIVERED) for scope in scopes]
    before, after = (histograms(frame, _BY) for frame in found)
    rows = [_row(key, before[key], after[key]) for key in before if _enough(key, before, after)]
    told = pd.DataFrame(rows, columns=[*COLUMNS, "more", "low", "high", "slower"])
    told = told.sort_values("low", ascending=False, ignore_index=True)
    return names.named(engine, selection, notes.told(told, *notes.of(*found)), schema.BROKER)


def _enough(key: tuple[Any, ...], *sides: dict[tuple[Any, ...], dict[int, int]]) -> bool:
    return all(sum(side.get(key, {}).values()) >= ENOUGH for side in sides)


def _row(key: tuple[Any, ...], before: dict[int, int], after: dict[int, int]) -> tuple[Any, ...]:
    sides, bound = (before, after), bucket_of(before, 0.9)
    totals = [sum(side.values()) for side in sides]
    told = [percentile(side, part) for part in (0.5, 0.9) for side in sides]
    more = newcombe(later(after, bound), totals[1], later(before, bound), totals[0])
    return (*key, *totals, *told, more.value, more.low, more.high, more.low > NOTABLE)
