"""The figures of usage: campaigns, their sizes, subscriptions, replies, approvals."""

from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go

from dashboards.figures import calendars, formats, marks, panels, ticks
from dashboards.figures.calendars import calendar, grounds
from dashboards.figures.colours import STATES, TONES, Tone, series
from dashboards.figures.looks import Look

MOST = 6  # themes that have a line


def campaigns_by_day(frame: pd.DataFrame, look: Look) -> go.Figure | None:
    """Return how many campaigns were released each day, week or month.

    Columns: ``day``, ``campaigns``.
    """
    return _counted(frame, look, "usage.campaigns_by_day", {"campaigns": TONES["blue"]})


def replies(frame: pd.DataFrame, look: Look) -> go.Figure | None:
    """Return how many replies came each day, week or month.

    Columns: ``day`` or ``month``, ``replies``.
    """
    return _counted(frame, look, "usage.replies", {"replies": TONES["green"].alone()})


def left(frame: pd.DataFrame, look: Look) -> go.Figure | None:
    """Return how many people left and joined each day, week or month.

    Columns: ``day`` or ``month``, ``left``, and ``joined`` where it is known.
    """
    tones = {"joined": STATES["delivered"], "left": STATES["failed"]}
    shown = {name: tone for name, tone in tones.items() if name in frame}
    return _counted(frame, look, "usage.left", shown)


def _counted(frame: pd.DataFrame, look: Look, key: str, tones: dict[str, Tone]) -> go.Figure | None:
    if frame.empty:
        return None
    found = _on_calendar(frame, [*tones], look)
    bars = [
        marks.bars(look, look.word(name), found.x, found.frame[name], tone, look.number)
        for name, tone in tones.items()
    ]
    return panels.panel(
        look,
        key,
        bars,
        ticks.days(look, found.days[0], found.days[-1], found.margin),
        ticks.counts(look, found.frame.max().max()),
        unit=look.word(f"each.{found.size}"),
        barmode="group",
        shapes=grounds(look, found),
    )


def _on_calendar(frame: pd.DataFrame, columns: list[str], look: Look) -> calendars.Calendar:
    if "month" in frame:
        return calendars.months(frame, columns, look)
    return calendar(frame, columns, look)


def sizes(frame: pd.DataFrame, look: Look) -> go.Figure | None:
    """Return how many campaigns had how many recipients.

    Columns: ``size`` (the least number of people of a class, in order), ``campaigns``.
    """
    if frame.empty:
        return None
    ordered = frame.sort_values("size")
    counts = [marks.plain(each) for each in ordered["campaigns"]]
    bars = marks.bars(
        look, look.word("campaigns"), [*range(len(counts))], counts, TONES["blue"], look.number
    )
    x = ticks.names(look, _classes(look, [int(each) for each in ordered["size"]]))
    return panels.panel(
        look, "usage.sizes", [bars], x, ticks.counts(look, max(counts)), look.word("campaigns")
    )


def _classes(look: Look, least: Sequence[int]) -> list[str]:
    """Return ``1–4``, ``5–19`` and so on; the last has no end."""
    ends = [*(each - 1 for each in least[1:]), 0]
    return [
        f"{look.number(low)}+"
        if not high
        else look.number(low)
        if low == high
        else f"{look.number(low)}–{look.number(high)}"
        for low, high in zip(least, ends, strict=True)
    ]


def subscriptions(frame: pd.DataFrame, look: Look) -> go.Figure | None:
    """Return how many people each theme has, each day; the largest themes.

    Columns: ``day``, ``name``, ``members``.
    """
    if frame.empty:
        return None
    table = frame.pivot_table(index="day", columns="name", values="members", aggfunc="sum")
    found = calendars.levels(table, look)
    every = found.frame
    names = [*table.max().sort_values(ascending=False, kind="stable").index[:MOST]]
    lines = [
        marks.line(look, name, found.x, every[name], series(at), look.number)
        for at, name in enumerate(names)
    ]
    return panels.panel(
        look,
        "usage.subscriptions",
        lines,
        ticks.days(look, found.days[0], found.days[-1]),
        ticks.counts(look, every[names].max().max()),
        unit=look.word("people"),
        shapes=grounds(look, found),
    )


def approvals(frame: pd.DataFrame, look: Look) -> go.Figure | None:
    """Return how long a yes was waited for: the half that was quickest, and nine in ten.

    Columns: ``month`` (its first day), ``p50``, ``p90``: seconds.
    """
    if frame.empty:
        return None
    found = calendars.months(frame, ["p50", "p90"], look)
    known = found.frame.stack()
    tones = {"p50": TONES["blue"], "p90": TONES["amber"]}
    lines = [
        marks.line(
            look,
            look.word(f"approvals.{name}"),
            found.x,
            found.frame[name],
            tone,
            lambda one: formats.duration(one, look.language),
        )
        for name, tone in tones.items()
    ]
    return panels.panel(
        look,
        "usage.approvals",
        lines,
        ticks.days(look, found.days[0], found.days[-1], found.margin),
        ticks.durations(look, known.min(), known.max()),
    )
