"""Consumption to the end of a period, with an interval that past forecasts have earned.

A day is expected to be as the same weekday 52 weeks earlier, times how the last eight weeks stand
beside the same ones then. Before there is enough past for that, as the same weekdays of the last
eight weeks. Public holidays are told apart. The interval is that of eight in ten forecasts which
the same rule would have made each week of the past for as many days, against what came.
"""

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from dashboards.exports import holidays
from dashboards.exports.periods import DAY

Days = npt.NDArray[np.float64]

YEAR, WEEKS = 364, 56  # days: 52 weeks, 8 weeks
FEWEST = 14  # days by which a rule can tell weekdays apart
LEAST = 28  # days of past without which nothing is foretold
APART = 5  # past forecasts, none of whose days overlap, without which shorter ones are judged
FURTHEST = 2  # times the past: nothing is foretold beyond it
_SHARE = 0.8
_WILDEST = 4.0  # no level beyond it, or below its inverse


class Forecast(NamedTuple):
    """Sums that are expected of the days that are left, from the first of them on."""

    expected: list[float]  #: a sum for each day
    low: list[float]
    high: list[float]
    tries: int  #: past forecasts by which the interval was judged


def forecast(counts: list[float], first: date, days: int) -> Forecast | None:
    """Return what is expected of the next ``days`` days; None where the past is too short.

    ``counts`` are those of each day from ``first`` on, days without any included.
    """
    if len(counts) < max(LEAST, days / FURTHEST) or not any(counts):
        return None
    past = _Past(np.asarray(counts, dtype=float), first)
    yearly = len(counts) >= YEAR + 2 * WEEKS + LEAST
    rule, start = (past.by_year, YEAR + WEEKS) if yearly else (past.by_weekday, FEWEST)
    expected = np.cumsum(rule(len(counts), days))
    low, high, tries = _bounds(past, rule, start, days)
    return Forecast(expected.tolist(), (expected * low).tolist(), (expected * high).tolist(), tries)


class _Past:
    """The days until now, and rules to go on from any of them."""

    def __init__(self, counts: Days, first: date) -> None:
        self.counts, self.first = counts, first
        self.closed = self._holidays(0, len(counts) + 2 * YEAR)
        usual = counts.copy()
        for day in np.flatnonzero(self.closed[: len(counts)]):
            near = [counts[n] for n in (day - 7, day + 7) if 0 <= n < len(counts)]
            usual[day] = sum(near) / len(near)
        self.usual = usual

    def _holidays(self, start: int, end: int) -> npt.NDArray[np.bool_]:
        days = (self.first + n * DAY for n in range(start, end))
        return np.fromiter((holidays.is_holiday(day) for day in days), dtype=bool)

    def by_year(self, now: int, days: int) -> Days:
        """Return what the next days bring, told by the same weekdays a year earlier."""
        now_level, then = self.usual[now - WEEKS : now].sum(), now - YEAR
        then_level = self.usual[max(0, then - WEEKS) : then].sum()
        small = self.usual[:now].mean() * 7
        level = (now_level + small) / (then_level + small)
        level = min(_WILDEST, max(1 / _WILDEST, level))
        places = then + np.arange(days) % YEAR
        return self._closed(level * self.usual[places], now)

    def by_weekday(self, now: int, days: int) -> Days:
        """Return what the next days bring, told by the same weekdays of the last eight weeks."""
        weeks = min(WEEKS, now // 7 * 7)
        usual = self.usual[now - weeks : now].reshape(-1, 7).mean(axis=0)
        return self._closed(usual[np.arange(days) % 7], now)

    def _closed(self, told: Days, now: int) -> Days:
        """Return the days with public holidays as quiet as they were until ``now``."""
        closed = self.closed[:now]
        usual, came = self.usual[:now][closed].sum(), self.counts[:now][closed].sum()
        quiet = min(1.0, came / usual) if usual else 0.0
        return np.where(self.closed[now : now + len(told)], told * quiet, told)


def _bounds(
    past: _Past, rule: Callable[[int, int], Days], start: int, days: int
) -> tuple[float, float, int]:
    """Return factors of what is expected, below and above which one in ten past forecasts were.

    Where the past holds too few forecasts of so many days, shorter ones are judged and widened.
    """
    end = len(past.counts)
    judged = max(1, min(days, (end - start) // APART))
    small = past.counts.mean()
    ratios = np.array(
        [
            (past.counts[now : now + judged].sum() + small) / (rule(now, judged).sum() + small)
            for now in range(end - judged, start - 1, -min(7, judged))
        ]
    )
    logs, apart = np.log(ratios), (end - start) / judged
    sides = _quantile(-logs, apart), _quantile(logs, apart)
    wider = max(1.0, days / judged) ** 0.25
    low, high = (min(_WILDEST, np.exp(side * wider)) for side in sides)
    return float(1 / low), float(high), len(ratios)


def _quantile(values: Days, apart: float) -> float:
    """Return the bound that one in ten values exceed, at least 0.

    It is the further out the fewer forecasts were ``apart``: of few, none promises more than the
    largest.
    """
    level = min(1.0, (1 + _SHARE) / 2 * (apart + 1) / apart)
    return max(0.0, float(np.quantile(values, level)))
