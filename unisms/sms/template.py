"""Templates: placeholders such as ``[nom]``, personalisation, and the worst case that must be paid.

A placeholder is a column's name between square brackets, whatever its case, accents and spaces. A
bar and a default may follow: ``[prenom|cher lecteur]`` is ``cher lecteur`` for whoever has no first
name, and ``[prenom|]`` nothing. A literal bracket is written ``[[``. Brackets that hold no name, or
that never close, are plain text.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from unisms.sms.encoding import GSM, Alphabet, Encoded, encode
from unisms.sms.names import fold, meant
from unisms.sms.placeholders import caller, columns_used, parts, placeholders, spelling, unknown


class Template(NamedTuple):
    """A text made ready for many recipients; made by ``prepare``."""

    #: literals, with each placeholder as it was written in its place, or its default
    pieces: tuple[str, ...]
    slots: tuple[
        tuple[int, int], ...
    ]  #: (place in ``pieces``, column) of each placeholder that has a column, and no default
    names: tuple[str, ...]  #: the columns, as they were given
    unknown: tuple[str, ...]  #: placeholders that have neither column nor default
    spared: tuple[tuple[int, int], ...] = ()  #: as ``slots``, of those with a default

    @property
    def used(self) -> frozenset[int]:
        """The columns that it takes values from."""
        return frozenset(column for _, column in (*self.slots, *self.spared))

    @property
    def may_be_blank(self) -> bool:
        """Whether nothing but values keeps it from being blank."""
        filled = {place for place, _ in self.slots}
        return not any(
            piece.strip() for place, piece in enumerate(self.pieces) if place not in filled
        )

    def render(self, values: Sequence[str]) -> str:
        """Return the text for a recipient; placeholders without a column stay (``missing``)."""
        pieces, width = list(self.pieces), len(values)
        for place, column in self.slots:
            pieces[place] = values[column].strip() if column < width else ""
        for place, column in self.spared:
            if column < width and (value := values[column].strip()):
                pieces[place] = value
        return "".join(pieces)

    def dearest(self, values: Sequence[str], alphabet: Alphabet = GSM) -> str:
        """Return the text of the dearest ``values`` known, or of defaults that are dearer still."""
        spared = [(place, _value(values, column)) for place, column in self.spared]
        pieces = list(self.pieces)
        for place, value in spared:
            pieces[place] = max(pieces[place], value, key=lambda one: _weight(one, alphabet))
        return self._replace(pieces=tuple(pieces), spared=()).render(values)

    def beginning(self, values: Sequence[str], most: int) -> str:
        """Return the first ``most`` characters of the text for a recipient; make no more."""
        given = [value.strip() for value in values]
        filling = {
            place: given[column] if column < len(given) else "" for place, column in self.slots
        }
        filling |= {
            place: given[column]
            for place, column in self.spared
            if column < len(given) and given[column]
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
        """Return the placeholders that this recipient cannot fill: unknown ones, then empty.

        One with a default is never missing.
        """
        empty = (self.names[column] for _, column in self.slots if not _value(values, column))
        return tuple(dict.fromkeys((*self.unknown, *empty)))


def prepare(text: str, columns: Sequence[str]) -> Template:
    """Make ``text`` ready to be rendered with rows of values, one value for each of ``columns``.

    Of two columns that bear the same name, the first is used. A row may be shorter than
    ``columns``.
    """
    find = caller(columns)
    pieces: list[str] = []
    slots: list[tuple[int, int]] = []
    spared: list[tuple[int, int]] = []
    for part in parts(text):
        column, default = find(part)
        pieces += (part.literal, part.written if default is None else default)
        if column is not None:
            (slots if default is None else spared).append((len(pieces) - 1, column))
    told = tuple(pieces), tuple(slots), tuple(columns), unknown(text, columns), tuple(spared)
    return Template(*told)


def fits(text: str, form: str, most: int) -> bool:
    """Whether ``text`` is ``form``, each placeholder kept or replaced by 1 to ``most`` characters.

    A placeholder is kept with its default.

    Bit ``i`` of a number stands for the place after ``i`` characters of ``text``, so that all the
    ways to fill the blanks are followed at once: a form of many blanks takes no longer than its
    length.
    """
    text = text.strip()
    pieces = [
        (part.literal, spelling(part), most if part.name else 0) for part in parts(form.strip())
    ]
    if len(text) > sum(
        len(literal) + max(len(written), blank) for literal, written, blank in pieces
    ):
        return False
    after: dict[str, int] = defaultdict(int)  # the places after each character
    for place, char in enumerate(text, 1):
        after[char] |= 1 << place
    in_line = ((2 << len(text)) - 1) & ~after["\n"]
    reached = 1
    for literal, written, blank in pieces:
        reached = _spelt(literal, reached, after)
        reached = _spelt(written, reached, after) | _filled(blank, reached, in_line)
    return bool(reached >> len(text))


def room(form: str, most: int) -> int:
    """Return the characters of ``form`` once ``most`` of them stand in each placeholder.

    A default that is longer has the room that it takes.
    """
    return sum(
        len(part.literal) + (max(most, len(part.default or "")) if part.name else len(part.written))
        for part in parts(form.strip())
    )


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

    The latter is for rows that are not known yet; where no row is known, of the text without any.

    The longest text is not always the dearest: one "ê" in a name more than halves what a segment
    holds.
    """
    costs = (encode(template.render(row), alphabet) for row in rows)
    return max(
        costs,
        key=lambda cost: (cost.segments, -cost.room),
        default=encode(template.render(()), alphabet),
    )


def _value(values: Sequence[str], column: int) -> str:
    return values[column].strip() if column < len(values) else ""


def _weight(value: str, alphabet: Alphabet) -> tuple[bool, int]:
    """Return the weight of a value: outside the alphabet most, then the longest."""
    encoded = encode(value, alphabet)
    return encoded.alphabet != "gsm7", encoded.units


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
