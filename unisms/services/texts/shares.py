"""The share of each text in a message: how many get it, what that costs, and its longest form."""

from collections import Counter
from typing import NamedTuple

from unisms.sms.money import Tariff, thousandths
from unisms.sms.template import Template


class Share:
    """A text among several, made ready for its recipients, with the counts of those who get it."""

    notices_from = 0  #: the notices before its own

    def __init__(self, language: str, text: Template, ending: str, room: int) -> None:
        self.language, self.text, self.ending, self.room = language, text, ending, room
        self.recipients = 0
        # how numbers begin, as the tariff looks at them -> segments
        self.sent_to: Counter[str] = Counter()
        self.longest = (0, 0)  # size, number

    def count(self, number: int, start: str, segments: int, size: int) -> None:
        """Count a row: how its number begins, its segments, and how long its text is."""
        self.recipients += 1
        self.sent_to[start] += segments
        if size >= self.longest[0]:
            self.longest = size, number

    def told(self, tariff: Tariff) -> tuple[str, int, int, int, int]:
        """Return its figures as immutables, as a ``LanguageShare`` has them."""
        cost = sum(segments * tariff.price(start) for start, segments in self.sent_to.items())
        segments = self.sent_to.total()
        return self.language, self.recipients, segments, thousandths(cost), self.longest[1]


class LanguageShare(NamedTuple):
    """The share of the text in one language, as the check tells it."""

    language: str
    recipients: int
    segments: int
    cost: int  #: thousandths of a euro
    longest: int  #: the number of the row with the longest text; 0: nobody gets it
