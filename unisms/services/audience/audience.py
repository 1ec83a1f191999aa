"""From who was chosen to the rows of a campaign: merged, set aside with reasons, counted and priced."""

from collections import Counter
from contextlib import suppress
from functools import lru_cache

from unisms.model.groups import members
from unisms.model.root import institution_of
from unisms.model.rows import MessageRow
from unisms.services.imports import importing
from unisms.services.money import billing
from unisms.services.people import consent
from unisms.services.rules.recipients import Recipient
from unisms.sms import causes, msisdn, states, strays, template
from unisms.sms.encoding import ALPHABETS, encode, simplify
from unisms.sms.money import Tariff, thousandths
from unisms.sms.names import finder
from unisms.sms.template import BLANK
from unisms.sms.visible import visible, visible_values

MOST_SEGMENTS = 8  # longer messages are refused by many brokers (1224 characters)
TOO_LONG = MOST_SEGMENTS * 153 + 1  # characters that no alphabet brings into so many segments
ROW = 100  # bytes that a row takes in the store, beside its texts
PERSON_COLUMNS = ("nom", "identifiant", "courriel")
_FIND = finder(PERSON_COLUMNS)
_UNREAD = (msisdn.Typed("", msisdn.Reading()),)  # a typed number in which nothing is


class EmptyAudience(Exception):
    """Nobody was chosen."""


class AudienceGone(Exception):
    """A group or a file that was chosen exists no more, or the file was forgotten."""


def columns_of(institution, audience):
    """What may personalise a text to this audience: the titles of the file's columns, or what we know of people.

    :raises AudienceGone: there is no such file.
    """
    titles = []
    for kind, name in audience:
        titles.extend(_file(institution, name).columns if kind == "import" else PERSON_COLUMNS)
    return tuple(dict.fromkeys(titles))


def strays_of(campaign):
    """Return what looks like a placeholder in its text and is none: it leaves as it is written."""
    institution, columns = institution_of(campaign), campaign.columns
    with suppress(AudienceGone):
        columns = columns_of(institution, campaign.audience)
    return strays.mistaken(campaign.text, columns)


def expand(institution, audience, wanted, today):
    """The recipients chosen, one after the other, with the values of the ``wanted`` columns.

    :raises AudienceGone: a group or a file is not there.
    """
    for kind, name in audience:
        yield from _EXPAND[kind](institution, name, wanted, today)


def uids(institution, audience):
    """Everybody of the persons and groups of ``audience``, found as they are asked for; who is in two groups, twice."""
    groups = institution["groups"]
    for kind, name in audience:
        if kind == "person":
            yield name
        elif kind == "group" and name in groups:
            yield from members(groups, name)


def _group(institution, name, wanted, today):
    """In the order of their names, as one looks for them in the list."""
    groups, people = institution["groups"], institution["people"]
    if name not in groups:
        raise AudienceGone
    named = sorted(
        (template.fold(people[uid].name) if uid in people else uid, uid)
        for uid in members(groups, name)
    )
    for _, uid in named:
        yield from _person(institution, uid, wanted, today, source=groups[name].title)


def _person(institution, uid, wanted, today, source=""):  # noqa: ARG001
    subscriber = institution["people"].get(uid)
    if subscriber is None:
        yield Recipient("", uid, source, ("",) * len(wanted), causes.NO_NUMBER)
        return
    known = (subscriber.name, uid, subscriber.email)
    values = tuple("" if place is None else known[place] for place in _places(tuple(wanted)))
    cause, unknown = verdict(msisdn.read(subscriber.msisdn, institution.country), institution)
    cause = cause or consent.refusal_of_person(institution, subscriber)
    yield Recipient(subscriber.msisdn, subscriber.name, source, values, cause, unknown)


@lru_cache(maxsize=64)
def _places(wanted):
    """Which of ``PERSON_COLUMNS`` each of these columns is, or ``None``."""
    return tuple(map(_FIND, wanted))


def _number(institution, typed, wanted, today):  # noqa: ARG001
    for text, reading in msisdn.several(typed, institution.country) or _UNREAD:
        cause, unknown = verdict(reading, institution)
        cause = cause or consent.refusal_of_number(institution, reading.msisdn)
        yield Recipient(reading.msisdn, text or typed, "", ("",) * len(wanted), cause, unknown)


def _import(institution, name, wanted, today):
    record = _file(institution, name)
    if record.state == "forgotten":
        raise AudienceGone
    found = importing.recipients(
        record,
        wanted,
        today=today,
        country=institution.country,
        foreign_ok=institution.foreign_numbers == "allow",
    )
    for recipient in found:
        cause = recipient.cause or consent.refusal_of_number(institution, recipient.msisdn)
        yield recipient if cause == recipient.cause else recipient._replace(cause=cause)


def _file(institution, name):
    record = institution["imports"].get(name)
    if record is None:
        raise AudienceGone
    return record


_EXPAND = {"group": _group, "person": _person, "number": _number, "import": _import}


def verdict(reading, institution):
    """Why this number cannot be written to, or ``None``; and whether its range is unknown."""
    if reading.kind not in msisdn.USABLE:
        return reading.kind, False
    if reading.foreign and institution.foreign_numbers != "allow":
        return causes.FOREIGN_NOT_ALLOWED, False
    return None, reading.kind == msisdn.UNKNOWN_RANGE


