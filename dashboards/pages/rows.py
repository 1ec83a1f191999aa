"""A table of a page, made of a frame."""

from datetime import date

import pandas as pd

from dashboards.pages.answers import ShownColumn, ShownTable
from dashboards.pages.languages import marked as _


def table(visit, caption, first, frame, columns, links=(), bar=""):
    """Return the table of a frame.

    ``first`` is the column of names: its title, its kind and its values. ``columns`` are those of
    the frame that follow, each with its title and kind; the one called ``bar`` is drawn too.
    """
    title, kind, values = first
    shown = [name for name, _title, _kind in columns]
    rows = zip(values, *(frame[name] for name in shown), strict=True)
    return ShownTable(
        caption,
        (
            ShownColumn(visit.say(title), kind),
            *(ShownColumn(visit.say(told), each) for _name, told, each in columns),
        ),
        tuple(rows),
        tuple(links),
        bar=shown.index(bar) + 1 if bar else 0,
    )


def by_month(visit, caption, frame, columns):
    """Return the table of a frame that has a row for each month."""
    return table(visit, caption, (_("Mois"), "month", days(frame, "month")), frame, columns)


def days(frame, column="day"):
    """Return the days of a frame as dates."""
    return [as_day(value) for value in frame[column]]


def as_day(value):
    """Return a day of a frame as a date."""
    return value if type(value) is date else pd.Timestamp(value).date()


def day_links(visit, found):
    """Return the address of each day, alone, and the same by the day as figures name it."""
    links = [visit.address(first=day, last=day) for day in found]
    return links, ("x", {day.isoformat(): link for day, link in zip(found, links, strict=True)})


def row_links(links):
    """Return the addresses of bars that lie, in the order of their rows."""
    return "y", {str(place): link for place, link in enumerate(links)}
