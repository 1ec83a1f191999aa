"""The legend of a drawing: a sample of each mark and its name, in as many lines as it needs."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from dashboards.figures import samples, svg

LINE = 22  # pixels
SIZE = 13  # pixels of letters
SAMPLE, GAP = 28, 18  # pixels: of a sample with its room, between two entries
LETTER = 0.58  # widths of a letter, in sizes, about


def length(words: str, size: float = SIZE) -> float:
    """Return how many pixels ``words`` need, about."""
    return len(words) * size * LETTER


def lines(data: Sequence[Mapping[str, Any]], layout: Mapping[str, Any], room: float) -> int:
    """Return how many lines the legend of a figure has."""
    if not layout.get("showlegend"):
        return 0
    return max((line for line, _, _ in _placed(data, room)), default=-1) + 1


def legend(
    data: Sequence[Mapping[str, Any]],
    layout: Mapping[str, Any],
    corner: tuple[float, float],
    width: float,
    prefix: str,
) -> Iterator[str]:
    """Yield the elements of the legend; its last line begins at ``corner``."""
    if not layout.get("showlegend"):
        return
    left, bottom = corner
    last = lines(data, layout, width - left) - 1
    for line, x, at in _placed(data, width - left):
        y = bottom + (line - last) * LINE
        yield from samples.sample(data[at], at, left + x, y, prefix)
        place = {"x": float(left + x + SAMPLE), "y": float(y + 4), "font_size": SIZE}
        yield svg.text(data[at]["name"], **place, **svg.filled(layout["legend"]["font"]["color"]))


def _placed(data: Sequence[Mapping[str, Any]], room: float) -> Iterator[tuple[int, float, int]]:
    """Yield the line, the place in it and the index of each mark that the legend names."""
    line, x = 0, 0.0
    for at, trace in enumerate(data):
        if not trace.get("showlegend", True):
            continue
        wide = SAMPLE + length(trace["name"])
        if x and x + wide > room:
            line, x = line + 1, 0.0
        yield line, x, at
        x += wide + GAP
