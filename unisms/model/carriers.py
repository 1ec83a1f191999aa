"""The connections that carried the rows of a campaign."""

from unisms.model.rows import MessageRow


class Carried:
    """The carriers of a ``Campaign``."""

    _carriers: tuple[str, ...]

    def carrier(self, path: str) -> int:
        """Return the number by which rows name the connection at ``path``."""
        if path not in self._carriers:
            self._carriers = (*self._carriers, path)
        return self._carriers.index(path) + 1

    @property
    def carriers(self) -> tuple[str, ...]:
        """The paths of the connections that carried its rows, in the order of their numbers."""
        return self._carriers

    def carried_by(self, row: MessageRow) -> str:
        """Return the path of the connection that carried a ``MessageRow``; empty: nobody knows."""
        return self._carriers[row.connection - 1] if row.connection else ""