def freeze(campaign, recipients, wanted, connection, now, *, limited=False, room=0):
    """Write the audience down: one row each, personalised, counted and priced; the unfit set aside with the reason.
    ``limited``: also whoever has more than a blank of a template takes, in one or, by ``room``
    characters of the whole text, in all of them together.

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
    rows, values = [], []
    for number, recipient in enumerate(map(_seen, recipients), 1):
        row = freezing.row(number, recipient, now)
        rows.append((number, row))
        values.append((number, (recipient.who, recipient.source, *_kept(row, recipient.values))))
    if not rows:
        raise EmptyAudience
    campaign.clear_rows()
    campaign.columns = tuple(wanted)
    campaign.freeze(rows, values)
    size = ROW * len(rows) + sum(len(text) for _, texts in values for text in texts)
    campaign.check, campaign.agreed = (*freezing.check(), ("frozen", size)), tuple(terms)


def _kept(row, values):
    """The values of a row that stay with it. Of one that is set aside none that no message would
    take: nobody will ever read them. The others are told to the author (``sources``), and make the
    text that who may not see numbers is told (``discretion``)."""
    if row.state != states.SET_ASIDE or sum(map(len, values)) <= TOO_LONG:
        return values
    return ("",) * len(values)


def _seen(recipient):
    """Return the recipient with values as their readers see them."""
    values = visible_values(recipient.values)
    return recipient if values is recipient.values else recipient._replace(values=values)


def _plain(recipient, alphabet):
    return recipient._replace(values=tuple(simplify(value, alphabet) for value in recipient.values))


class _Freezing:
    """What is counted on the way: shared by all rows of one freeze."""

    limited = False  #: whether no value may be longer than a blank takes
    room = 0  #: characters of the text with its blanks full; 0 where it is no template's

    def __init__(self, text, alphabet, tariff):
        self.text, self.alphabet, self.tariff = text, alphabet, tariff
        self.complete = not text.unknown  # every placeholder has a column
        self.ample = TOO_LONG // max(
            1, len(text.slots)
        )  # characters of values that cannot become a long text
        self.seen = set()
        self.long_values = (
            Counter()
        )  # column -> rows in which its value is longer than a blank takes
        self.free_values = 0  # messages that leave with such a value
        self.aside, self.histogram = Counter(), Counter()
        self.abroad = Counter()  # millionths of a euro -> segments to foreign numbers at that price
        self.millionths = self.unknown_ranges = 0
        self.longest = (0, 0)  # units, number
        self.lines = self.grouped = 0  # of files: chosen, and beyond the first of each person

    def row(self, number, recipient, now):
        """The ``MessageRow`` of one recipient."""
        cause, segments = recipient.cause, 0
        self.lines += recipient.lines
        self.grouped += max(0, recipient.lines - 1)
        if cause is None:
            cause = self._unfit(recipient)
        if cause is None:
            encoded = encode(self._text(recipient.values), self.alphabet)
            segments = encoded.segments
            if segments > MOST_SEGMENTS:
                cause = causes.TOO_LONG
        if cause is not None:
            self.aside[cause] += 1
            return MessageRow(recipient.msisdn, states.SET_ASIDE, "", 0, now, cause)
        self.seen.add(recipient.msisdn)
        self._count(number, recipient, encoded)
        return MessageRow(recipient.msisdn, segments=segments)

    def _text(self, values):
        """The text of one recipient; of one that is too long, only what shows that: long values, often repeated, would
        fill the memory."""
        if len("".join(values)) > self.ample:
            return self.text.beginning(values, TOO_LONG)
        return self.text.render(values)

    def _unfit(self, recipient):
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

    def _is_free(self, values):
        """Whether the values say more than the blanks of a template take."""
        return bool(self._long(values)) or 0 < self.room < len(self._text(values))

    def _long(self, values):
        """The columns whose value is longer than a blank takes, or has several lines."""
        used = {column for _, column in self.text.slots}
        named = enumerate(zip(self.text.names, map(str.strip, values), strict=False))
        return [
            name
            for column, (name, value) in named
            if column in used and (len(value) > BLANK or "\n" in value)
        ]

    def _count(self, number, recipient, encoded):
        self.histogram[encoded.segments] += 1
        self.free_values += self.room > 0 and self._is_free(recipient.values)
        price = self.tariff.price(recipient.msisdn)
        self.millionths += encoded.segments * price
        if msisdn.is_foreign(recipient.msisdn):
            self.abroad[price] += encoded.segments
        self.unknown_ranges += recipient.uncertain_range
        size = encoded.segments * 10_000 + encoded.units
        if size >= self.longest[0]:
            self.longest = size, number

    def check(self):
        """The figures, as pairs of immutables."""
        return (
            ("recipients", self.histogram.total()),
            ("segments", sum(segments * messages for segments, messages in self.histogram.items())),
            ("cost", thousandths(self.millionths)),
            ("lines", self.lines),
            ("grouped", self.grouped),
            ("merged", self.aside.pop(causes.DUPLICATE, 0)),
            ("set_aside", tuple(sorted(self.aside.items()))),
            ("histogram", tuple(sorted(self.histogram.items()))),
            ("abroad", tuple(sorted(self.abroad.items()))),
            ("longest", self.longest[1]),
            ("unknown_ranges", self.unknown_ranges),
            ("long_values", tuple(sorted(self.long_values.items()))),
            ("free_values", self.free_values),
        )
