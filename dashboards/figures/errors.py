"""The figures of errors: causes over time, numbers set aside, money that was not spent."""

import pandas as pd
import plotly.graph_objects as go

from dashboards.figures import marks, overview, panels, ticks
from dashboards.figures.calendars import Calendar, calendar, grounds, levels, months
from dashboards.figures.colours import STATES, TONES, series
from dashboards.figures.looks import Look

MOST = 5  # causes with a colour of their own; the others together
OTHERS = "others"


def causes_by_month(frame: pd.DataFrame, look: Look) -> go.Figure | None:
    """Return messages that failed by cause, one upon the other, each month.

    Columns: ``month`` (its first day), ``cause``, ``messages``.
    """
    if frame.empty:
        return None
    table, names = by_cause(frame)
    found = months(table, names, look)
    bars = [
        marks.bars(look, look.word(name), found.x, found.frame[name], series(at), look.number)
        for at, name in enumerate(names)
    ]
    return _stacked(look, "errors.causes_by_month", bars, found, found.frame.sum(axis=1).max())


def by_cause(frame: pd.DataFrame) -> tuple[pd.DataFrame, list[str]]:
    """Return a row for each month, and the names of its columns behind ``month``.

    Each of the most frequent causes has one, the most frequent first; ``OTHERS`` together.
    """
    sums = frame.groupby("cause")["messages"].sum().sort_values(ascending=False, kind="stable")
    kept = set(sums.index[:MOST])
    named = frame.assign(cause=[each if each in kept else OTHERS for each in frame["cause"]])
    table = named.pivot_table(index="month", columns="cause", values="messages", aggfunc="sum")
    order = [*sums.index[:MOST], *([OTHERS] if OTHERS in table else [])]
    told = table[order].fillna(0).reset_index()
    told.attrs = frame.attrs
    return told, order


def _stacked(look: Look, key: str, bars: list[dict], found: Calendar, highest: float) -> go.Figure:
    return panels.panel(
        look,
        key,
        bars,
        ticks.days(look, found.days[0], found.days[-1], found.margin),
        ticks.counts(look, highest),
        unit=look.word(f"messages.{found.size}"),
        barmode="stack",
        shapes=grounds(look, found),
    )


def flagged_by_day(frame: pd.DataFrame, look: Look) -> go.Figure | None:
    """Return how many numbers are set aside each evening.

    Columns: ``day``, ``flagged``.
    """
    if frame.empty:
        return None
    found = levels(frame.groupby("day")[["flagged"]].sum(min_count=1), look)
    every = found.frame["flagged"]
    line = marks.line(
        look, look.word("flagged"), found.x, every, STATES["set_aside"].alone(), look.number
    )
    return panels.panel(
        look,
        "errors.flagged_by_day",
        [line],
        ticks.days(look, found.days[0], found.days[-1]),
        ticks.counts(look, every.max()),
        unit=look.word("numbers"),
        shapes=grounds(look, found),
    )


def new_and_repaired(frame: pd.DataFrame, look: Look) -> go.Figure | None:
    """Return the numbers newly set aside and those put back in service, side by side.

    Columns: ``day``, ``new``, ``repaired``.
    """
    if frame.empty:
        return None
    found = calendar(frame, ["new", "repaired"], look)
    tones = {"new": STATES["failed"], "repaired": STATES["delivered"]}
    bars = [
        marks.bars(
            look, look.word(f"numbers.{name}"), found.x, found.frame[name], tone, look.number
        )
        for name, tone in tones.items()
    ]
    return panels.panel(
        look,
        "errors.new_and_repaired",
        bars,
        ticks.days(look, found.days[0], found.days[-1], found.margin),
        ticks.counts(look, found.frame.max().max()),
        unit=look.word(f"numbers.{found.size}"),
        barmode="group",
        shapes=grounds(look, found),
    )


def saved_by_month(frame: pd.DataFrame, look: Look) -> go.Figure | None:
    """Return the money that numbers set aside did not cost, each month.

    Columns: ``month``, ``cost`` (thousandths of a euro).
    """
    if frame.empty:
        return None
    found = months(frame, ["cost"], look)
    saved = found.frame["cost"]
    bars = marks.bars(look, look.word("saved"), found.x, saved, TONES["green"].alone(), look.money)
    return panels.panel(
        look,
        "errors.saved_by_month",
        [bars],
        ticks.days(look, found.days[0], found.days[-1], found.margin),
        ticks.amounts(look, saved.max()),
        shapes=grounds(look, found),
    )


def worst_accounts(frame: pd.DataFrame, look: Look) -> go.Figure | None:
    """Return the share of messages whose number was wrong, of the first accounts of a frame.

    Columns: ``name``, ``share`` (of one); the worst comes first.
    """
    largest = frame[frame["share"] > 0].head(overview.MOST)
    if largest.empty:
        return None
    shares = [*largest["share"]]
    bars = marks.lying(look, look.word("bad"), shares, STATES["failed"].alone(), look.share)
    return panels.lying(
        look,
        "errors.worst_accounts",
        [marks.labelled(bars, [look.share(each) for each in shares], look)],
        [*largest["name"]],
        ticks.shares(look, 0, max(shares)),
    )
