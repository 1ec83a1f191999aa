"""The streams of a compound file.

That is the container of old Office documents and of those with a password.

Source: Microsoft, [MS-CFB] Compound File Binary File Format, 2.1 to 2.6.
"""

import struct
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LAST = 0xFFFFFFFA  # numbers of sectors above are marks
ENTRY = 128  # bytes of an entry of the directory
STREAM, ROOT = 2, 5  # types of entries


class Compound:
    """A compound file, whose streams are found by name, in whatever capitals.

    :raises ValueError: the bytes are no compound file.
    """

    def __init__(self, content: bytes) -> None:
        if not content.startswith(MAGIC) or len(content) < 512:
            raise ValueError
        self._content = content
        self._size = 1 << min(struct.unpack_from("<H", content, 30)[0], 12)
        self._most = len(content) // self._size + 1  # sectors of any chain
        directory, self._cutoff, mini = (self._word(at) for at in (48, 56, 60))
        self._table = self._words(islice(self._tables(), self._most))
        self._small_table = self._words(self._chain(mini))
        entries = b"".join(map(self._sector, self._chain(directory)))
        self._entries: dict[str, tuple[int, int]] = {}
        self._root: int | None = None
        for at in range(0, len(entries) - ENTRY + 1, ENTRY):
            self._note(entries[at : at + ENTRY])

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._entries

    def stream(self, name: str) -> bytes:
        """Return the bytes of the stream ``name``; empty without one, cut where the file is."""
        start, size = self._entries.get(name.lower(), (LAST, 0))
        if size >= self._cutoff or self._root is None:
            return b"".join(map(self._sector, self._chain(start)))[:size]
        small = b"".join(map(self._sector, self._chain(self._root)))
        numbers = _follow(self._small_table, start, len(small) // 64 + 1)
        return b"".join(small[64 * number : 64 * number + 64] for number in numbers)[:size]

    def _note(self, entry: bytes) -> None:
        length, kind = struct.unpack_from("<HB", entry, 64)
        start, size = struct.unpack_from("<II", entry, 116)
        if kind == ROOT:
            self._root = start
        elif kind == STREAM:
            name = entry[: max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
            self._entries.setdefault(name.lower(), (start, size))

    def _tables(self) -> Iterator[int]:
        """Yield the numbers of the sectors that hold the table of chains."""
        yield from struct.unpack_from("<109I", self._content, 76)
        number = self._word(68)
        while words := self._words([number]):
            yield from words[:-1]
            number = words[-1]

    def _word(self, at: int) -> int:
        word: int = struct.unpack_from("<I", self._content, at)[0]
        return word

    def _words(self, sectors: Iterable[int]) -> tuple[int, ...]:
        data = b"".join(map(self._sector, sectors))
        return struct.unpack_from(f"<{len(data) // 4}I", data)

    def _sector(self, number: int) -> bytes:
        at = (number + 1) * self._size
        return self._content[at : at + self._size] if number < LAST else b""

    def _chain(self, start: int) -> Iterator[int]:
        return _follow(self._table, start, self._most)


def _follow(table: Sequence[int], number: int, most: int) -> Iterator[int]:
    """Yield the sectors of a chain, no more than ``most``: a chain may bite its own tail."""
    for _ in range(most):
        if number >= len(table):
            return
        yield number
        number = table[number]
