"""The marks of a drawing: lines, bands, bars and whiskers, at their places."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from dashboards.figures import samples, svg
from dashboards.figures.scales import Scale

if TYPE_CHECKING:
    from dashboards.figures.drawing import Ground

Point = tuple[float, float]


def patterns(data: Sequence[Mapping[str, Any]], prefix: str) -> Iterator[str]:
    """Yield the patterns that bars are filled with."""
    for at, trace in enumerate(data):
        if trace["type"] == "bar" and trace["marker"].get("pattern"):
            yield samples.pattern(trace, at, prefix)


def marks(ground: "Ground") -> Iterator[str]:
    """Yield the elements of every mark of a figure."""
    yield from _bars(ground)
    for at, trace in enumerate(ground.data):
        if trace["type"] == "scatter":
            yield from _scatter(ground, trace, ground.data[at - 1])


def _scatter(
    ground: "Ground", trace: Mapping[str, Any], before: Mapping[str, Any]
) -> Iterator[str]:
    points = [*_points(ground, trace)]
    if trace.get("fill"):
        back = [each for each in _points(ground, before) if each]
        around = [*(each for each in points if each), *reversed(back)]
        yield svg.element("path", d=svg.path(around, is_closed=True), **samples.fill_of(trace))
    elif "lines" in trace["mode"] and trace["line"]["width"]:
        for run in _runs(points):
            yield svg.element("path", d=svg.path(run), **samples.line_of(trace))
    if trace.get("error_y"):
        yield from _whiskers(ground, trace)
    if "markers" in trace["mode"]:
        yield from (samples.symbol(trace["marker"], *each) for each in points if each)


def _points(ground: "Ground", trace: Mapping[str, Any]) -> Iterator[Point | None]:
    """Yield the place of each value, ``None`` at a gap."""
    for x, y in zip(trace["x"], trace["y"], strict=True):
        yield None if y is None or x is None else (ground.x.at(x), ground.y.at(y))


def _runs(points: Sequence[Point | None]) -> Iterator[list[Point]]:
    """Yield the lines between gaps; a lone point is no line."""
    run: list[Point] = []
    for point in (*points, None):
        if point is not None:
            run.append(point)
            continue
        if len(run) > 1:
            yield run
        run = []


def _whiskers(ground: "Ground", trace: Mapping[str, Any]) -> Iterator[str]:
    ends = trace["error_y"]
    for x, y, up, down in zip(
        trace["x"], trace["y"], ends["array"], ends["arrayminus"], strict=True
    ):
        if y is not None:
            at, top, low = ground.x.at(x), ground.y.at(y + up), ground.y.at(y - down)
            half = ends["width"]
            caps = "".join(svg.path([(at - half, each), (at + half, each)]) for each in (top, low))
            yield svg.element(
                "path",
                d=svg.path([(at, top), (at, low)]) + caps,
                **svg.lined(ends["color"], ends["thickness"]),
            )


def _bars(ground: "Ground") -> Iterator[str]:
    found = [(at, each) for at, each in enumerate(ground.data) if each["type"] == "bar"]
    if not found:
        return
    is_grouped = ground.layout.get("barmode") == "group"
    slots = len(found) if is_grouped else 1
    lies = found[0][1].get("orientation") == "h"
    places, lengths = (ground.y, ground.x) if lies else (ground.x, ground.y)
    keys = ("y", "x") if lies else ("x", "y")
    slot = _distance(found, places, keys[0]) * (1 - ground.layout["bargap"]) / slots
    tops: dict[Any, float] = {}
    for index, (at, trace) in enumerate(found):
        shift = (index - (slots - 1) / 2) * slot if is_grouped else 0
        fill = samples.bar_fill(trace, at, ground.prefix)
        for number, (place, size) in enumerate(zip(trace[keys[0]], trace[keys[1]], strict=True)):
            if not size:
                continue
            base = 0 if is_grouped else tops.get(place, 0)
            tops[place] = base + size
            ends = lengths.at(base), lengths.at(base + size)
            middle = places.at(place) + shift
            yield _bar(middle - slot / 2, slot, ends, lies, fill)
            if trace.get("text"):
                yield _end(trace, number, max(ends), middle)


def _bar(
    side: float, slot: float, ends: tuple[float, float], lies: bool, fill: Mapping[str, Any]
) -> str:
    low, size = min(ends), abs(ends[1] - ends[0])
    if lies:
        return svg.element("rect", x=low, y=side, width=size, height=slot, **fill)
    return svg.element("rect", x=side, y=low, width=slot, height=size, **fill)


def _end(trace: Mapping[str, Any], number: int, x: float, y: float) -> str:
    """Return the text at the end of a bar that lies."""
    font = trace["textfont"]
    place = {"x": x + 5, "y": y + 4, "font_size": font["size"]}
    return svg.text(trace["text"][number], **place, **svg.filled(font["color"]))


def _distance(found: Sequence[tuple[int, Mapping[str, Any]]], places: Scale, key: str) -> float:
    """Return the least number of pixels between the middles of two bars."""
    middles = sorted({places.at(place) for _, trace in found for place in trace[key]})
    apart = [after - before for before, after in pairwise(middles)]
    return min(apart, default=min(abs(places.end - places.start) / 2, 120))
