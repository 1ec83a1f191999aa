"""The figures of cost: consumption by account, origin and month, and the forecast."""

import pandas as pd
import plotly.graph_objects as go

from dashboards.figures import calendars, marks, panels, ticks
from dashboards.figures.calendars import grounds, months
from dashboards.figures.colours import TONES, Tone, series
from dashboards.figures.looks import Look

MOST = 10  # accounts that have a bar


def by_account(frame: pd.DataFrame, look: Look) -> go.Figure | None:
    """Return the cost of each account, the largest first.

    Columns: ``name``, ``cost`` (thousandths of a euro).
    """
    return _by_name(frame, look, "cost.by_account")


def by_origin(frame: pd.DataFrame, look: Look) -> go.Figure | None:
    """Return the cost of each origin, the largest first.

    Columns: ``name`` (or ``origin``), ``cost``.
    """
    named = frame if "name" in frame else frame.rename(columns={"origin": "name"})
    return _by_name(named, look, "cost.by_origin")


def _by_name(frame: pd.DataFrame, look: Look, key: str) -> go.Figure | None:
    sums = frame.groupby("name")["cost"].sum().sort_values(ascending=False, kind="stable")
    largest = sums[sums > 0].head(MOST)
    if largest.empty:
        return None
    costs = [marks.plain(each) for each in largest]
    bars = marks.lying(look, look.word("cost"), costs, TONES["blue"], look.money)
    return panels.lying(
        look,
        key,
        [marks.labelled(bars, [look.money(each) for each in costs], look)],
        [look.word(str(each)) for each in largest.index],
        ticks.amounts(look, max(costs)),
    )


def by_month(frame: pd.DataFrame, look: Look) -> go.Figure | None:
    """Return the cost of each month.

    Columns: ``month`` (its first day), ``cost``.
    """
    if frame.empty:
        return None
    found = months(frame, ["cost"], look)
    cost = found.frame["cost"]
    bars = marks.bars(look, look.word("cost"), found.x, cost, TONES["blue"], look.money)
    return panels.panel(
        look,
        "cost.by_month",
        [bars],
        ticks.days(look, found.days[0], found.days[-1], found.margin),
        ticks.amounts(look, cost.max()),
        shapes=grounds(look, found),
    )


def balances(frame: pd.DataFrame, look: Look) -> go.Figure | None:
    """Return the segments that each account may still spend, and those reserved, upon each other.

    Columns: ``name``, ``available``, ``reserved``; the accounts that have most.
    """
    if frame.empty:
        return None
    columns = ["available", "reserved"]
    sums = frame.groupby("name", sort=False)[columns].sum().clip(lower=0)
    order = sums.sum(axis=1).sort_values(ascending=False, kind="stable")
    largest = sums.loc[order[order > 0].head(MOST).index]
    if largest.empty:
        return None
    bars = [
        marks.lying(look, look.word(name), largest[name], series(at), look.number)
        for at, name in enumerate(columns)
        if largest[name].sum()
    ]
    names = [look.word(str(each)) for each in largest.index]
    return panels.lying(look, "cost.balances", bars, names, ticks.counts(look, order.max()))


def forecast(frame: pd.DataFrame, look: Look, credit: float = 0) -> go.Figure | None:
    """Return what was spent up to each day, what will be, and how uncertain that is.

    Columns: ``day``, ``spent`` (so far; missing later), ``expected``, ``low``, ``high`` (from the
    last day that is known on), all sums from the first day on in one unit. ``credit``, if there
    is one, is a line across, in that unit: segments.
    """
    if frame.empty:
        return None
    days = [calendars.as_day(each) for each in pd.to_datetime(frame["day"])]
    x = [each.isoformat() for each in days]
    ahead = frame["expected"].notna().to_numpy()
    later = [each for each, is_ahead in zip(x, ahead, strict=True) if is_ahead]
    coming = frame[ahead]
    dashed = Tone(*TONES["blue"][:2], "dash", "circle-open", "/")
    parts = [
        *marks.band(
            look, look.word("interval"), later, coming["low"], coming["high"], TONES["blue"]
        ),
        marks.line(look, look.word("spent"), x, frame["spent"], TONES["blue"], look.number),
        marks.line(look, look.word("expected"), later, coming["expected"], dashed, look.number),
    ]
    highest = max(frame["high"].max(), frame["spent"].max(), credit)
    for line in parts[2:]:
        line["mode"] = "lines"
    return panels.panel(
        look,
        "cost.forecast",
        parts,
        ticks.days(look, days[0], days[-1]),
        ticks.counts(look, highest),
        unit=look.word("segments"),
        **({"shapes": [_across(look, credit)]} if credit else {}),
        **({"annotations": _credit(look, credit)} if credit else {}),
    )


def _across(look: Look, credit: float) -> dict:
    line = {"color": TONES["vermillion"].of(look.scheme), "width": 1.5, "dash": "dot"}
    place = {"xref": "paper", "yref": "y", "x0": 0, "x1": 1, "y0": credit, "y1": credit}
    return {"type": "line", "layer": "above", "line": line, **place}


def _credit(look: Look, credit: float) -> list[dict]:
    """Return the unit above the axis, and the name of the line of the credit."""
    font = {"color": TONES["vermillion"].of(look.scheme), "size": 12}
    text = f"{look.word('credit')} {look.number(credit)}"
    place = {"xref": "paper", "yref": "y", "x": 0, "y": credit, "xanchor": "left"}
    label = {**place, "yanchor": "bottom", "xshift": 6, "yshift": 3, "showarrow": False}
    return [panels.unit_of(look, look.word("segments")), {**label, "text": text, "font": font}]
