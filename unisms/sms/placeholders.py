"""Placeholders in a text: found, named, and filled once for all.

A bar and a default may follow the name; a literal bracket is written ``[[`` (``sms.template``).
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from unisms.sms.names import finder, fold

_PLACEHOLDER = re.compile(
    r"\[\[|\[\s*([^\[\]|\s](?:[^\[\]|\n]*[^\[\]|\s])?)\s*(?:\|([^\[\]\n]*))?\]"
)


class TextPart(NamedTuple):
    """A piece of plain text, and the placeholder or escaped bracket behind it."""

    literal: str
    written: str = ""  #: the placeholder as it is written, or ``[``; empty at the end of the text
    name: str = ""  #: of the placeholder; an escaped bracket has none
    default: str | None = None  #: stands there if there is no value


def parts(text: str) -> Iterator[TextPart]:
    """Yield each ``TextPart`` of a text; the last has no placeholder."""
    end = 0
    for found in _PLACEHOLDER.finditer(text):
        literal, name, default = text[end : found.start()], found[1] or "", found[2]
        is_named = bool(name)
        yield TextPart(
            literal,
            found[0] if is_named else "[",
            name,
            default.strip() if default is not None else None,
        )
        end = found.end()
    yield TextPart(text[end:])


def placeholders(text: str) -> tuple[str, ...]:
    """Return the names in brackets, in order, each once, as first written."""
    names: dict[str, str] = {}
    for part in parts(text):
        if part.name:
            names.setdefault(fold(part.name), part.name)
    return tuple(names.values())


def unknown(text: str, columns: Sequence[str]) -> tuple[str, ...]:
    """Return the placeholders of ``text`` that are none of ``columns``, and have no default."""
    return tuple(part.name for part in lacking(text, columns) if part.default is None)


def lacking(text: str, columns: Sequence[str]) -> tuple[TextPart, ...]:
    """Return the placeholders of ``text`` that are none of ``columns``, in order, each once.

    One that has a default in some places only is returned as where it has none.
    """
    find = caller(columns)
    found: dict[str, TextPart] = {}
    for part in parts(text):
        if part.name and find(part)[0] is None:
            known = found.setdefault(fold(part.name), part)
            if known.default is not None and part.default is None:
                found[fold(part.name)] = known._replace(default=None)
    return tuple(found.values())


def columns_used(text: str, columns: Sequence[str]) -> tuple[str, ...]:
    """Return those of ``columns`` that a placeholder of ``text`` names, in their order."""
    find = caller(columns)
    named = {find(part)[0] for part in parts(text) if part.name}
    return tuple(column for number, column in enumerate(columns) if number in named)


def filled(text: str, fills: Sequence[tuple[str, str]], columns: Sequence[str] = ()) -> str:
    """Return ``text`` with values in the placeholders that are none of ``columns``.

    ``fills`` are pairs of a name and its value. A bracket in a value is literal; an empty value
    fills nothing.
    """
    find, filler = caller(columns), finder([name for name, _ in fills])
    spelt: list[TextPart] = []
    for part in parts(text):
        place = filler(part.name) if part.name and find(part)[0] is None else None
        value = fills[place][1].strip() if place is not None else ""
        spelt += [TextPart(part.literal), TextPart(value)] if value else [part]
    return text if spelt == [*parts(text)] else _written(spelt)


def _written(spelt: Sequence[TextPart]) -> str:
    """Return the text that is read as these parts."""
    plain = "".join(f"{one.literal}{spelling(one)}" for one in spelt)
    if [*_joined(parts(plain))] == [*_joined(spelt)]:
        return plain
    return "".join(f"{one.literal.replace('[', '[[')}{spelling(one)}" for one in spelt)


def _joined(spelt: Iterable[TextPart]) -> Iterator[str]:
    """Yield the plain texts between placeholders, and these as they are written."""
    text = ""
    for part in spelt:
        text += part.literal
        if part.name:
            yield from (text, part.written)
            text = ""
        else:
            text += part.written
    yield text


def spelling(part: TextPart) -> str:
    """Return a placeholder, or an escaped bracket, as a text has it."""
    return part.written if part.name else part.written * 2


def caller(columns: Sequence[str]) -> Callable[[TextPart], tuple[int | None, str | None]]:
    """Return what finds the column of a part, if it has one, and its default.

    A column whose own title has a bar comes first.
    """
    find = finder(columns)
    barred = {fold(name): number for number, name in [*enumerate(columns)][::-1] if "|" in name}

    def call(part: TextPart) -> tuple[int | None, str | None]:
        if barred and (own := barred.get(fold(part.written[1:-1]))) is not None:
            return own, None
        return (find(part.name) if part.name else None), part.default

    return call
