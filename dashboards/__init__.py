"""Dashboards: pages that answer the questions of department managers from exported files.

Its rooms, the lowest last; no arrow points upwards, and none leads to ``unisms``:

- ``app``: the Dash application, put together
- ``reports``: a month told by mail, as text, picture and PDF
- ``pages``: a question each, with its sentence, chart, table and downloads
- ``figures``: pure functions from a frame to a figure
- ``access``: tickets, sessions, and who sees what
- ``exports``: the files, and the only place that knows their names and columns
"""
