"""The messages of one recipient that the service sends by itself, without check or draft.

It may call ``brokers`` and every room below it. Open to others:

- ``errands``: a code, a confirmation, an answer sent; its text erased
"""

__all__ = ["errands"]
