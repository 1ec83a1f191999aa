"""The blanks of a text that are filled once for all, and the text that is sent then."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from unisms.model.wordings import Fills, OtherText, Wording
from unisms.sms import placeholders
from unisms.sms.names import finder, fold
from unisms.sms.visible import visible

LONGEST = 200  # characters that fill a blank


class Blank(NamedTuple):
    """A placeholder that the audience has no value for: one text fills it for everybody."""

    name: str  #: as it was first written
    value: str = ""  #: that fills it
    default: str | None = None  #: stands there if nothing does; ``None``: it must be filled

    @property
    def key(self) -> str:
        """Its name, whatever case, accents and spaces."""
        return fold(self.name)

    @property
    def is_missing(self) -> bool:
        """Whether it must be filled, and is not."""
        return not self.value and self.default is None


def blanks(text: str, fills: Fills, columns: Sequence[str]) -> tuple[Blank, ...]:
    """Return each ``Blank`` of a text to an audience of these ``columns``, in order, once."""
    kept = _kept(fills)
    find = finder([name for name, _ in kept])
    places = [(part, find(part.name)) for part in placeholders.lacking(text, columns)]
    return tuple(
        Blank(part.name, "" if place is None else kept[place][1], part.default)
        for part, place in places
    )


def completed(
    text: str, wording: Wording, columns: Sequence[str], language: str
) -> tuple[str, Wording]:
    """Return the text that is sent, and the ``Wording`` that a campaign keeps beside it.

    ``language`` is that of the text. What fills a blank of the first text fills that of the same
    name in the other, unless it is filled there.
    """
    sent, composed, fills = _filled(text, wording.fills, columns)
    others = []
    for other in wording.texts:
        own = _filled(other.written, (*other.fills, *wording.fills), columns)
        if own[0].strip():
            told = _only(own[2], other.fills)
            others.append(tuple(OtherText(other.language, own[0], own[1], told)))
    return sent, Wording(wording.language or language, composed, fills, tuple(others))


def _only(used: Fills, own: Fills) -> Fills:
    """Return those that were used, and stand among a text's own."""
    names = {fold(name) for name, value in _kept(own)}
    return tuple((name, value) for name, value in used if fold(name) in names)


def _filled(text: str, fills: Fills, columns: Sequence[str]) -> tuple[str, str, Fills]:
    """Return the text that is sent, the text as it was composed if it differs, and what is used."""
    seen = visible(text)
    found = blanks(seen, fills, columns)
    used = tuple((blank.name, blank.value) for blank in found if blank.value)
    sent = placeholders.filled(seen, used, columns) if used else seen
    return sent, seen if used else "", used


def _kept(fills: Iterable[tuple[str, str]]) -> Fills:
    """Return what fills blanks, each in one line, as its readers see it; nothing that is empty."""
    told = [(name, " ".join(visible(value).split())[:LONGEST]) for name, value in fills]
    return tuple((name, value) for name, value in told if value)
