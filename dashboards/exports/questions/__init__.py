"""The questions that pages ask, a module a page.

Each function takes an engine and a selection, and returns a frame whose columns its docstring
tells. Days, weeks (Mondays) and months (their first days) are datetimes. Counts that are not known
are missing values, never 0. What an answer lacks is told by ``notes.of(frame)``.

States are grouped as ``standing`` says: ``sent`` messages were handed over to a broker, ``failed``
ones include those that expired, ``rate`` is delivered / sent.
"""
