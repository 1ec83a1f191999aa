"""The figures of arrival: the share that is delivered, and the seconds it takes."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboards.figures import calendars, formats, marks, panels, ticks
from dashboards.figures.calendars import calendar, grounds
from dashboards.figures.colours import STATES, TONES, series
from dashboards.figures.looks import Look

MOST = 6  # brokers, networks or countries that have a line or a bar of their own
OF = ("delivered", "sent")  # numbers of messages: a part, and its whole
PERCENTILES = {"p50": "blue", "p90": "amber", "p99": "vermillion"}


def by_day(frame: pd.DataFrame, look: Look) -> go.Figure | None:
    """Return the share delivered of the messages sent, each day, week or month.

    Columns: ``day``, ``delivered``, ``sent``.
    """
    if frame.empty:
        return None
    found = calendar(frame, OF, look)
    shares = share(found.frame)
    line = marks.line(look, look.word("rate"), found.x, shares, TONES["blue"], look.share)
    return panels.panel(
        look,
        "arrival.by_day",
        [line],
        ticks.days(look, found.days[0], found.days[-1], found.margin),
        ticks.shares(look, lowest(shares)),
        shapes=grounds(look, found),
    )


def share(frame: pd.DataFrame, whole: str = "sent") -> pd.Series:
    """Return delivered of the column ``whole``; missing where that is nothing."""
    return (frame["delivered"] / frame[whole]).where(frame[whole] > 0)


def lowest(*some: Sequence[Any] | pd.Series) -> float:
    """Return the least of all shares, 1 where there is none."""
    known = [marks.plain(each) for one in some for each in one]
    return min((each for each in known if each is not None), default=1.0)


def by_broker_and_day(frame: pd.DataFrame, look: Look) -> go.Figure | None:
    """Return a line of the share delivered for each of the largest brokers.

    Columns: ``day``, ``name``, ``delivered``, ``sent``.
    """
    if frame.empty:
        return None
    names = _largest(frame)
    spread = look if look.period else look._replace(period=_ends(frame))
    whole = calendar(frame, OF, look)
    found = {name: calendar(frame[frame["name"] == name], OF, spread) for name in names}
    shares = {name: share(each.frame) for name, each in found.items()}
    lines = [
        marks.line(look, name, found[name].x, shares[name], series(at), look.share)
        for at, name in enumerate(names)
    ]
    return panels.panel(
        look,
        "arrival.by_broker_and_day",
        lines,
        ticks.days(look, whole.days[0], whole.days[-1], whole.margin),
        ticks.shares(look, lowest(*shares.values())),
        shapes=grounds(look, whole),
    )


def _largest(frame: pd.DataFrame) -> list[str]:
    sizes = frame.groupby("name")["sent"].sum()
    return [*sizes.sort_values(ascending=False, kind="stable").index[:MOST]]


def _ends(frame: pd.DataFrame) -> tuple[date, date]:
    days = pd.to_datetime(frame["day"])
    return days.min().date(), days.max().date()


def by_name(frame: pd.DataFrame, look: Look, key: str, name: str = "name") -> go.Figure | None:
    """Return the share delivered by broker, network or country, the largest of them first.

    ``key`` is the word of its name, as ``arrival.by_network``; ``name`` the column of names, each
    of which has a word. Other columns: ``delivered``, ``sent``.
    """
    if frame.empty:
        return None
    sums = frame.groupby(name, sort=False)[[*OF]].sum()
    largest = sums[sums["sent"] > 0].sort_values("sent", ascending=False, kind="stable").head(MOST)
    if largest.empty:
        return None
    shares = share(largest)
    bars = marks.lying(look, look.word("rate"), shares, STATES["delivered"], look.share)
    return panels.lying(
        look,
        key,
        [marks.labelled(bars, [look.share(each) for each in shares], look)],
        [look.word(str(each)) for each in largest.index],
        ticks.shares(look, 0),
    )


def by_hour(frame: pd.DataFrame, look: Look) -> go.Figure | None:
    """Return the share delivered by hour of the day.

    Columns: ``hour`` (0 to 23), ``delivered``, ``messages``.
    """
    if frame.empty:
        return None
    columns = ["delivered", "messages"]
    sums = frame.groupby("hour")[columns].sum(min_count=1).reindex(range(24))
    shares = share(sums, "messages")
    hours = [*range(24)]
    line = marks.line(look, look.word("rate"), hours, shares, TONES["blue"], look.share)
    axis = ticks.numbers(look, 0, 24, lambda one: f"{one:.0f} h", 4)
    x = {**axis, "range": [-0.5, 23.5], "showgrid": False}
    return panels.panel(look, "arrival.by_hour", [line], x, ticks.shares(look, lowest(shares)))


def delays(frame: pd.DataFrame, look: Look) -> go.Figure | None:
    """Return the seconds in which a half, nine in ten and 99 in 100 messages arrived, by week.

    Columns: ``week`` (its first day), ``p50``, ``p90``, ``p99``: seconds.
    """
    if frame.empty:
        return None
    found = _weeks(frame, [*PERCENTILES])
    known = found[[*PERCENTILES]].stack()
    x = [calendars.as_day(each).isoformat() for each in found.index]
    lines = [
        marks.line(look, look.word(name), x, found[name], TONES[tone], _seconds(look))
        for name, tone in PERCENTILES.items()
    ]
    return panels.panel(
        look,
        "arrival.delays",
        lines,
        ticks.days(look, calendars.as_day(found.index[0]), calendars.as_day(found.index[-1]), 3),
        ticks.durations(look, known.min(), known.max()),
    )


def delays_by_broker(frame: pd.DataFrame, look: Look, percentile: str = "p90") -> go.Figure | None:
    """Return the seconds in which nine in ten messages arrived, a line for each broker.

    Columns: ``week``, ``name`` and the ``percentile``.
    """
    if frame.empty:
        return None
    table = frame.pivot_table(index="week", columns="name", values=percentile, aggfunc="max")
    found = _weeks(table.reset_index(), [*table.columns])
    names = [*table.count().sort_values(ascending=False, kind="stable").index[:MOST]]
    x = [calendars.as_day(each).isoformat() for each in found.index]
    lines = [
        marks.line(look, name, x, found[name], series(at), _seconds(look))
        for at, name in enumerate(names)
    ]
    known = found[names].stack()
    return panels.panel(
        look,
        f"arrival.delays_by_broker.{percentile}",
        lines,
        ticks.days(look, calendars.as_day(found.index[0]), calendars.as_day(found.index[-1]), 3),
        ticks.durations(look, known.min(), known.max()),
    )


def _weeks(frame: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    """Return columns by week, with an empty row for each week between that has none."""
    found = frame[["week", *columns]].copy()
    found["week"] = pd.to_datetime(found["week"])
    weeks = found.groupby("week")[[*columns]].max()
    return weeks.reindex(pd.date_range(weeks.index.min(), weeks.index.max(), freq="7D"))


def _seconds(look: Look) -> Any:
    return lambda value: formats.duration(value, look.language)
