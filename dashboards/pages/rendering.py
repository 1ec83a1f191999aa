"""A page as HTML: its template, and what the template is given."""

from functools import lru_cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from dashboards.figures import drawing
from dashboards.figures.looks import Look
from dashboards.pages.answers import ROWS
from dashboards.pages.cells import RIGHT, written
from dashboards.pages.speech import is_missing

HEIGHT, LEAST, ROW = 340, 140, 40  # pixels of a figure, of the lowest one, of a bar that lies
WIDE, NARROW = 960, 344  # pixels
DRAWINGS = (("wide", WIDE), ("narrow", NARROW))  # either is shown


@lru_cache(maxsize=1)
def environment():
    return Environment(
        loader=PackageLoader("dashboards.pages"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )


def render(page, asset, slot, scripts):
    """Return the page as HTML, with the place and the scripts by which Dash draws."""
    template = environment().get_template("page.jinja2")
    speech = page.speech
    return template.render(
        **page.shown,
        language=speech.language,
        say=speech.say,
        some=speech.some,
        asset=asset,
        slot=slot,
        scripts=scripts,
    )


def drawn(figure, key):
    """Return a figure as the page has it before any script: once for desks, once for phones."""
    plain = figure.to_plotly_json()
    return Markup("").join(
        Markup('<div class="{}">{}</div>').format(
            name, _safe(drawing.drawn(plain, width=width, prefix=f"{key}-{name}"))
        )
        for name, width in DRAWINGS
    )


def _safe(drawn_as):
    """Return a drawing as HTML: its maker has escaped all texts in it."""
    return Markup(drawn_as)  # noqa: S704


def cells_of(speech, table, scope):
    """Return a table as the template shows it: written values, their classes, links and bars."""
    rows = table.rows[:ROWS]
    columns = [
        {"title": column.title, "right": column.kind in RIGHT and not table.shades}
        for column in table.columns
    ]
    most = _most(table)
    return {
        "caption": table.caption,
        "scope": scope if table.scope is None else table.scope,
        "columns": columns,
        "shaded": bool(table.shades),
        "rows": [_row(speech, table, place, row, most) for place, row in enumerate(rows)],
        "left_out": len(table.rows) - len(rows),
    }


def _row(speech, table, place, row, most):
    link = table.links[place] if table.links else ""
    first = {"text": written(speech, table.columns[0].kind, row[0]), "link": link}
    return {
        "first": first,
        "cells": [
            _cell(speech, table, place, column, value, most)
            for column, value in enumerate(row)
            if column
        ],
    }


def _cell(speech, table, place, column, value, most):
    kind, title = table.columns[column].kind, table.columns[column].title
    classes = "num" if kind in RIGHT else ""
    if table.shades:
        classes = f"s{table.shades[place][column - 1]}"
    width = None
    if column == table.bar and column:
        width = round(100 * _known(value) / most, 1) if most else 0
    return {
        "text": written(speech, kind, value),
        "title": title,
        "classes": classes,
        "width": width,
    }


def _most(table):
    return max((_known(row[table.bar]) for row in table.rows), default=0) if table.bar else 0


def _known(value):
    return 0 if is_missing(value) else value


def height_of(figure):
    """Return how many pixels high a figure is: bars that lie need room for each."""
    lying = [len(trace.y) for trace in figure.data if getattr(trace, "orientation", None) == "h"]
    margin = figure.layout.margin
    return max(LEAST, max(lying) * ROW + margin.t + margin.b) if lying else HEIGHT


def figure_of(view, look: Look):
    """Return the figure of a view in this look, with the addresses that a click leads to."""
    figure = view.chart.draw(look) if view.chart else None
    if figure is not None and any(trace.text for trace in figure.data if trace.type == "bar"):
        figure.layout.xaxis.showticklabels = False  # each bar that lies says its own number
    if figure is not None and view.chart.links:
        axis, to = view.chart.links
        figure.layout.meta = {**figure.layout.meta, "links": {"axis": axis, "to": to}}
    return figure
