"""A figure put together: its marks on two axes, its legend, its margins and its name."""

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from dashboards.figures import ticks
from dashboards.figures.looks import Look

FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Helvetica Neue", sans-serif'
TOP, BOTTOM = 12, 34  # pixels around the axes
ROW = 26  # pixels of a bar that lies, with its room
LEGEND = 28  # pixels of a line of the legend


def panel(
    look: Look,
    key: str,
    marks: Sequence[dict[str, Any]],
    x: dict[str, Any],
    y: dict[str, Any],
    unit: str = "",
    **layout: Any,
) -> go.Figure:
    """Return the figure whose name and description are the words ``key`` and ``key.told``.

    ``unit`` stands above the axis that stands.
    """
    shown = [each for each in marks if each.get("showlegend", True)]
    has_legend = len(shown) > 1
    left = max(ticks.width_of(y), round(len(unit) * ticks.LETTER) + 6)
    top = TOP + (LEGEND if has_legend or unit else 0)
    return go.Figure(
        data=[*marks],
        layout={
            "meta": {"name": look.word(key), "description": look.word(f"{key}.told"), "key": key},
            "font": {"family": FONT, "size": 13, "color": look.ink()},
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
            "margin": {"l": left, "r": 14, "t": top, "b": BOTTOM, "pad": 4},
            "xaxis": {**x, **({} if x.get("type") != "date" else {"showgrid": False})},
            "yaxis": y,
            "showlegend": has_legend,
            "legend": _legend(look),
            "annotations": [unit_of(look, unit)] if unit else [],
            "hovermode": "x unified",
            "hoverlabel": {
                "bgcolor": look.ink("paper"),
                "bordercolor": look.ink("rule"),
                "font": {"color": look.ink()},
            },
            "separators": ".," if look.language == "en" else ",\u202f",
            "bargap": 0.3,
            "dragmode": False,
            **layout,
        },
        _validate=False,  # which takes ten times as long; tests hold each figure against Plotly
    )


def lying(
    look: Look, key: str, marks: Sequence[dict[str, Any]], names: Sequence[str], x: dict[str, Any]
) -> go.Figure:
    """Return a figure of bars that lie, the first name on top."""
    y = ticks.names(look, names)
    y["range"] = [y["range"][1], y["range"][0]]
    room = max((len(text) for mark in marks for text in mark.get("text", ())), default=0)
    figure = panel(look, key, marks, x, y, hovermode="y unified", barmode="stack")
    figure.layout.margin.r = 14 + round(room * ticks.LETTER)
    legend = 2 * LEGEND if figure.layout.showlegend else 0
    figure.layout.height = ROW * len(names) + figure.layout.margin.t + BOTTOM + legend
    return figure


def _legend(look: Look) -> dict[str, Any]:
    return {
        "orientation": "h",
        "x": 0,
        "y": 1,
        "yanchor": "bottom",
        "xanchor": "left",
        "font": {"color": look.ink(), "size": 13},
        "itemclick": False,
        "itemdoubleclick": False,
        "bgcolor": "rgba(0,0,0,0)",
        "traceorder": "normal",
    }


def unit_of(look: Look, unit: str) -> dict[str, Any]:
    """Return the note above the axis that stands which tells its unit."""
    return {
        "text": unit,
        "xref": "paper",
        "yref": "paper",
        "x": 0,
        "y": 1,
        "xanchor": "right",
        "yanchor": "bottom",
        "xshift": -4,
        "yshift": 9,
        "showarrow": False,
        "font": {"color": look.ink("soft"), "size": 12},
    }
