"""The look of a figure: the language, the scheme and the words of its reader."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from dashboards.figures import formats
from dashboards.figures.colours import INKS, LIGHT
from dashboards.figures.words import WORDS


class Look(NamedTuple):
    """How a figure is told to its reader."""

    language: str = "fr"
    scheme: str = LIGHT
    words: Mapping[str, str] = {}  #: those that go before the figures' own
    #: first and last day of the axes of days; ``None``: those of the frame
    period: tuple[date, date] | None = None

    def word(self, key: str) -> str:
        """Return the word or sentence called ``key``; the key itself where nobody gave one."""
        if key in self.words:
            return self.words[key]
        if not key:
            key = "unknown"
        french, english = WORDS.get(key, (key, key))
        return english if self.language == "en" else french

    def number(self, value: float, digits: int = 0) -> str:
        """Return a number as it is read, with so many ``digits`` behind the comma."""
        return formats.number(value, self.language, digits)

    def share(self, value: float, digits: int = 1) -> str:
        """Return a share of one in per cent."""
        return formats.share(value, self.language, digits)

    def money(self, thousandths: float) -> str:
        """Return an amount of thousandths of a euro."""
        return formats.money(thousandths, self.language)

    def points(self, difference: float) -> str:
        """Return a difference of two shares in points, with its sign."""
        return formats.points(difference, self.language)

    def ink(self, name: str = "ink") -> str:
        """Return the colour of an ink: ``ink``, ``soft``, ``rule`` or ``paper``."""
        return INKS[name].of(self.scheme)
