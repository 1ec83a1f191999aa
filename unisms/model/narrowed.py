"""A campaign narrowed: by whom its author leaves out, and by its once-only key."""

from collections.abc import Mapping
from typing import Any

from persistent import Persistent

MOST_PARTS = 100  # that the author of a message may leave out
MOST_TOLD = 255  # parts that are told apart: a place in ``LeftOut`` is one octet


class LeftOut(Persistent):
    """The rows of a campaign that its author left out, each with the part that names them."""

    def __init__(self, parts: tuple[tuple[str, str], ...], places: bytes) -> None:
        self.parts = parts  # of (kind, name), as they were when the audience was frozen
        self.places = places  # for each row the place of its part, from 1 on; 0: it is not left out

    def part(self, number: int) -> tuple[str, str] | None:
        """Return the part that leaves row ``number`` out, or ``None``."""
        place = self.places[number - 1] if 0 < number <= len(self.places) else 0
        return self.parts[place - 1] if place else None

    def counts(self) -> dict[tuple[str, str], int]:
        """Return how many rows each part leaves out, but those that leave out nobody."""
        counted = ((part, self.places.count(place)) for place, part in enumerate(self.parts, 1))
        return {part: count for part, count in counted if count}


class Narrowed:
    """The attributes of a ``Campaign`` that leave people out."""

    minus: tuple = ()  # added 2027-01: of (kind, name), as ``audience``: who is left out of it
    once = ""  # added 2027-01: a folded word; nobody gets two messages with it; empty: none
    left_out: LeftOut | None = None  # added 2027-01: of its rows, where some are left out

    def leave_out(self, parts: tuple[tuple[str, str], ...], places: Mapping[int, int]) -> None:
        """Note which rows are left out: ``{number: place of its part, from 1 on}``."""
        if places:
            octets = bytearray(max(places))
            for number, place in places.items():
                octets[number - 1] = min(place, MOST_TOLD)
            self.left_out = LeftOut(parts, bytes(octets))

    def left_out_by(self, number: int) -> Any:
        """Return the pair of kind and name that leaves row ``number`` out, or ``None``."""
        return self.left_out.part(number) if self.left_out is not None else None
