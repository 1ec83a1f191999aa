"""Axes with round ticks, told in the reader's language; Plotly and our drawing share them."""

import math
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from dashboards.figures import formats
from dashboards.figures.looks import Look

STEPS = (1, 2, 2.5, 5, 10)
#: seconds at which a duration has a tick, one of three where there is little room
DURATIONS = (1, 5, 20, 60, 300, 1200, 3600, 14400, 86400)
FEW = 6  # ticks of days: as many as a phone has room for
LETTER = 7.4  # pixels, about


def numbers(
    look: Look, lowest: float, highest: float, told: Callable[[float], str], count: int = 4
) -> dict[str, Any]:
    """Return an axis from ``lowest`` to at least ``highest``, both rounded to whole steps.

    ``told`` says a tick as text.
    """
    step = step_of((highest - lowest) or abs(highest) or 1, count)
    first, last = math.floor(lowest / step), max(math.ceil(highest / step), 1)
    values = [round(each * step, 9) for each in range(first, last + 1)]
    return {
        **_axis(look, values, [told(each) for each in values]),
        "range": [values[0], values[-1]],
    }


def step_of(span: float, count: int) -> float:
    """Return the round step by which ``span`` has about ``count`` of them."""
    rough = span / count
    power = 10 ** math.floor(math.log10(rough))
    return next(each * power for each in STEPS if each * power >= rough - 1e-12)


def counts(look: Look, highest: float) -> dict[str, Any]:
    """Return an axis of whole numbers from 0."""
    count = 2 if 8 < highest <= 10 else 4  # four steps to ten would be of 2.5
    return numbers(look, 0, max(highest, 4), look.number, count)


def shares(look: Look, lowest: float, highest: float = 1) -> dict[str, Any]:
    """Return an axis of per cent, from a round share at or below ``lowest``."""
    axis = numbers(look, min(lowest, highest - 0.01), highest, str)
    low, high = axis["range"]
    digits = 0 if all(round(each * 100, 6).is_integer() for each in axis["tickvals"]) else 1
    texts = [look.share(each, digits) for each in axis["tickvals"]]
    return {**axis, "ticktext": texts, "range": [low, highest + (high - low) / 50]}


def amounts(look: Look, highest: float) -> dict[str, Any]:
    """Return an axis of amounts from 0, in euros; they come in thousandths."""
    digits = 0 if highest >= 4000 else 2
    return numbers(look, 0, max(highest, 10), lambda one: formats.money(one, look.language, digits))


def durations(look: Look, lowest: float, highest: float) -> dict[str, Any]:
    """Return a logarithmic axis of seconds."""
    low, high = max(lowest, 0.8), max(highest, 8)
    values = [each for each in DURATIONS if low / 2 <= each <= high * 2]
    texts = [formats.duration(each, look.language) for each in values]
    ends = [math.log10(min(low, values[0]) * 0.9), math.log10(max(high, values[-1]) * 1.1)]
    return {**_axis(look, values, texts), "type": "log", "range": ends}


def days(look: Look, first: date, last: date, margin: float = 0.5) -> dict[str, Any]:
    """Return an axis of days, with ticks at days, Mondays, months, quarters or years.

    ``margin`` is the room at both ends, in days.
    """
    values, pattern = _marked(first, last)
    texts = [formats.day(each, look.language, pattern) for each in values]
    if pattern == "bare_month":
        texts = [
            formats.day(each, look.language, "month") if _begins_year(values, index) else text
            for index, (each, text) in enumerate(zip(values, texts, strict=True))
        ]
    ends = [_moment(first, -margin), _moment(last, margin)]
    ticks = [each.isoformat() for each in values]
    return {**_axis(look, ticks, texts), "type": "date", "range": ends, "hoverformat": "%d/%m/%Y"}


def _moment(day: date, days: float) -> str:
    hours = round(days * 24)
    moved = timedelta(hours=hours)
    whole = day + timedelta(days=math.floor(hours / 24))
    return f"{whole.isoformat()}T{(moved.total_seconds() // 3600) % 24:02.0f}:00:00"


def _begins_year(values: Sequence[date], index: int) -> bool:
    return index == 0 or values[index].year != values[index - 1].year


def _marked(first: date, last: date) -> tuple[list[date], str]:
    """Return the days that have a tick, and the pattern that tells them."""
    span = (last - first).days + 1
    if span <= FEW:
        return [first + timedelta(days=each) for each in range(span)], "day"
    if span <= 14 * FEW:
        step = 7 if span <= 7 * FEW else 14
        monday = first + timedelta(days=-first.weekday() % 7)
        return [
            monday + timedelta(days=each) for each in range(0, (last - monday).days + 1, step)
        ], "day"
    step = next(each for each in (1, 2, 3, 6, 12, 24, 60, 120) if span / 31 / each <= FEW)
    return [*_months(first, last, step)], "bare_month" if step < 12 else "month"


def _months(first: date, last: date, step: int) -> Iterator[date]:
    """Yield the first days of every ``step``-th month within."""
    for number in range(first.year * 12, last.year * 12 + 12):
        day = date(number // 12, number % 12 + 1, 1)
        if number % step == 0 and first <= day <= last:
            yield day


def names(look: Look, texts: Sequence[str]) -> dict[str, Any]:
    """Return an axis with a name at each whole number, the first on top or at the left."""
    axis = _axis(look, [*range(len(texts))], [shortened(each) for each in texts])
    return {**axis, "range": [-0.6, len(texts) - 0.4], "showgrid": False}


def shortened(text: str, most: int = 26) -> str:
    """Return ``text`` with at most so many characters."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def width_of(axis: dict[str, Any]) -> int:
    """Return how many pixels the texts of an axis need, about."""
    return round(max((len(each) for each in axis["ticktext"]), default=0) * LETTER) + 10


def _axis(look: Look, values: list[Any], texts: list[str]) -> dict[str, Any]:
    return {
        "tickmode": "array",
        "tickvals": values,
        "ticktext": texts,
        "fixedrange": True,
        "automargin": True,
        "zeroline": False,
        "showline": False,
        "ticks": "",
        "gridcolor": look.ink("rule"),
        "gridwidth": 1,
        "tickfont": {"color": look.ink("soft"), "size": 12},
    }


def closest(days_: Sequence[date]) -> int:
    """Return the least number of days between two that follow each other; 1 for a single one."""
    return min(((after - before).days for before, after in pairwise(days_)), default=1) or 1
