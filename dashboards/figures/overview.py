"""The figures of the overview: messages by day and state, and why some failed."""

import pandas as pd
import plotly.graph_objects as go

from dashboards.figures import marks, panels, ticks
from dashboards.figures.calendars import calendar, grounds
from dashboards.figures.colours import STATES
from dashboards.figures.looks import Look

STACK = ("delivered", "waiting", "uncertain", "failed", "set_aside", "stopped")
MOST = 8  # causes that have a bar


def by_day(frame: pd.DataFrame, look: Look) -> go.Figure | None:
    """Return messages by state, one upon the other, each day, week or month.

    Columns: ``day``, and those of ``STACK`` that there are, all numbers of messages.
    """
    columns = [each for each in STACK if each in frame]
    if frame.empty:
        return None
    found = calendar(frame, columns, look)
    shown = [each for each in columns if found.frame[each].sum() or each == "delivered"]
    bars = [
        marks.bars(look, look.word(each), found.x, found.frame[each], STATES[each], look.number)
        for each in shown
    ]
    return panels.panel(
        look,
        "overview.by_day",
        bars,
        ticks.days(look, found.days[0], found.days[-1], found.margin),
        ticks.counts(look, found.frame[shown].sum(axis=1).max()),
        unit=look.word(f"messages.{found.size}"),
        barmode="stack",
        shapes=grounds(look, found),
    )


def causes(frame: pd.DataFrame, look: Look) -> go.Figure | None:
    """Return how many messages failed by each cause, the most frequent first.

    Columns: ``cause``, ``messages``.
    """
    return by_name(frame, look, "overview.causes", name="cause")


def by_name(
    frame: pd.DataFrame, look: Look, key: str, name: str = "name", count: str = "messages"
) -> go.Figure | None:
    """Return a bar for each of the largest sums of ``count``, with the words of their names."""
    if frame.empty:
        return None
    sums = frame.groupby(name, as_index=False, sort=False)[[count]].sum()
    largest = sums.sort_values(count, ascending=False, kind="stable").head(MOST)
    largest = largest[largest[count] > 0]
    if largest.empty:
        return None
    values = [marks.plain(each) for each in largest[count]]
    trace = marks.lying(look, look.word(count), values, STATES["failed"].alone(), look.number)
    return panels.lying(
        look,
        key,
        [marks.labelled(trace, [look.number(each) for each in values], look)],
        [look.word(str(each)) for each in largest[name]],
        ticks.counts(look, max(values)),
    )
