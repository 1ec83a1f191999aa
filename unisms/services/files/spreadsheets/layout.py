"""How a sheet looks: the rows and columns that are hidden, the cells that are one."""

from typing import NamedTuple


class Layout(NamedTuple):
    """Rows and columns are counted from 0."""

    rows: set  #: hidden, by hand, by a filter or by a group that is folded
    columns: set  #: hidden
    merged: list  #: of ``(first row, first column, last row, last column)``


def nothing():
    """Return the layout of a sheet that hides nothing."""
    return Layout(set(), set(), [])
