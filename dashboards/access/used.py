"""Tickets that were used, until they end: several processes may ask at once."""

import contextlib
import sqlite3
from pathlib import Path

WAIT = 5  # seconds for another process that writes
TABLE = "CREATE TABLE IF NOT EXISTS used (id TEXT PRIMARY KEY, until INTEGER) WITHOUT ROWID"


class UsedTickets:
    """A small file of SQLite in the dashboards' own folder."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.path = folder / "used.sqlite"
        with self._open() as store:
            store.execute(TABLE)

    def take(self, name: str, until: int, now: float) -> bool:
        """Note that the ticket ``name`` is used; whether it is the first time.

        It is remembered up to the moment ``until``, after which it lets nobody in anyway.

        :raises sqlite3.Error: that cannot be written down, so nobody knows.
        """
        with self._open() as store:
            store.execute("DELETE FROM used WHERE until <= ?", (int(now),))
            found = store.execute("INSERT OR IGNORE INTO used VALUES (?, ?)", (name, until))
            return found.rowcount == 1

    @contextlib.contextmanager
    def _open(self):
        """Yield a connection of its own: threads and processes share none."""
        store = sqlite3.connect(self.path, timeout=WAIT, isolation_level="IMMEDIATE")
        with contextlib.closing(store), store:
            yield store
