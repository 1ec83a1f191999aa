"""Elements of SVG: presentation attributes and classes, no style attribute and no script."""

import re
from collections.abc import Iterable
from html import escape
from typing import Any

from dashboards.figures.colours import name_of

RGBA = re.compile(r"rgba\((\d+),\s*(\d+),\s*(\d+),\s*([\d.]+)\)")
#: lengths of dashes and gaps, in widths of the line
DASHES = {
    "dot": (1, 2),
    "dash": (4, 2.5),
    "longdash": (8, 3),
    "dashdot": (5, 2, 1, 2),
    "longdashdot": (8, 2.5, 1, 2.5),
}


def element(name: str, *children: str, **attributes: Any) -> str:
    """Return an element; an underscore in an attribute stands for a hyphen."""
    told = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(_text(value))}"'
        for key, value in attributes.items()
        if value not in (None, "")
    )
    inner = "".join(children)
    return f"<{name}{told}>{inner}</{name}>" if inner else f"<{name}{told}/>"


def text(words: str, **attributes: Any) -> str:
    """Return an element of text."""
    return element("text", escape(words, quote=False), **attributes)


def filled(colour: str) -> dict[str, Any]:
    """Return the attributes that fill a form with a colour of Plotly."""
    solid, opacity = _solid(colour)
    return {"fill": solid, "fill_opacity": opacity, "class_": _class("fill", solid)}


def lined(colour: str, width: float, dash: str = "solid") -> dict[str, Any]:
    """Return the attributes of a line of a colour, a width and a dash of Plotly."""
    solid, opacity = _solid(colour)
    lengths = " ".join(number(each * width) for each in DASHES.get(dash, ()))
    return {
        "fill": "none",
        "stroke": solid,
        "stroke_opacity": opacity,
        "stroke_width": width,
        "stroke_dasharray": lengths,
        "class_": _class("line", solid),
    }


def path(points: Iterable[tuple[float, float]], is_closed: bool = False) -> str:
    """Return the data of a path through points."""
    drawn = "L".join(f"{number(x)} {number(y)}" for x, y in points)
    return f"M{drawn}{'Z' if is_closed else ''}"


def number(value: float) -> str:
    """Return a length with at most one digit behind the point."""
    told = f"{value:.1f}".removesuffix(".0")
    return "0" if told == "-0" else told


def _text(value: Any) -> str:
    return number(value) if isinstance(value, float) else str(value)


def _class(kind: str, colour: str) -> str:
    name = name_of(colour)
    return f"{kind}-{name}" if name else ""


def _solid(colour: str) -> tuple[str, str]:
    """Return a colour without its transparency, and the opacity; empty where there is none."""
    if found := RGBA.fullmatch(colour):
        red, green, blue = (int(each) for each in found.groups()[:3])
        return f"#{red:02x}{green:02x}{blue:02x}", found[4]
    return colour, ""
