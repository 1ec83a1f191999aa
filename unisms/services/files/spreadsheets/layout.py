"""How a sheet looks: the rows and columns that are hidden, the cells that are one."""

from typing import NamedTuple, TypeAlias

#: first row, first column, last row, last column
Area: TypeAlias = tuple[int, int, int, int]


class Layout(NamedTuple):
    """Rows and columns are counted from 0."""

    rows: set[int]  #: hidden, by hand, by a filter or by a group that is folded
    columns: set[int]  #: hidden
    merged: list[Area]


def nothing() -> Layout:
    """Return the layout of a sheet that hides nothing."""
    return Layout(set(), set(), [])
