"""Do reminders bring books back? Told by a file that the library gives.

Late loans beside all that fell due: with and without SMS in the same months, and before and after a
branch began. Intervals of differences are Newcombe's, 95 %.
"""

from datetime import date
from typing import Any

import pandas as pd

from dashboards.exports import loans, notes, periods
from dashboards.exports.engine import Engine
from dashboards.exports.intervals import Interval, difference, newcombe, wilson
from dashboards.exports.notes import Note
from dashboards.exports.selection import Selection

FOLDER = "loans"
WITH, AFTER, OTHERS, NET = "with", "after", "others", "net"
WINDOW = 12  # months before the first branch began, and after the last one did
_COLUMNS = ["kind", "loans", "late", "rate", "other_loans", "other_late", "other_rate"]
COMPARED = [*_COLUMNS, "difference", "low", "high"]


def lines(engine: Engine, selection: Selection) -> pd.DataFrame:
    """Return the lines of the files: institution, branch, month, with_sms, loans, late, days_late;
    of all months, and whatever filters are set: the library knows of none."""
    found = []
    for institution in selection.institutions:
        frame = loans.read(engine.folder / FOLDER / f"{institution}.csv")
        frame.insert(0, "institution", institution)
        found.append(frame)
    empty = pd.DataFrame(columns=["institution", *loans.COLUMNS])
    filled = [frame for frame in found if len(frame)]
    kept = filled or found[:1] or [empty]
    whole = [Note(notes.LOANS_WHOLE, detail=name) for name in selection.chosen if filled]
    return notes.told(pd.concat(kept, ignore_index=True), *whole, *notes.of(*found))


def by_month(engine: Engine, selection: Selection) -> pd.DataFrame:
    """Return months of the period: month, with_sms, loans, late, days_late, rate, low, high."""
    return _rates(_during(lines(engine, selection), selection), ["month", "with_sms"])


def by_branch(engine: Engine, selection: Selection) -> pd.DataFrame:
    """Return branches in the period: institution, branch, with_sms, loans, late, days_late, rate,
    low, high."""
    found = _during(lines(engine, selection), selection)
    return _rates(found, ["institution", "branch", "with_sms"])


def compare(engine: Engine, selection: Selection) -> pd.DataFrame:
    """Return what the reminders changed, a row for each comparison that the file allows.

    Columns: kind, loans, late, rate, other_loans, other_late, other_rate, difference, low, high;
    difference is rate - other_rate, below zero where fewer are late. Kinds:

    - ``with``: with SMS, beside without, in the period;
    - ``after``: branches that began, after beside before (up to 12 months each);
    - ``others``: branches that never did, in the same months;
    - ``net``: the change of ``after`` beyond that of ``others``; its rates are missing.
    """
    found = lines(engine, selection)
    chosen = _during(found, selection)
    sms = chosen["with_sms"].astype(bool)
    rows = [_row(WITH, chosen[sms], chosen[~sms]), *_changes(found)]
    told = pd.DataFrame([row for row in rows if row], columns=COMPARED)
    return notes.told(told, *notes.of(found))


def _during(found: pd.DataFrame, selection: Selection) -> pd.DataFrame:
    first = pd.Timestamp(selection.first.replace(day=1))
    months = pd.to_datetime(found["month"]).between(first, pd.Timestamp(selection.last))
    return notes.told(found[months], *notes.of(found))


def _rates(found: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    numbers = ["loans", "late", "days_late"]
    summed = found.groupby(by, as_index=False)[numbers].sum(min_count=1)
    bounds = [wilson(*pair) for pair in zip(summed["late"], summed["loans"], strict=True)]
    for name in ("rate", "low", "high"):
        summed[name] = [getattr(bound, "value" if name == "rate" else name) for bound in bounds]
    return notes.told(summed, *notes.of(found))


def _row(kind: str, these: pd.DataFrame, those: pd.DataFrame) -> tuple[Any, ...] | None:
    counts = [int(side[name].sum()) for side in (these, those) for name in ("loans", "late")]
    loans_, late, other_loans, other_late = counts
    if not loans_ or not other_loans:
        return None
    told = newcombe(late, loans_, other_late, other_loans)
    sides = loans_, late, late / loans_, other_loans, other_late, other_late / other_loans
    return (kind, *sides, told.value, told.low, told.high)


def _changes(found: pd.DataFrame) -> list[tuple[Any, ...] | None]:
    """Return the rows that compare months before and after; the same months for all branches.

    A branch that has reminded since the file begins tells nothing of before.
    """
    branches = [found["institution"], found["branch"]]
    began = found["month"].where(found["with_sms"].astype(bool)).groupby(branches).transform("min")
    mine = began > found["month"].groupby(branches).transform("min")
    if not mine.any():
        return []
    first, last = began[mine].min().date(), began[mine].max().date()
    start, end = periods.months_back(first, WINDOW), periods.months_back(last, -WINDOW)
    before = _months(found, start, first)
    after = _months(found, last, end)
    others = began.isna()
    known = found["with_sms"].astype(bool)
    rows = [
        _row(AFTER, found[mine & after & known], found[mine & before]),
        _row(OTHERS, found[others & after], found[others & before]),
    ]
    return [*rows, _net(*rows)]


def _months(found: pd.DataFrame, first: date, end: date) -> "pd.Series[bool]":
    return (found["month"] >= pd.Timestamp(first)) & (found["month"] < pd.Timestamp(end))


def _net(*rows: tuple[Any, ...] | None) -> tuple[Any, ...] | None:
    if not all(rows):
        return None
    sides = [Interval(*(row[n] for n in (8, 7, 9))) for row in rows if row]
    told = difference(*sides)
    return (NET, *[float("nan")] * 6, told.value, told.low, told.high)
