"""Exports: the files that dashboards, and anybody with DuckDB, pandas or a spreadsheet, read.

It may call ``dossiers`` and every room below it. Open to others:

- ``editions``: the files of an institution, written of rows that are given
- ``engine``: DuckDB, bounded, and the error that it is not installed
- ``folders``: the folder of the exports, locked, cleared, without those who are gone
- ``manifests``: which files count
- ``moments``: local hours, and the buckets of delays
- ``periods``: the days of a file
- ``plans``: a wish, and the days that a run writes for it
- ``snapshots``: figures of days that no message tells
- ``surveys``: the looks of a run into the store
- ``tables``: the columns of each table, and how few people are too few to be told
"""

__all__ = [
    "editions",
    "engine",
    "folders",
    "manifests",
    "moments",
    "periods",
    "plans",
    "snapshots",
    "surveys",
    "tables",
]
