"""From the bytes of a file to its lines and cells.

It may call ``money`` and every room below it. Open to others:

- ``delimited``: the lines of a text cut into records
- ``mixtures``: text of several encodings put right
- ``texts``: the kind of a file, and the text that its bytes hold
- ``workbooks``: the cells of a spreadsheet file, read in a process of its own
"""

__all__ = ["delimited", "mixtures", "texts", "workbooks"]
