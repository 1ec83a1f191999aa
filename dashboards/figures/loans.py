"""The figures of loans: late returns with and without messages, with their intervals."""

import pandas as pd
import plotly.graph_objects as go

from dashboards.figures import calendars, marks, panels, ticks
from dashboards.figures.colours import TONES
from dashboards.figures.looks import Look

TONES_OF = {"no": "grey", "yes": "blue"}


def compare(frame: pd.DataFrame, look: Look) -> go.Figure | None:
    """Return the shares of late returns with their intervals, one point a row.

    Columns: ``name`` (of the group), ``share``, ``low``, ``high`` (of one), and ``with_sms``
    (``yes`` or ``no``) by which points have a tone and a mark.
    """
    if frame.empty:
        return None
    rows = frame.reset_index(drop=True)
    points = []
    for answer, tone in TONES_OF.items():
        some = rows[rows["with_sms"] == answer]
        if not some.empty:
            ends = [*some["low"]], [*some["high"]]
            name, told = look.word(f"with_sms.{answer}"), look.share
            points.append(
                marks.whiskers(look, name, [*some.index], some["share"], ends, TONES[tone], told)
            )
    x = ticks.names(look, [str(each) for each in rows["name"]])
    return panels.panel(
        look, "loans.compare", points, x, ticks.shares(look, 0, rows["high"].max() or 0.1)
    )


def difference(frame: pd.DataFrame, look: Look) -> go.Figure | None:
    """Return the differences between two shares with their intervals; a line marks none.

    Columns: ``name``, ``difference``, ``low``, ``high`` (of one; below 0: fewer late returns).
    """
    if frame.empty:
        return None
    rows = frame.reset_index(drop=True)
    low, high = min(rows["low"].min(), 0), max(rows["high"].max(), 0)
    ends = [*rows["low"]], [*rows["high"]]
    name = look.word("difference")
    points = marks.whiskers(
        look, name, [*rows.index], rows["difference"], ends, TONES["blue"], look.points
    )
    y = ticks.numbers(look, low, high, look.points)
    line = {"color": look.ink("soft"), "width": 1, "dash": "dash"}
    none = {"xref": "paper", "yref": "y", "x0": 0, "x1": 1, "y0": 0, "y1": 0}
    return panels.panel(
        look,
        "loans.difference",
        [points],
        ticks.names(look, [str(each) for each in rows["name"]]),
        y,
        shapes=[{"type": "line", "layer": "below", "line": line, **none}],
    )


def by_month(frame: pd.DataFrame, look: Look) -> go.Figure | None:
    """Return the share of late returns of each month, with and without messages.

    Columns: ``month`` (its first day), ``with_sms`` (``yes`` or ``no``), ``share`` (of one).
    """
    if frame.empty:
        return None
    table = frame.pivot_table(index="month", columns="with_sms", values="share", aggfunc="mean")
    found = calendars.months(table.reset_index(), [*table.columns], look)
    lines = [
        marks.line(
            look,
            look.word(f"with_sms.{answer}"),
            found.x,
            found.frame[answer],
            TONES[tone],
            look.share,
        )
        for answer, tone in TONES_OF.items()
        if answer in table
    ]
    return panels.panel(
        look,
        "loans.by_month",
        lines,
        ticks.days(look, found.days[0], found.days[-1], found.margin),
        ticks.shares(look, 0, table.max().max()),
    )
