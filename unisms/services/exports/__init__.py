"""Exports: the files that dashboards, and anybody with DuckDB, pandas or a spreadsheet, read.

It may call ``dossiers`` and every room below it. Open to others:

- ``editions``: the files of an institution, written of rows that are given
"""

__all__ = ["editions"]
