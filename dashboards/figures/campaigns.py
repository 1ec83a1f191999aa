"""The figures of campaigns: the ends of their messages side by side, and why some failed."""

import pandas as pd
import plotly.graph_objects as go

from dashboards.figures import marks, overview, panels, ticks
from dashboards.figures.colours import STATES
from dashboards.figures.looks import Look

ENDS = ("delivered", "waiting", "failed", "set_aside", "uncertain")


def compare(frame: pd.DataFrame, look: Look) -> go.Figure | None:
    """Return the shares of the states of each campaign, a bar of one length for each.

    Columns: ``name``, and those of ``ENDS`` that there are: numbers of messages. With
    ``messages``, those that have no other state wait.
    """
    frame = _with_waiting(frame)
    columns = [each for each in ENDS if each in frame]
    rows = frame[frame[columns].sum(axis=1) > 0] if columns else frame.head(0)
    if rows.empty:
        return None
    shares = rows[columns].div(rows[columns].sum(axis=1), axis=0)
    bars = [
        marks.lying(look, look.word(each), shares[each], STATES[each], look.share)
        for each in columns
        if shares[each].sum()
    ]
    return panels.lying(
        look, "campaigns.compare", bars, [str(each) for each in rows["name"]], ticks.shares(look, 0)
    )


def _with_waiting(frame: pd.DataFrame) -> pd.DataFrame:
    if "waiting" in frame or "messages" not in frame:
        return frame
    told = frame[[each for each in ENDS if each in frame]].sum(axis=1)
    return frame.assign(waiting=(frame["messages"] - told).clip(lower=0))


def causes(frame: pd.DataFrame, look: Look) -> go.Figure | None:
    """Return how many messages of a campaign failed by each cause.

    Columns: ``cause``, ``messages``.
    """
    return overview.by_name(frame, look, "campaigns.causes", name="cause")
