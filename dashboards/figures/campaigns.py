"""The figures of campaigns: the ends of their messages side by side, and why some failed."""

import pandas as pd
import plotly.graph_objects as go

from dashboards.figures import marks, overview, panels, ticks
from dashboards.figures.colours import STATES
from dashboards.figures.looks import Look

ENDS = ("delivered", "waiting", "failed", "set_aside", "uncertain")


def compare(frame: pd.DataFrame, look: Look) -> go.Figure | None:
    """Return the shares of the states of each campaign, a bar of one length for each.

    Columns: ``name``, and those of ``ENDS`` that there are: numbers of messages.
    """
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


def causes(frame: pd.DataFrame, look: Look) -> go.Figure | None:
    """Return how many messages of a campaign failed by each cause.

    Columns: ``cause``, ``messages``.
    """
    return overview.by_name(frame, look, "campaigns.causes", name="cause")
