"""A freeze of an audience: each row fit or set aside, with the counts of them all."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from unisms.model import rows
from unisms.services.rules.notices import Notices
from unisms.services.rules.recipients import Recipient
from unisms.services.texts.languages import Languages
from unisms.services.texts.shares import Share
from unisms.sms import causes, msisdn
from unisms.sms.encoding import Alphabet, Encoded, encode
from unisms.sms.money import Tariff, thousandths
from unisms.sms.template import BLANK, Template

MOST_SEGMENTS = 8  # longer messages are refused by many brokers (1224 characters)
TOO_LONG = MOST_SEGMENTS * 153 + 1  # characters that no alphabet brings into so many segments


class Freeze:
    """The counts of one freeze, shared by all its rows."""

    limited = False  #: whether no value may be longer than a blank takes
    notices_from = 0  #: the notices before those in the language of the present row
    room = 0  #: characters of the text with its blanks full; 0 where it is no template's

    def __init__(self, text: Template, alphabet: Alphabet, tariff: Tariff) -> None:
        self.alphabet, self.tariff = alphabet, tariff
        self._take(text)
        self.seen: set[str] = set()
        # column -> rows in which its value is longer than a blank takes
        self.long_values: Counter[str] = Counter()
        self.free_values = 0  # messages that leave with such a value
        self.aside: Counter[str] = Counter()
        self.places: dict[int, int] = {}  # number of a row -> of the part that leaves it out
        self.histogram: Counter[int] = Counter()
        # how numbers begin, as the tariff looks at them -> segments
        self.sent_to: Counter[str] = Counter()
        self.unknown_ranges = 0
        self.longest = (0, 0)  # units, number
        self.lines = self.grouped = 0  # of files: chosen, and beyond the first of each person
        self.placed: Notices | None = None  # of its themes, if it has any
        self.notices: tuple[str, ...] = ()
        # pairs of a row's number and the place of its notice
        self.noticed: list[tuple[int, int]] = []
        self.for_notices = 0  # segments that they cost
        self.ending = ""  # of every message: a link as long as each of theirs
        self.languages: Languages | None = None  # where there is more than one text
        self.shares: list[Share] = []  # of each text; ``share`` is that of the present row
        self.texts: list[tuple[int, int]] = []  # pairs of a row's number and the place of its text

    def _take(self, text: Template) -> None:
        """Let this be the text of the rows that come now."""
        self.text = text
        self.complete = not text.unknown  # every placeholder has a column
        self.hollow = text.may_be_blank
        slots = len(text.slots) + len(text.spared)
        # characters of values that cannot become a long text
        self.ample = TOO_LONG // max(1, slots)

    def begin_languages(self, languages: Languages) -> None:
        """Let the text so far be the first of several (``add_text``)."""
        self.languages = languages
        self.shares = [Share(languages.known[0], self.text, self.ending, self.room)]

    def add_text(self, text: Template, ending: str, room: int) -> None:
        """Add the text of the next language."""
        language = self.languages.known[len(self.shares)] if self.languages else ""
        share = Share(language, text, ending, room)
        if self.placed is not None:
            share.notices_from = len(self.notices)
            self.notices += self.placed.texts(self.alphabet, language)
        self.shares.append(share)

    def _turn(self, number: int, place: int) -> None:
        """Let a recipient get the text at this place."""
        if place:
            self.texts.append((number, place))
        share = self.shares[place]
        if share.text is not self.text:
            self._take(share.text)
            self.ending, self.room = share.ending, share.room
        self.share, self.notices_from = share, share.notices_from

    def add_notices(self, notices: Notices) -> None:
        """Let those who have not been told who writes, and how to leave, be told so."""
        if notices.themes:
            self.placed, self.notices = notices, notices.texts(self.alphabet)

    def row(self, number: int, recipient: Recipient, now: int) -> tuple[Any, ...]:
        """Return the row of one recipient, as the store keeps it."""
        cause = recipient.cause
        if self.languages is not None:
            self._turn(number, self.languages.place(recipient))
        self.lines += recipient.lines
        if recipient.lines > 1:
            self.grouped += recipient.lines - 1
        if cause is None:
            cause = self._unfit(recipient)
        if cause is None:
            encoded = encode(self._text(recipient.values) + self.ending, self.alphabet)
            if self.placed is not None:
                encoded = self._with_notice(number, recipient, encoded, self.placed)
            if encoded.segments > MOST_SEGMENTS:
                cause = causes.TOO_LONG
        if cause is not None:
            self.aside[cause] += 1
            if recipient.excluded:
                self.places[number] = recipient.excluded
            return rows.set_aside(recipient.msisdn, cause, now)
        self.seen.add(recipient.msisdn)
        self._count(number, recipient, encoded)
        return rows.queued(recipient.msisdn, encoded.segments)

    def _with_notice(
        self, number: int, recipient: Recipient, encoded: Encoded, notices: Notices
    ) -> Encoded:
        """Return the encoded message of one recipient, with a notice if it is to have one."""
        place = notices.place(recipient)
        if not place:
            return encoded
        place += self.notices_from
        text = self._text(recipient.values) + self.notices[place - 1] + self.ending
        whole = encode(text, self.alphabet)
        if whole.segments <= MOST_SEGMENTS:
            self.noticed.append((number, place))
            self.for_notices += whole.segments - encoded.segments
        return whole

    def _text(self, values: tuple[str, ...]) -> str:
        """Return the text of one recipient, cut where it is seen to be too long.

        Long values, often repeated, would fill the memory.
        """
        if len("".join(values)) > self.ample:
            return self.text.beginning(values, TOO_LONG)
        return self.text.render(values)

    def _unfit(self, recipient: Recipient) -> str | None:
        if recipient.msisdn in self.seen:
            return causes.DUPLICATE
        if not (self.complete and all(map(str.strip, recipient.values))) and self.text.missing(
            recipient.values
        ):
            return causes.EMPTY_PLACEHOLDER
        if self.limited and self._is_free(recipient.values):
            self.long_values.update(self._long(recipient.values))
            return causes.LONG_VALUE
        if self.hollow and not self._text(recipient.values).strip():
            return causes.EMPTY_TEXT
        return None

    def _is_free(self, values: tuple[str, ...]) -> bool:
        """Whether the values say more than the blanks of a template take."""
        return bool(self._long(values)) or 0 < self.room < len(self._text(values))

    def _long(self, values: tuple[str, ...]) -> list[str]:
        """The columns whose value is longer than a blank takes, or has several lines."""
        used = self.text.used
        named = enumerate(zip(self.text.names, map(str.strip, values), strict=False))
        return [
            name
            for column, (name, value) in named
            if column in used and (len(value) > BLANK or "\n" in value)
        ]

    def _count(self, number: int, recipient: Recipient, encoded: Encoded) -> None:
        segments = encoded.segments
        self.histogram[segments] += 1
        self.sent_to[recipient.msisdn[: self.tariff.digits]] += segments
        if self.room:
            self.free_values += self._is_free(recipient.values)
        if recipient.uncertain_range:
            self.unknown_ranges += 1
        size = segments * 10_000 + encoded.units
        if self.languages is not None:
            start = recipient.msisdn[: self.tariff.digits]
            self.share.count(number, start, segments, size)
        if size >= self.longest[0]:
            self.longest = size, number

    def _costs(self) -> tuple[int, Counter[int]]:
        """Return the millionths of a euro in all, and by price the segments to foreign numbers."""
        millionths = 0
        abroad: Counter[int] = Counter()
        for start, segments in self.sent_to.items():
            price = self.tariff.price(start)
            millionths += segments * price
            if msisdn.is_foreign(start):
                abroad[price] += segments
        return millionths, abroad

    def check(self) -> tuple[tuple[str, object], ...]:
        """Return the figures, as pairs of immutables."""
        millionths, abroad = self._costs()
        return (
            ("recipients", self.histogram.total()),
            ("segments", sum(segments * messages for segments, messages in self.histogram.items())),
            ("cost", thousandths(millionths)),
            ("lines", self.lines),
            ("grouped", self.grouped),
            ("merged", self.aside.pop(causes.DUPLICATE, 0)),
            ("set_aside", tuple(sorted(self.aside.items()))),
            ("histogram", tuple(sorted(self.histogram.items()))),
            ("abroad", tuple(sorted(abroad.items()))),
            ("longest", self.longest[1]),
            ("unknown_ranges", self.unknown_ranges),
            ("long_values", tuple(sorted(self.long_values.items()))),
            ("free_values", self.free_values),
            ("noticed", (len(self.noticed), self.for_notices)),
            *self._of_languages(),
        )

    def _of_languages(self) -> Iterator[tuple[str, object]]:
        """Yield the figures of each text, where there are several."""
        if self.shares:
            yield "languages", tuple(share.told(self.tariff) for share in self.shares)
