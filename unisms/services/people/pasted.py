"""The people that a pasted text means: by identifier, e-mail address, number or name.

It does not matter how the lines of the text are divided.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from unisms.model.root import Institution
from unisms.model.searched import looks_like_number
from unisms.sms import msisdn

LONGEST = 100  # characters of a name
PIECES = re.compile(r"[;,]")
EMAIL = re.compile(
    r"(?:[^@<>]*<)?([^\s<>@]+@[^\s<>@]+)>?"
)  # alone, or behind a name as mail programs write it


class Meant(NamedTuple):
    """The people that a text means; each person and each piece once, in their order."""

    uids: tuple[str, ...]
    unknown: tuple[str, ...]  #: the pieces that mean nobody
    ambiguous: tuple[str, ...]  #: the pieces that mean several people


def read(institution: Institution, text: str, *, by_number: bool) -> Meant:
    """Return the people that ``text`` means.

    Without ``by_number`` no number means anybody: a person who may not see numbers must not try
    whose they are.
    """
    reader = _Reader(institution, by_number)
    meant: dict[str, tuple[str, ...]] = {}
    for line in text.splitlines():
        meant.update(reader.line(line))
    uids = dict.fromkeys(found[0] for found in meant.values() if len(found) == 1)
    unknown = (piece for piece, found in meant.items() if not found)
    return Meant(
        tuple(uids),
        tuple(unknown),
        tuple(piece for piece, found in meant.items() if len(found) > 1),
    )


class _Reader:
    def __init__(self, institution: Institution, by_number: bool) -> None:
        self._people, self._country, self._by_number = (
            institution["people"],
            institution.country,
            by_number,
        )

    def line(self, line: str) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Yield pairs of a piece of the line and the uids that it may mean."""
        whole = " ".join(line.split())
        if not whole:
            return
        if found := self._known(whole) or self._called(whole):
            yield whole, found
        elif "\t" in line:
            yield from self._row(whole, [cell for cell in map(str.strip, line.split("\t")) if cell])
        else:
            for piece in filter(None, map(str.strip, PIECES.split(whole))):
                yield from self._piece(piece)

    def _row(self, whole: str, cells: Sequence[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Of a line of a spreadsheet what is sure, else a name, in one cell or two; or the line."""
        names = [*cells, *(f"{one} {other}" for one, other in pairwise(cells))]
        sure = [(cell, found) for cell in cells if (found := self._known(cell))]
        named = [(name, found) for name in names if not sure and (found := self._called(name))]
        yield from sure or named[:1] or [(whole, ())]

    def _piece(self, piece: str) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Yield the person that the words between two commas mean, or each word if one is known."""
        if found := self._known(piece) or self._called(piece):
            yield piece, found
            return
        words = [(word, self._known(word)) for word in piece.split()]
        yield from words if any(found for _, found in words) else [(piece, ())]

    def _known(self, piece: str) -> tuple[str, ...]:
        """The uids of whoever has this identifier, address or number."""
        for uid in (piece, piece.lower()):
            if uid in self._people:
                return (uid,)
        if address := EMAIL.fullmatch(piece):
            return self._people.with_email(address[1])
        if self._by_number and looks_like_number(piece):
            reading = msisdn.read(piece, self._country)
            return () if reading.others else self._people.with_number(reading.msisdn)
        return ()

    def _called(self, piece: str) -> tuple[str, ...]:
        """The uids of those who have this name."""
        return self._people.called(piece) if len(piece) <= LONGEST else ()
