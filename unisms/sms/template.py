"""Templates: placeholders such as ``[nom]``, personalisation, and the worst case that must be paid.

A placeholder is a column's name between square brackets, whatever its case, accents and spaces. A
literal bracket is written ``[[``. Brackets that hold nothing, or that never close, are plain text.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from unisms.sms.encoding import GSM, Alphabet, Encoded, encode
from unisms.sms.names import finder, fold, meant

_PLACEHOLDER = re.compile(r"\[\[|\[\s*([^\[\]\s](?:[^\[\]\n]*[^\[\]\s])?)\s*\]")


class Template(NamedTuple):
    """A text made ready for many recipients; made by ``prepare``."""

    pieces: tuple[str, ...]  #: literals, with each placeholder as it was written in its place
    slots: tuple[
        tuple[int, int], ...
    ]  #: (place in ``pieces``, column) of each placeholder that has a column
    names: tuple[str, ...]  #: the columns, as they were given
    unknown: tuple[str, ...]  #: placeholders that have no column

    def render(self, values: Sequence[str]) -> str:
        """Return the text for a recipient; placeholders without a column stay (``missing``)."""
        pieces, width = list(self.pieces), len(values)
        for place, column in self.slots:
            pieces[place] = values[column].strip() if column < width else ""
        return "".join(pieces)

    def beginning(self, values: Sequence[str], most: int) -> str:
        """Return the first ``most`` characters of the text for a recipient; make no more."""
        given = [value.strip() for value in values]
        filling = {
            place: given[column] if column < len(given) else "" for place, column in self.slots
        }
        made: list[str] = []
        length = 0
        for place, piece in enumerate(self.pieces):
            made.append(filling.get(place, piece))
            length += len(made[-1])
            if length >= most:
                break
        return "".join(made)[:most]

    def missing(self, values: Sequence[str]) -> tuple[str, ...]:
        """Return the placeholders that this recipient cannot fill: unknown ones, then empty."""
        empty = (self.names[column] for _, column in self.slots if not _value(values, column))
        return tuple(dict.fromkeys((*self.unknown, *empty)))


def prepare(text: str, columns: Sequence[str]) -> Template:
    """Make ``text`` ready to be rendered with rows of values, one value for each of ``columns``.

    Of two columns that bear the same name, the first is used. A row may be shorter than
    ``columns``.
    """
    find = finder(columns)
    pieces: list[str] = []
    slots: list[tuple[int, int]] = []
    for literal, written, name in _parts(text):
        pieces += (literal, written)
        column = find(name) if name else None
        if column is not None:
            slots.append((len(pieces) - 1, column))
    return Template(tuple(pieces), tuple(slots), tuple(columns), unknown(text, columns))


def placeholders(text: str) -> tuple[str, ...]:
    """Return the names in brackets, in order, each once, as first written."""
    names: dict[str, str] = {}
    for _, _, name in _parts(text):
        if name:
            names.setdefault(fold(name), name)
    return tuple(names.values())


def unknown(text: str, columns: Sequence[str]) -> tuple[str, ...]:
    """Return the placeholders of ``text`` that are none of ``columns``."""
    find = finder(columns)
    return tuple(name for name in placeholders(text) if find(name) is None)


def columns_used(text: str, columns: Sequence[str]) -> tuple[str, ...]:
    """Return those of ``columns`` that a placeholder of ``text`` names, in their order."""
    find = finder(columns)
    named = {find(name) for name in placeholders(text)}
    return tuple(column for number, column in enumerate(columns) if number in named)


def fits(text: str, form: str, most: int) -> bool:
    """Whether ``text`` is ``form``, each placeholder kept or replaced by 1 to ``most`` characters.

    Bit ``i`` of a number stands for the place after ``i`` characters of ``text``, so that all the
    ways to fill the blanks are followed at once: a form of many blanks takes no longer than its
    length.
    """
    text = text.strip()
    parts = [
        (literal, written if name else written * 2, most if name else 0)
        for literal, written, name in _parts(form.strip())
    ]
    if len(text) > sum(
        len(literal) + max(len(written), blank) for literal, written, blank in parts
    ):
        return False
    after: dict[str, int] = defaultdict(int)  # the places after each character
    for place, char in enumerate(text, 1):
        after[char] |= 1 << place
    in_line = ((2 << len(text)) - 1) & ~after["\n"]
    reached = 1
    for literal, written, blank in parts:
        reached = _spelt(literal, reached, after)
        reached = _spelt(written, reached, after) | _filled(blank, reached, in_line)
    return bool(reached >> len(text))


def room(form: str, most: int) -> int:
    """Return the characters of ``form`` once ``most`` of them stand in each placeholder."""
    parts = list(_parts(form.strip()))
    return sum(len(literal) + (most if name else len(written)) for literal, written, name in parts)


def _spelt(literal: str, reached: int, after: Mapping[str, int]) -> int:
    """Return the places to which ``literal`` leads from those reached."""
    for char in literal:
        reached = reached << 1 & after.get(char, 0)
    return reached


def _filled(most: int, reached: int, in_line: int) -> int:
    """Return the places to which 1 to ``most`` characters of a line lead from those reached."""
    found = 0
    for _ in range(most):
        reached = reached << 1 & in_line
        found |= reached
    return found


def worst_case(
    template: Template, rows: Iterable[Sequence[str]], alphabet: Alphabet = GSM
) -> Encoded:
    """Return the cost of the dearest of ``rows``, or of one row of the longest values.

    The latter is for rows that are not known yet.

    The longest text is not always the dearest: one "ê" in a name more than halves what a segment
    holds.
    """
    costs = (encode(template.render(row), alphabet) for row in rows)
    return max(
        costs,
        key=lambda cost: (cost.segments, -cost.room),
        default=encode(template.render(()), alphabet),
    )


def _parts(text: str) -> Iterator[tuple[str, str, str]]:
    """Yield (literal, placeholder as written, its name).

    The last has no placeholder, an escaped bracket no name.
    """
    end = 0
    for found in _PLACEHOLDER.finditer(text):
        literal, name = text[end : found.start()], found[1] or ""
        yield literal, found[0] if name else "[", name
        end = found.end()
    yield text[end:], "", ""


def _value(values: Sequence[str], column: int) -> str:
    return values[column].strip() if column < len(values) else ""


__all__ = [
    "Template",
    "columns_used",
    "fits",
    "fold",
    "meant",
    "placeholders",
    "prepare",
    "unknown",
    "worst_case",
]


BLANK = 40  # characters that may be written into a blank of a template
