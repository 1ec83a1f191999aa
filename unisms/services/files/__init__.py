"""From the bytes of a file to its lines and cells.

It may call ``money`` and every room below it. Open to others:

- ``delimited``: the lines of a text cut into records
- ``formulas``: cells that a spreadsheet would compute
- ``mixtures``: text of several encodings put right
- ``rows``: the rows of a file, as functions hand them on
- ``texts``: the kind of a file, and the text that its bytes hold
- ``workbooks``: the cells of a spreadsheet file, read in a process of its own
"""

__all__ = ["delimited", "formulas", "mixtures", "rows", "texts", "workbooks"]
