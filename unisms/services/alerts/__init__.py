"""Alerts: what an emergency asks for beyond a message, as the word that it is over.

It may call ``schedules`` and every room below it. Open to others:

- ``endings``: the end of an alert, told to exactly those to whom it was handed
- ``sentences``: why it is not told
"""

__all__ = ["endings", "sentences"]
