"""People and groups of an institution, from wherever they come.

It may call ``rules`` and every room below it. Open to others:

- ``local_people``: the directory that the institution keeps itself
"""

__all__ = ["local_people"]
