"""Marks of a figure: lines with gaps, bands, bars and whiskers, as Plotly's traces."""

import math
from collections.abc import Callable, Sequence
from typing import Any

from dashboards.figures.colours import Tone
from dashboards.figures.looks import Look

Values = Sequence[Any]
FEW_POINTS = 40  # up to which each point has a mark


def line(
    look: Look, name: str, x: Values, y: Values, tone: Tone, told: Callable[[float], str]
) -> dict[str, Any]:
    """Return a line with a gap where ``y`` has no value; ``told`` says a value as text."""
    known = [plain(each) for each in y]
    colour = tone.of(look.scheme)
    return {
        "type": "scatter",
        "mode": "lines+markers" if _lone(known) or len(known) <= FEW_POINTS else "lines",
        "name": name,
        "x": [*x],
        "y": known,
        "connectgaps": False,
        "line": {"color": colour, "width": 2, "dash": tone.dash},
        "marker": {"color": colour, "symbol": tone.mark, "size": 6},
        **_hover(name, known, told),
    }


def band(look: Look, name: str, x: Values, low: Values, high: Values, tone: Tone) -> list[Any]:
    """Return the two traces of the band between ``low`` and ``high``."""
    shared = {
        "type": "scatter",
        "mode": "lines",
        "x": [*x],
        "line": {"color": tone.of(look.scheme), "width": 0},
        "hoverinfo": "skip",
    }
    red, green, blue = (int(tone.of(look.scheme)[at : at + 2], 16) for at in (1, 3, 5))
    return [
        {**shared, "y": [plain(each) for each in low], "showlegend": False, "name": name},
        {
            **shared,
            "y": [plain(each) for each in high],
            "name": name,
            "fill": "tonexty",
            "fillcolor": f"rgba({red},{green},{blue},0.2)",
        },
    ]


def bars(
    look: Look, name: str, x: Values, y: Values, tone: Tone, told: Callable[[float], str]
) -> dict[str, Any]:
    """Return bars that stand, with nothing where ``y`` has no value."""
    known = [plain(each) for each in y]
    return {
        "type": "bar",
        "name": name,
        "x": [*x],
        "y": known,
        "marker": _filled(look, tone),
        **_hover(name, known, told),
    }


def lying(
    look: Look, name: str, lengths: Values, tone: Tone, told: Callable[[float], str]
) -> dict[str, Any]:
    """Return bars that lie, one at each whole number, with their value at the end."""
    known = [plain(each) for each in lengths]
    return {
        "type": "bar",
        "orientation": "h",
        "name": name,
        "x": known,
        "y": [*range(len(known))],
        "marker": _filled(look, tone),
        **_hover(name, known, told),
    }


def labelled(trace: dict[str, Any], texts: Sequence[str], look: Look) -> dict[str, Any]:
    """Return bars that have ``texts`` at their ends."""
    return {
        **trace,
        "text": [*texts],
        "textposition": "outside",
        "cliponaxis": False,
        "textfont": {"color": look.ink("ink"), "size": 12},
    }


def whiskers(
    look: Look,
    name: str,
    x: Values,
    y: Values,
    ends: tuple[Values, Values],
    tone: Tone,
    told: Callable[[float], str],
) -> dict[str, Any]:
    """Return points with a whisker from the first to the second of ``ends``."""
    known, low, high = ([plain(each) for each in some] for some in (y, *ends))
    colour = tone.of(look.scheme)
    return {
        "type": "scatter",
        "mode": "markers",
        "name": name,
        "x": [*x],
        "y": known,
        "marker": {"color": colour, "symbol": tone.mark, "size": 9},
        "error_y": {
            "type": "data",
            "symmetric": False,
            "array": [_apart(top, value) for top, value in zip(high, known, strict=True)],
            "arrayminus": [_apart(value, base) for value, base in zip(known, low, strict=True)],
            "color": colour,
            "thickness": 1.5,
            "width": 5,
        },
        "customdata": [_between(*each, told) for each in zip(known, low, high, strict=True)],
        "hovertemplate": "%{customdata}<extra>" + escaped(name) + "</extra>",
    }


def plain(value: Any) -> float | int | None:
    """Return a value of a frame as a plain number; ``None`` where it is missing."""
    if value is None or value.__class__.__name__ == "NAType" or value != value:
        return None
    number = value.item() if hasattr(value, "item") else value
    return None if isinstance(number, float) and math.isinf(number) else number


def escaped(text: str) -> str:
    """Return ``text`` so that Plotly reads no mark-up and no placeholder in it."""
    for letter, name in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("%{", "%&#123;")):
        text = text.replace(letter, name)
    return text


def _lone(values: Sequence[float | None]) -> bool:
    """Whether a value stands between two gaps: a line alone would not show it."""
    padded = [None, *values, None]
    return any(
        value is not None and padded[at] is None and padded[at + 2] is None
        for at, value in enumerate(values)
    )


def _apart(high: float | None, low: float | None) -> float:
    return 0 if high is None or low is None else max(high - low, 0)


def _between(
    value: float | None, low: float | None, high: float | None, told: Callable[[float], str]
) -> str:
    if value is None or low is None or high is None:
        return ""
    return f"{told(value)} ({told(low)} – {told(high)})"


def _filled(look: Look, tone: Tone) -> dict[str, Any]:
    pattern = {"shape": tone.pattern, "fgcolor": look.ink("paper"), "fgopacity": 0.75, "size": 6}
    solid = {"color": tone.of(look.scheme), "line": {"width": 0}}
    return {**solid, "pattern": {**pattern, "solidity": 0.25}} if tone.pattern else solid


def _hover(name: str, values: Sequence[Any], told: Callable[[float], str]) -> dict[str, Any]:
    return {
        "customdata": ["" if each is None else told(each) for each in values],
        "hovertemplate": "%{customdata}<extra>" + escaped(name) + "</extra>",
    }
