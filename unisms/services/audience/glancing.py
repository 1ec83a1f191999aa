"""What an audience looks like while it is chosen: quick, whatever its size, and near enough to decide by."""

from collections import Counter
from fractions import Fraction
from itertools import islice
from typing import NamedTuple

from unisms.services.audience.audience import expand, uids
from unisms.services.money import billing
from unisms.sms import causes
from unisms.sms.homes import home_of

LOOKED_AT = 500  # people; of more, the rest is taken to be like them


class Glance(NamedTuple):
    """What an audience looks like before it is frozen."""

    people: int  #: who would get the message, as far as one sees
    aside: tuple = ()  #: ``(cause, how many)`` of those who would not, the most frequent first
    price: Fraction = Fraction()  #: millionths of a euro that a segment costs, on average
    exact: bool = True  #: each of them was looked at


class _Part(NamedTuple):
    people: int
    countries: Counter  # how many numbers begin with what
    aside: Counter
    exact: bool


class First(NamedTuple):
    """The people of an audience, as far as they are looked at."""

    recipients: tuple  #: as ``audience.expand`` tells them
    all: bool  #: there are no others


def first_people(institution, audience, columns=()):
    """Look at the ``First`` of the persons and groups of an audience that exists, in the order in
    which they will be listed; of very many, at those whose uids come first."""
    chosen = [pair for pair in audience if pair[0] in ("group", "person")]
    found = list(
        islice(uids(institution, chosen), LOOKED_AT + 1)
    )  # what is not looked at is not loaded
    if len(found) <= LOOKED_AT:
        return First(tuple(expand(institution, chosen, columns, None)), all=True)
    persons = [("person", uid) for uid in found[:LOOKED_AT]]
    return First(tuple(expand(institution, persons, columns, None)), all=False)


def glance(institution, audience, tariff, *, people=None, discreet=False):
    """The ``Glance`` of an audience that exists; ``tariff`` is ``None`` where nothing costs
    anything yet, and ``people`` is what ``first_people`` has found of it.

    Typed numbers are not compared with those of people, whose numbers not everybody may learn.
    ``discreet``: for who may not see numbers, nothing tells that somebody who has a typed number
    said no.
    """
    parts = [_people(institution, audience, people or first_people(institution, audience))]
    typed = [pair for pair in audience if pair[0] == "number"]
    untold = causes.OF_PEOPLE if discreet else ()
    parts.append(_looked_at(expand(institution, typed, (), None), but=untold))
    start = home_of(institution.country).start  # whose price is taken where no number is known
    parts += [
        _file(institution["imports"][name], start) for kind, name in audience if kind == "import"
    ]
    countries = sum((part.countries for part in parts), Counter()) or {start: 1}
    aside = sum((part.aside for part in parts), Counter()).most_common()
    exact = all(part.exact for part in parts) and sum(part.people > 0 for part in parts) <= 1
    return Glance(
        sum(part.people for part in parts), tuple(aside), _average(countries, tariff), exact
    )


def _people(institution, audience, first):
    part = _looked_at(first.recipients)
    if first.all:
        return part
    people = len(set(uids(institution, audience)))
    countries = Counter(
        {start: Fraction(count * people, part.people) for start, count in part.countries.items()}
    )
    return _Part(people, countries, Counter(), exact=False)


def _looked_at(recipients, but=()):
    ready, aside = set(), Counter()
    for recipient in recipients:
        if recipient.cause is None or recipient.cause in but:
            ready.add(recipient.msisdn)
        else:
            aside[recipient.cause] += 1
    return _Part(len(ready), billing.countries(ready), aside, exact=True)


def _file(record, start):
    """Take what was counted when the columns of a file were chosen: the file is not opened."""
    people = record.ready or len(record.rows)
    return _Part(people, Counter(dict(record.countries) or {start: people}), Counter(), exact=False)


def _average(countries, tariff):
    if tariff is None:
        return Fraction()
    total = sum(count * tariff.price(start) for start, count in countries.items())
    return Fraction(total) / sum(countries.values())
