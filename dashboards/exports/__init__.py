"""The exported files: the only place that knows their names and columns.

- ``questions``: a module a page; each function takes an engine and a selection, returns a frame
- ``engine``: the files asked by DuckDB, bounded in memory and threads
- ``sums``: which table answers a question, and the question as SQL
- ``catalogue``: the files that may be read, and what is missing
- ``manifest``, ``files``: the files that are named, and whether they are whole
- ``forecast``, ``percentiles``, ``intervals``: rules that read nothing
- ``schema``, ``periods``, ``selection``, ``notes``: tables, days, choices, what is told
"""
