"""A figure drawn as SVG of our own: it needs no browser and no script, and reads like Plotly's.

It draws the figures of this room: lines with gaps, bands, bars that stand or lie, whiskers. Text
stays text, and the name and the description of the figure stand in ``title`` and ``desc``.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import plotly.graph_objects as go

from dashboards.figures import forms, legends, panels, svg
from dashboards.figures.scales import Scale, scale

WIDTH, HEIGHT = 720, 320  # pixels
SMALL = 12  # pixels of letters


class Ground(NamedTuple):
    """The place of a drawing: its figure, its scales, and the pixels around them."""

    data: Sequence[Mapping[str, Any]]
    layout: Mapping[str, Any]
    x: Scale
    y: Scale
    width: int
    height: int
    prefix: str  #: of every id
    font: str


def draw(figure: go.Figure, **more: Any) -> str:
    """Return a figure as an SVG document; ``more`` is that of ``drawn``."""
    return drawn(figure.to_plotly_json(), **more)


def drawn(
    figure: Mapping[str, Any],
    *,
    width: int = WIDTH,
    height: int = 0,
    prefix: str = "figure",
    font: str = "",
    paper: str = "",
) -> str:
    """Return a figure, as plain values, as an SVG document.

    ``prefix`` begins each id: a page with two drawings gives them two. Without a ``height`` it is
    that of the bars that lie, or ``HEIGHT``. ``font`` names the family of its letters; ``paper`` a
    colour to draw on, else the ground shows through.
    """
    ground = _ground(figure, width, height, prefix, font)
    meta = ground.layout["meta"]
    return svg.element(
        "svg",
        svg.element("title", _plain(meta["name"]), id=f"{prefix}-title"),
        svg.element("desc", _plain(meta["description"]), id=f"{prefix}-desc"),
        svg.element("defs", *forms.patterns(ground.data, prefix)),
        svg.element("rect", width=width, height=ground.height, **svg.filled(paper))
        if paper
        else "",
        *_axes(ground),
        *_shapes(ground),
        *forms.marks(ground),
        *legends.legend(ground.data, ground.layout, _corner(ground), ground.width, prefix),
        *_annotations(ground),
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {width} {ground.height}",
        width=width,
        height=ground.height,
        role="img",
        aria_labelledby=f"{prefix}-title {prefix}-desc",
        font_family=ground.font,
        class_="drawing",
    )


def _paper(ground: Ground, colour: str) -> str:
    return svg.element("rect", width=ground.width, height=ground.height, **svg.filled(colour))


def _plain(words: str) -> str:
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _ground(figure: Mapping[str, Any], width: int, height: int, prefix: str, font: str) -> Ground:
    layout, data = figure["layout"], figure["data"]
    margin = layout["margin"]
    lines = legends.lines(data, layout, width - margin["l"])
    top = margin["t"] + max(lines - 1, 0) * legends.LINE
    lying = [len(each["y"]) for each in data if each.get("orientation") == "h"]
    room = max(lying) * panels.ROW + top + margin["b"] if lying else HEIGHT
    whole = height or room
    return Ground(
        data,
        layout,
        scale(layout["xaxis"], margin["l"], width - margin["r"]),
        scale(layout["yaxis"], whole - margin["b"], top),
        width,
        whole,
        prefix,
        font or layout["font"]["family"],
    )


def _corner(ground: Ground) -> tuple[float, float]:
    """Return where the middle of the last line of the legend begins."""
    return ground.x.start, ground.y.end - 16


def _axes(ground: Ground) -> Iterator[str]:
    x, y, layout = ground.x, ground.y, ground.layout
    for at, words in _ticks(layout["yaxis"], y):
        if layout["yaxis"].get("showgrid", True):
            yield svg.element("path", d=svg.path([(x.start, at), (x.end, at)]), **_rule(layout))
        yield _label(layout["yaxis"], words, x.start - 8, at + 4, "end")
    taken = -1e9
    for at, words in _ticks(layout["xaxis"], x):
        if layout["xaxis"].get("showgrid", True):
            yield svg.element("path", d=svg.path([(at, y.start), (at, y.end)]), **_rule(layout))
        half = legends.length(words, SMALL) / 2
        middle = min(at, ground.width - half)
        if middle - half > taken:  # a label that would stand in another one is left out
            yield _label(layout["xaxis"], words, middle, y.start + 18, "middle")
            taken = middle + half + 4


def _rule(layout: Mapping[str, Any]) -> dict[str, Any]:
    return svg.lined(layout["yaxis"]["gridcolor"], 1)


def _ticks(axis: Mapping[str, Any], on: Scale) -> Iterator[tuple[float, str]]:
    for value, words in zip(axis["tickvals"], axis["ticktext"], strict=True):
        if on.holds(value):
            yield on.at(value), words


def _label(axis: Mapping[str, Any], words: str, x: float, y: float, anchor: str) -> str:
    place = {"x": float(x), "y": float(y), "text_anchor": anchor, "font_size": SMALL}
    return svg.text(words, **place, **svg.filled(axis["tickfont"]["color"]))


def _shapes(ground: Ground) -> Iterator[str]:
    for shape in ground.layout.get("shapes", ()):
        left, right = (_place(shape["xref"], ground.x, shape[each]) for each in ("x0", "x1"))
        low, high = (_place(shape["yref"], ground.y, shape[each]) for each in ("y0", "y1"))
        left, right = max(min(left, right), ground.x.start), min(max(left, right), ground.x.end)
        if shape["type"] == "rect":
            size = {"width": float(right - left), "height": float(abs(low - high))}
            place = {"x": float(left), "y": float(min(low, high)), "opacity": shape["opacity"]}
            yield svg.element("rect", **place, **size, **svg.filled(shape["fillcolor"]))
        else:
            line = shape["line"]
            drawn = svg.lined(line["color"], line["width"], line.get("dash", "solid"))
            yield svg.element("path", d=svg.path([(left, low), (right, high)]), **drawn)


def _place(of: str, on: Scale, value: Any) -> float:
    return on.start + value * (on.end - on.start) if of == "paper" else on.at(value)


#: anchors of Plotly -> those of SVG
ANCHORS = {"left": "start", "center": "middle", "right": "end"}


def _annotations(ground: Ground) -> Iterator[str]:
    for note in ground.layout.get("annotations", ()):
        x = _place(note["xref"], ground.x, note["x"]) + note.get("xshift", 0)
        y = _place(note["yref"], ground.y, note["y"]) - note.get("yshift", 0)
        y += 4 if note.get("yanchor") == "middle" else 0
        place = {"x": float(x), "y": float(y), "text_anchor": ANCHORS[note["xanchor"]]}
        font = note["font"]
        yield svg.text(note["text"], **place, font_size=font["size"], **svg.filled(font["color"]))
