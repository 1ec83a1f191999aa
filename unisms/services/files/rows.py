"""The rows of a file, as they are handed from one function to the next while it is read."""

from collections.abc import Sequence
from typing import TypeAlias

Cells: TypeAlias = Sequence[str]  #: of a row, also of the titles
Row: TypeAlias = tuple[int, Cells]  #: the number of its line, from 1, and its cells
Rows: TypeAlias = Sequence[Row]
Columns: TypeAlias = Sequence[int]  #: their places in a row, from 0
