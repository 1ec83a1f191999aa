"""The people who run the installation, the institutions they open, and its maintenance.

It may call ``dashboards`` and every room below it. Open to others:

- ``institutions``: an institution opened with its first administrator, summed up, erased
- ``maintenance``: the pages closed while the installation is cared for, and opened again
- ``operators``: operators admitted with a password, and dismissed
- ``repeats``: people erased once more in a store that was brought back
- ``restores``: a store that was brought back to an earlier moment: held, read, released
- ``sentences``: the sentences of institutions and their names
"""

__all__ = ["institutions", "maintenance", "operators", "repeats", "restores", "sentences"]
