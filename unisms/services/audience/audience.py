"""The way from an audience to the rows of a campaign: merged, set aside, counted and priced."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date
from types import MappingProxyType
from typing import Any

from unisms.model import rows
from unisms.model.campaigns import Campaign
from unisms.model.connections import BrokerConnection
from unisms.model.kinds import kinds_behind
from unisms.model.root import Institution, institution_of
from unisms.ports import AudienceGone, Person
from unisms.services.audience import questions
from unisms.services.money import billing
from unisms.services.rules.recipients import Recipient
from unisms.sms import causes, msisdn, states, strays, template
from unisms.sms.encoding import ALPHABETS, Alphabet, Encoded, encode, simplify
from unisms.sms.money import Tariff, thousandths
from unisms.sms.template import BLANK, Template
from unisms.sms.visible import visible, visible_values

LONGEST_TEXT = 4000  # characters, of a text as it is written
MOST_SEGMENTS = 8  # longer messages are refused by many brokers (1224 characters)
TOO_LONG = MOST_SEGMENTS * 153 + 1  # characters that no alphabet brings into so many segments
ROW = 100  # bytes that a row takes in the store, beside its texts


class EmptyAudience(Exception):
    """Nobody was chosen."""


def columns_of(institution: Institution, audience: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    """Return the titles of the values that may personalise a text to this audience.

    :raises AudienceGone: a part of it, as a file, exists no more.
    """
    known = kinds_behind(institution)
    titles = (known[kind].columns(institution, name) for kind, name in audience)
    return tuple(dict.fromkeys(title for of_one in titles for title in of_one))


def strays_of(campaign: Campaign) -> tuple[str, ...]:
    """Return what looks like a placeholder in its text and is none: it leaves as it is written."""
    institution, columns = institution_of(campaign), campaign.columns
    with suppress(AudienceGone):
        columns = columns_of(institution, campaign.audience)
    return strays.mistaken(campaign.text, columns)


def expand(
    institution: Institution,
    audience: Sequence[tuple[str, str]],
    wanted: tuple[str, ...],
    today: date | None,
    answers: Mapping[tuple[str, str], Iterable[Person]] = MappingProxyType({}),
) -> Iterator[Recipient]:
    """Yield each recipient chosen, with the values of the ``wanted`` columns.

    ``answers`` are those of outsiders, by pair of kind and name (``questions``).

    :raises AudienceGone: a group or a file is not there.
    """
    known = kinds_behind(institution)
    for pair in audience:
        kind, name = known[pair[0]], pair[1]
        if pair in answers:
            source = kind.title(institution, name)
            yield from questions.recipients(institution, answers[pair], wanted, source)
        else:
            yield from kind.recipients(institution, name, wanted, today)


def uids(institution: Institution, audience: Sequence[tuple[str, str]]) -> Iterator[str]:
    """Yield the uid of every person in the audience, lazily.

    Somebody in two groups is yielded twice.
    """
    known = kinds_behind(institution)
    for kind, name in audience:
        yield from known[kind].uids(institution, name)


def freeze(
    campaign: Campaign,
    recipients: Iterable[Recipient],
    wanted: tuple[str, ...],
    connection: BrokerConnection,
    now: int,
    *,
    limited: bool = False,
    room: int = 0,
) -> None:
    """Write the audience down, one row each: personalised, counted and priced.

    An unfit recipient is set aside with the reason. With ``limited``, a recipient is unfit also if
    a value is longer than a blank of a template takes, or if all their values are longer than
    ``room`` characters of the whole text.

    :raises EmptyAudience: there was nobody.
    """
    campaign.text = visible(campaign.text)  # as it is stored since 2026-12: older drafts are not
    text = template.prepare(campaign.text, wanted)
    alphabet = ALPHABETS[connection.alphabet]
    terms = billing.terms(institution_of(campaign), connection)
    freezing = _Freezing(text, alphabet, Tariff(terms.prices, terms.abroad))
    freezing.limited, freezing.room = limited, room
    if campaign.plain_values:
        recipients = (_plain(_seen(recipient), alphabet) for recipient in recipients)
    frozen, values = [], []
    for number, recipient in enumerate(map(_seen, recipients), 1):
        row = freezing.row(number, recipient, now)
        queued = row[rows.STATE] == states.QUEUED
        kept = recipient.values if queued else _worth_keeping(recipient.values)
        frozen.append((number, row))
        values.append((number, (recipient.who, recipient.source, *kept)))
    if not frozen:
        raise EmptyAudience
    campaign.clear_rows()
    campaign.columns = tuple(wanted)
    size = ROW * len(frozen) + campaign.freeze(frozen, values)
    campaign.check, campaign.agreed = (*freezing.check(), ("frozen", size)), tuple(terms)


def _worth_keeping(values: tuple[str, ...]) -> tuple[str, ...]:
    """Return the values that stay with a row that is set aside.

    Values that no message would take are left out, because nobody will ever read them. The others
    are told to the author (``sources``), and make the text that is told to people who may not see
    numbers (``discretion``).
    """
    return values if sum(map(len, values)) <= TOO_LONG else ("",) * len(values)


def _seen(recipient: Recipient) -> Recipient:
    """Return the recipient with values as their readers see them."""
    values = visible_values(recipient.values)
    return recipient if values is recipient.values else recipient._replace(values=values)


def _plain(recipient: Recipient, alphabet: Alphabet) -> Recipient:
    return recipient._replace(values=tuple(simplify(value, alphabet) for value in recipient.values))


class _Freezing:
    """The counts of one freeze, shared by all its rows."""

    limited = False  #: whether no value may be longer than a blank takes
    room = 0  #: characters of the text with its blanks full; 0 where it is no template's

    def __init__(self, text: Template, alphabet: Alphabet, tariff: Tariff) -> None:
        self.text, self.alphabet, self.tariff = text, alphabet, tariff
        self.complete = not text.unknown  # every placeholder has a column
        self.ample = TOO_LONG // max(
            1, len(text.slots)
        )  # characters of values that cannot become a long text
        self.seen: set[str] = set()
        # column -> rows in which its value is longer than a blank takes
        self.long_values: Counter[str] = Counter()
        self.free_values = 0  # messages that leave with such a value
        self.aside: Counter[str] = Counter()
        self.histogram: Counter[int] = Counter()
        self.sent_to: Counter[str] = (
            Counter()
        )  # how numbers begin, as the tariff looks at them -> segments
        self.unknown_ranges = 0
        self.longest = (0, 0)  # units, number
        self.lines = self.grouped = 0  # of files: chosen, and beyond the first of each person

    def row(self, number: int, recipient: Recipient, now: int) -> tuple[Any, ...]:
        """Return the row of one recipient, as the store keeps it."""
        cause = recipient.cause
        self.lines += recipient.lines
        if recipient.lines > 1:
            self.grouped += recipient.lines - 1
        if cause is None:
            cause = self._unfit(recipient)
        if cause is None:
            encoded = encode(self._text(recipient.values), self.alphabet)
            if encoded.segments > MOST_SEGMENTS:
                cause = causes.TOO_LONG
        if cause is not None:
            self.aside[cause] += 1
            return rows.set_aside(recipient.msisdn, cause, now)
        self.seen.add(recipient.msisdn)
        self._count(number, recipient, encoded)
        return rows.queued(recipient.msisdn, encoded.segments)

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
        return None

    def _is_free(self, values: tuple[str, ...]) -> bool:
        """Whether the values say more than the blanks of a template take."""
        return bool(self._long(values)) or 0 < self.room < len(self._text(values))

    def _long(self, values: tuple[str, ...]) -> list[str]:
        """The columns whose value is longer than a blank takes, or has several lines."""
        used = {column for _, column in self.text.slots}
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
        )
