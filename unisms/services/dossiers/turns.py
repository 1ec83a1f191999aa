"""The turns of dossiers: an institution has one at a time, for it reads every message of theirs.

They are kept in memory: another process may gather one too.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock


class Busy(Exception):
    """A dossier of this institution is being gathered."""


class DossierTurns:
    """The institutions of which a dossier is being gathered; one for all threads of a process."""

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self._lock = Lock()

    @contextmanager
    def turn(self, institution: str) -> Iterator[None]:
        """Let nobody else gather a dossier of the institution of this name meanwhile.

        :raises Busy: somebody does already.
        """
        with self._lock:
            if institution in self._taken:
                raise Busy
            self._taken.add(institution)
        try:
            yield
        finally:
            with self._lock:
                self._taken.discard(institution)
