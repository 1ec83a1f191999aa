"""Dashboards: what somebody may see there, and the tickets that let them in.

It may call ``exports`` and every room below it. Open to others:

- ``tickets``: a ticket that is made and signed, and the key of the signature
"""

__all__ = ["tickets"]
