"""An answer to a question: its sentence, its figures, a chart and a table, and what is missing."""

from collections.abc import Callable
from typing import Any, NamedTuple

import plotly.graph_objects as go

from dashboards.figures.looks import Look

ROWS = 100  # a table of a page has no more; a download has all


class ShownColumn(NamedTuple):
    """A column of a table: ``kind`` says how its values are written.

    Kinds: text, count, people, share, money, day, month, seconds, number, points.
    """

    title: str
    kind: str = "text"


class ShownTable(NamedTuple):
    """Rows of values, the first of which names its row; ``links`` has an address a row, or none."""

    caption: str
    columns: tuple[ShownColumn, ...]
    rows: tuple[tuple[Any, ...], ...]
    links: tuple[str, ...] = ()
    shades: tuple[tuple[int, ...], ...] = ()  # of a heat map: 0 to 9, a cell each but the first
    bar: int = 0  # the column that is drawn too, as a bar; 0: none is
    scope: str | None = None  # the days it is of; ``None``: those of the page


class Chart(NamedTuple):
    """A chart: ``draw`` makes its figure for a look, or ``None`` where there is nothing to draw.

    ``links`` are the axis that names the point, and where a click on each leads to.
    """

    draw: Callable[[Look], go.Figure | None]
    links: tuple[str, dict[str, str]] | None = None


class Tile(NamedTuple):
    """A figure of the top: its value, its name, and against what it is held."""

    value: str
    label: str
    notes: tuple[str, ...] = ()
    tone: str = ""  # delivered, failed, waiting: a colour of the sheet


class View(NamedTuple):
    """A way to look at a question: a sentence, a chart, and the table of the chart."""

    title: str
    sentence: str
    table: ShownTable | None = None
    chart: Chart | None = None
    more: tuple[ShownTable, ...] = ()


class Summary(NamedTuple):
    """The top of a page: the sentence that answers its question, and some figures."""

    sentence: str
    tiles: tuple[Tile, ...] = ()
