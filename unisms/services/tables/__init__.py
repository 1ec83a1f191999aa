"""From cells to a table: its titles, its columns and the data in each of them.

It may call ``files`` and every room below it. Open to others:

- ``columns``: the kind of data in each column
- ``countries``: the country of each row's numbers, told by a column
- ``dates``: dates as people and programs write them
- ``dialcodes``: country codes in a column of their own
- ``tables``: the bytes of a file read as a table
- ``title_words``: the names of the kinds of data
"""

__all__ = ["columns", "countries", "dates", "dialcodes", "tables", "title_words"]
