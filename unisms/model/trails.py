"""The numbers that messages have left to lately, as digests: they tell whose answer a reply is."""

import struct
from collections.abc import Mapping

from BTrees.IOBTree import IOBTree
from persistent import Persistent

_ENTRY = struct.Struct(">8sI")  # a part of a digest, and when a message left last, epoch seconds
SIZE = 9  # octets of a digest that count: the first chooses the page


class TrailPage(Persistent):
    """The entries whose digests begin alike."""

    def __init__(self, entries: Mapping[bytes, int]) -> None:
        self.write(entries)

    def read(self) -> dict[bytes, int]:
        """Return ``{part of a digest: epoch seconds}``."""
        return dict(_ENTRY.iter_unpack(self.octets))

    def write(self, entries: Mapping[bytes, int]) -> None:
        self.octets = b"".join(_ENTRY.pack(part, at) for part, at in sorted(entries.items()))


class Trail(Persistent):
    """The digests of the numbers that an institution wrote to over a shared connection: 256 pages.

    A campaign of forty thousand rewrites each page once, a message of one only its own.
    """

    def __init__(self) -> None:
        self._pages: IOBTree[TrailPage] = IOBTree()  # first octet of the digest -> TrailPage

    def remember(self, departures: Mapping[bytes, int]) -> None:
        """Note when messages left (epoch seconds), by the digests of their numbers (octets)."""
        by_page: dict[int, dict[bytes, int]] = {}
        for digest, at in departures.items():
            by_page.setdefault(digest[0], {})[digest[1:SIZE]] = at
        for page, parts in by_page.items():
            entries = self._pages[page].read() if page in self._pages else {}
            entries.update((part, max(at, entries.get(part, 0))) for part, at in parts.items())
            self._write(page, entries)

    def last(self, digest: bytes) -> int:
        """Return when a message last left to the number of this digest; 0 if none is remembered."""
        page = self._pages.get(digest[0])
        return page.read().get(digest[1:SIZE], 0) if page is not None else 0

    def forget(self, before: int) -> None:
        """Forget what left before ``before`` (epoch seconds)."""
        for number, page in list(self._pages.items()):
            entries = page.read()
            kept = {part: at for part, at in entries.items() if at >= before}
            if len(kept) != len(entries):
                self._write(number, kept)

    def redate(self, latest: int, now: int) -> None:
        """Let what left after ``latest`` have left at ``now`` (epoch seconds)."""
        for page in self._pages.values():
            entries = page.read()
            if any(at > latest for at in entries.values()):
                page.write({part: now if at > latest else at for part, at in entries.items()})

    def is_empty(self) -> bool:
        return not self._pages

    def _write(self, page: int, entries: Mapping[bytes, int]) -> None:
        if not entries:
            del self._pages[page]
        elif page in self._pages:
            self._pages[page].write(entries)
        else:
            self._pages[page] = TrailPage(entries)
