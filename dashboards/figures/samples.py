"""Single marks of a drawing: the symbol of a point, the fill of a bar, and their samples."""

from collections.abc import Iterator, Mapping
from typing import Any

from dashboards.figures import svg

CELL = 8  # pixels of a pattern


def sample(trace: Mapping[str, Any], at: int, x: float, y: float, prefix: str) -> Iterator[str]:
    """Yield the elements of a legend's sample of the mark number ``at``."""
    if trace["type"] == "bar" or trace.get("fill"):
        colour = bar_fill(trace, at, prefix) if trace["type"] == "bar" else fill_of(trace)
        yield svg.element("rect", x=float(x), y=float(y - 6), width=20, height=12, **colour)
        return
    if "lines" in trace["mode"]:
        drawn = line_of(trace)
        yield svg.element("path", d=svg.path([(x, y), (x + 22, y)]), **drawn)
    if "markers" in trace["mode"]:
        yield symbol(trace["marker"], x + 11, y)


def line_of(trace: Mapping[str, Any]) -> dict[str, Any]:
    """Return the attributes of the line of a mark."""
    line = trace["line"]
    return svg.lined(line["color"], line["width"], line.get("dash", "solid"))


def fill_of(trace: Mapping[str, Any]) -> dict[str, Any]:
    """Return the attributes of the ground of a band."""
    return svg.filled(trace["fillcolor"])


def bar_fill(trace: Mapping[str, Any], at: int, prefix: str) -> dict[str, Any]:
    """Return the attributes that fill the bars of the mark number ``at``."""
    if trace["marker"].get("pattern"):
        return {"fill": f"url(#{prefix}-{at})"}
    return svg.filled(trace["marker"]["color"])


def symbol(marker: Mapping[str, Any], x: float, y: float) -> str:
    """Return the symbol of a point, as Plotly draws it."""
    half, name = marker["size"] / 2, marker["symbol"]
    if name.startswith("circle"):
        is_open = name.endswith("open")
        look = svg.lined(marker["color"], 1.5) if is_open else svg.filled(marker["color"])
        return svg.element("circle", cx=float(x), cy=float(y), r=half, **look)
    if name == "x":
        arms = svg.path([(x - half, y - half), (x + half, y + half)])
        arms += svg.path([(x - half, y + half), (x + half, y - half)])
        return svg.element("path", d=arms, **svg.lined(marker["color"], 2))
    points = [(x + dx * half, y + dy * half) for dx, dy in CORNERS[name]]
    return svg.element("path", d=svg.path(points, is_closed=True), **svg.filled(marker["color"]))


#: symbol -> its corners, in halves of its size
CORNERS = {
    "square": ((-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)),
    "diamond": ((0, -1.25), (1.25, 0), (0, 1.25), (-1.25, 0)),
    "triangle-up": ((0, -1.1), (1.15, 0.85), (-1.15, 0.85)),
}

#: pattern of Plotly -> its strokes in a cell
STROKES = {
    "/": "M-1 9L9-1M-1 1L1-1M7 9L9 7",
    "\\": "M-1-1L9 9M7-1L9 1M-1 7L1 9",
    "-": "M0 4L8 4",
    "x": "M-1 9L9-1M-1-1L9 9",
    "+": "M0 4L8 4M4 0L4 8",
    ".": "M4 3L4 5M3 4L5 4",
}


def pattern(trace: Mapping[str, Any], at: int, prefix: str) -> str:
    """Return the pattern that the bars of the mark number ``at`` are filled with."""
    look = trace["marker"]["pattern"]
    cell = {"width": CELL, "height": CELL}
    return svg.element(
        "pattern",
        svg.element("rect", **cell, **svg.filled(trace["marker"]["color"])),
        svg.element("path", d=STROKES[look["shape"]], **svg.lined(look["fgcolor"], 1.2)),
        id=f"{prefix}-{at}",
        patternUnits="userSpaceOnUse",
        **cell,
    )
