"""Consumption to the end of a month or a year, and whether credits last."""

from datetime import date
from typing import NamedTuple

import pandas as pd

from dashboards.exports import names, notes, periods, schema
from dashboards.exports.engine import Engine
from dashboards.exports.forecast import Forecast, forecast
from dashboards.exports.periods import DAY, Period
from dashboards.exports.questions.cost import balances
from dashboards.exports.selection import Selection
from dashboards.exports.sums import sums

#: The period to whose end one looks: a function of the latest day that was exported.
ENDS = {"month": periods.month, "year": periods.year, "academic year": periods.academic_year}
_TOLD = ("spent", "expected", "low", "high")


class _Course(NamedTuple):
    """Days known so far, and the period that they are a part of."""

    span: Period
    period: Period

    def counts(self, found: pd.DataFrame, of: str) -> list[float]:
        """Return one number for each day of the span."""
        days = pd.date_range(self.span.first, self.span.last, freq="D")
        dense: list[float] = found.set_index("day")[of].reindex(days, fill_value=0).to_list()
        return dense

    def spent(self, counts: list[float]) -> list[float]:
        """Return the numbers of the days of the period."""
        return counts[max(0, (self.period.first - self.span.first).days) :]

    def foretold(self, counts: list[float]) -> Forecast | None:
        left = (self.period.last - self.span.last).days
        return forecast(counts, self.span.first, left) if left else None


def course(
    engine: Engine, selection: Selection, ends: str = "academic year", of: str = "segments"
) -> pd.DataFrame:
    """Return the sum since the period began, day by day: day, spent, expected, low, high.

    The period is that of the latest day exported, whatever days are selected. ``spent`` is missing
    after that day, the others before it; they are missing everywhere where the past is too short.
    ``low`` to ``high`` holds what came in eight of ten past forecasts.
    """
    known = _course(engine, selection, ends)
    if not known:
        return pd.DataFrame(columns=["day", *_TOLD])
    found = sums(engine, selection.during(known.span), ("day",), (of,))
    counts = known.counts(found, of)
    told = _days(known, counts, known.foretold(counts))
    return notes.told(told, *notes.of(found))


def accounts(
    engine: Engine, selection: Selection, ends: str = "academic year", of: str = "segments"
) -> pd.DataFrame:
    """Return each account at the end of the period.

    Columns: institution, account, name, spent (so far), expected, low, high (in all; missing where
    the past is too short), available (segments that it has today), runs_out (the day on which they
    end, if it is within the period, else missing). The last two are of ``segments`` only.
    """
    keys = ["institution", "account"]
    columns = [*keys, *_TOLD]
    known = _course(engine, selection, ends)
    if not known:
        return pd.DataFrame(columns=[*keys, "name", *_TOLD, "available", "runs_out"])
    found = sums(engine, selection.during(known.span), (*keys, "day"), (of,))
    held = balances(engine, selection.during(known.span)).set_index(keys)["available"]
    rows = []
    for key, days in found.groupby(keys):
        counts = known.counts(days, of)
        rows.append((*key, *_end(known, counts), *_lasts(known, counts, held.get(key), of)))
    told = pd.DataFrame(rows, columns=[*columns, "available", "runs_out"])
    told["runs_out"] = pd.to_datetime(told["runs_out"])
    told = told.sort_values(["expected", "spent"], ascending=False, ignore_index=True)
    return names.named(engine, selection, notes.told(told, *notes.of(found)), schema.ACCOUNT)


def _course(engine: Engine, selection: Selection, ends: str) -> _Course | None:
    span = engine.catalogue.span(selection.institutions)
    return _Course(span, ENDS[ends](span.last)) if span else None


def _days(known: _Course, counts: list[float], told: Forecast | None) -> pd.DataFrame:
    spent = pd.Series(known.spent(counts)).cumsum()
    start = max(known.period.first, known.span.first)
    past = pd.DataFrame({"day": pd.date_range(start, known.span.last), "spent": spent})
    if not told:
        return past.assign(expected=float("nan"), low=float("nan"), high=float("nan"))
    already = spent.iloc[-1]
    ahead = pd.DataFrame({"day": pd.date_range(known.span.last + DAY, known.period.last)})
    for name in _TOLD[1:]:
        ahead[name] = [already + amount for amount in getattr(told, name)]
    return pd.concat([past, ahead], ignore_index=True)


def _end(known: _Course, counts: list[float]) -> tuple[float | None, ...]:
    spent, told = sum(known.spent(counts)), known.foretold(counts)
    if told:
        return spent, *(spent + side[-1] for side in (told.expected, told.low, told.high))
    over = spent if known.span.last == known.period.last else None
    return spent, over, over, over


def _lasts(
    known: _Course, counts: list[float], available: float | None, of: str
) -> tuple[float | None, date | None]:
    told = known.foretold(counts)
    if available is None or of != "segments":
        return None, None
    left = [n for n, amount in enumerate(told.expected) if amount > available] if told else []
    return available, known.span.last + (left[0] + 1) * DAY if left else None
