"""Estimates: the cost of a text while it is written, for the counter beside it."""

from typing import NamedTuple

from unisms.services.audience.audience import LONGEST_TEXT
from unisms.sms import template
from unisms.sms.encoding import ALPHABETS, Costly, Encoded, costly, encode, simplify
from unisms.sms.visible import visible, visible_values


class Estimate(NamedTuple):
    """The cost of a text, for the live counter."""

    alphabet: str
    segments: int
    units: int
    room: int
    placeholders: tuple[str, ...]
    unknown: tuple[str, ...]
    costly: tuple[Costly, ...]
    own: Encoded  #: the text itself, with nothing in its placeholders
    own_costly: tuple[Costly, ...]  #: dearer messages among one's own rows
    simplified: bool  #: whether French simplifications of text and values change anything
    simplified_segments: int
    cut: bool  #: whether text or values are so long that the rest of them was not counted


def preview(
    text: str,
    columns: tuple[str, ...] = (),
    longest: tuple[str, ...] = (),
    alphabet: str = "gsm",
    *,
    plain_values: bool = False,
) -> Estimate:
    """Return the ``Estimate`` of ``text``, with the ``longest`` known value of each column."""
    table = ALPHABETS[alphabet]
    filled, cut = filled_in(
        text, columns, longest, alphabet, plain_values=plain_values, at_worst=True
    )
    text = visible(text)[:LONGEST_TEXT]
    named = template.placeholders(text)
    unknown = template.unknown(text, columns)
    simplified = simplify(filled, table)
    encoded = encode(filled, table)
    own = _alone(text, columns)
    return Estimate(
        encoded.alphabet,
        encoded.segments,
        encoded.units,
        encoded.room,
        named,
        unknown,
        costly(filled, table),
        encode(own, table),
        costly(own, table),
        simplified != filled,
        encode(simplified, table).segments,
        cut,
    )


def alone(text: str, columns: tuple[str, ...] = (), alphabet: str = "gsm") -> Encoded:
    """Encode ``text`` with nothing in its placeholders: no recipient's message costs less.

    If the text is longer than may be written, the rest is not counted.
    """
    return encode(_alone(visible(text)[:LONGEST_TEXT], columns), ALPHABETS[alphabet])


def _alone(text: str, columns: tuple[str, ...]) -> str:
    return template.prepare(text, columns).render(())


def filled_in(
    text: str,
    columns: tuple[str, ...],
    values: tuple[str, ...],
    alphabet: str = "gsm",
    *,
    plain_values: bool = False,
    at_worst: bool = False,
) -> tuple[str, bool]:
    """Return ``text`` with one value for each of ``columns``, and whether it was cut.

    It is cut at the longest text that may be written, whether the text or its values are too long.
    With ``at_worst`` the values are the dearest ones, and a default that is dearer still stands in
    its place.
    """
    text, values = visible(text), visible_values(tuple(values))
    compiled = template.prepare(text[:LONGEST_TEXT], columns)
    filled = compiled.beginning(values, LONGEST_TEXT + 1)
    if len(text) > LONGEST_TEXT or len(filled) > LONGEST_TEXT:
        return filled[:LONGEST_TEXT], True
    if not plain_values and not at_worst:
        return filled, False
    table = ALPHABETS[alphabet]
    if plain_values:
        values = tuple(
            simplify(value, table) if column in compiled.used else ""
            for column, value in enumerate(values)
        )
    return compiled.dearest(values, table) if at_worst else compiled.render(values), False
