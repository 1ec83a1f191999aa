"""The conditions that people accept before they receive messages: every version, unchanged."""

from BTrees.IOBTree import IOBTree
from persistent import Persistent

from unisms.model.templates import Version


class Conditions(Persistent):
    """The versions of an institution's conditions, numbered from 1."""

    def __init__(self) -> None:
        self._versions: IOBTree[tuple] = IOBTree()  # number -> Version as a bare tuple

    def publish(self, text: str, at: int, by: str) -> int:
        """Make ``text`` the version that counts from now on; return its number."""
        number = self.number + 1
        self._versions[number] = tuple(Version(at, by, text))
        return number

    @property
    def number(self) -> int:
        """Of the version that counts; 0 where none was published."""
        return self._versions.maxKey() if self._versions else 0

    def version(self, number: int) -> Version | None:
        """The ``Version`` of this number, or ``None``."""
        stored = self._versions.get(number)
        return Version(*stored) if stored else None

    def versions(self) -> list[tuple[int, Version]]:
        """Pairs of number and ``Version``, the latest first."""
        return [(number, Version(*stored)) for number, stored in self._versions.items()][::-1]
