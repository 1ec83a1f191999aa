"""A glance at an audience while it is chosen: quick whatever its size, near enough to decide by."""

from collections import Counter
from collections.abc import Collection, Mapping
from fractions import Fraction
from itertools import islice
from typing import NamedTuple

from unisms.model.kinds import AudienceKind, kinds_behind
from unisms.model.root import Institution
from unisms.services.audience.audience import expand, uids
from unisms.services.audience.glimpses import Glimpse, looked_at
from unisms.services.audience.kinds import of_people
from unisms.services.audience.kinds.persons import recipient_of
from unisms.services.exclusions.judges import Judge
from unisms.services.rules.recipients import Recipient
from unisms.sms import causes
from unisms.sms.homes import home_of
from unisms.sms.money import Tariff

MOST_COUNTED = 5_000  # people, of an audience that a page counts; beyond, as above
LOOKED_AT = 500  # people; of more, the rest is taken to be like them


class Glance(NamedTuple):
    """An audience before it is frozen, as far as it is quickly told."""

    people: int  #: recipients of the message, as far as the glance reaches
    #: ``(cause, how many)`` of those who would not, the most frequent first
    aside: tuple[tuple[str, int], ...] = ()
    price: Fraction = Fraction()  #: millionths of a euro that a segment costs, on average
    exact: bool = True  #: each of them was looked at
    is_open: bool = False  #: only the check will tell how many more there are


class Reached(NamedTuple):
    """The people of an audience whom a message would reach if it were checked now."""

    people: int
    aside: tuple[tuple[str, int], ...]  #: as of a ``Glance``, with those who share a number
    exact: bool  #: each of them was looked at


class First(NamedTuple):
    """The people of an audience, as far as they are looked at."""

    recipients: tuple[Recipient, ...]  #: as ``audience.expand`` tells them
    all: bool  #: there are no others


def first_people(
    institution: Institution,
    audience: tuple[tuple[str, str], ...],
    judge: Judge,
    columns: tuple[str, ...] = (),
) -> First:
    """Look at the ``First`` of the persons and groups of an audience that exists.

    ``judge`` judges whom the message reaches.
    They come in the order in which they will be listed. If they are very many, only those whose
    uids come first are looked at.
    """
    chosen = of_people(institution, audience)
    # a part that nobody looks at is not loaded
    first = list(islice(uids(institution, chosen), LOOKED_AT + 1))
    if len(first) <= LOOKED_AT:
        return First(tuple(expand(institution, chosen, columns, None, judge)), all=True)
    persons = (recipient_of(institution, uid, columns) for uid in first[:LOOKED_AT])
    return First(tuple(judge.all(persons)), all=False)


def glance(
    institution: Institution,
    audience: tuple[tuple[str, str], ...],
    tariff: Tariff | None,
    judge: Judge,
    *,
    people: First | None = None,
    discreet: bool = False,
) -> Glance:
    """Return the ``Glance`` of an audience that exists.

    ``tariff`` is ``None`` if nothing costs anything yet; ``judge`` judges whom the message reaches;
    ``people`` is the ``First`` of the audience, whose saved audiences are spelled out.

    Typed numbers are not compared with those of people, whose numbers not everybody may learn. With
    ``discreet``, for a person who may not see numbers, nothing tells that the owner of a typed
    number said no.
    """
    first = people or first_people(institution, audience, judge)
    others = _others(institution, audience, judge, causes.UNTOLD if discreet else ())
    parts = [_people(institution, audience, first, judge), *filter(None, others)]
    # a recipient without a number costs as much as one of this country
    start = home_of(institution.country).start
    countries = sum((part.countries for part in parts), Counter()) or {start: 1}
    aside = sum((part.aside for part in parts), Counter()).most_common()
    is_open = None in others
    exact = all(part.exact for part in parts) and sum(part.people > 0 for part in parts) <= 1
    return Glance(
        sum(part.people for part in parts),
        tuple(aside),
        _average(countries, tariff),
        exact and not is_open and not judge.is_partial,
        is_open,
    )


def reach(institution: Institution, audience: tuple[tuple[str, str], ...], judge: Judge) -> Reached:
    """Return the ``Reached`` of an audience of people that exists, as the check would judge it."""
    everybody = list(uids(institution, audience))
    looked = everybody[:MOST_COUNTED]
    persons = (recipient_of(institution, uid, ()) for uid in looked)
    part = looked_at(judge.all(persons))
    doubles = len(looked) - part.people - sum(part.aside.values())
    aside = part.aside + Counter({causes.DUPLICATE: doubles})
    share = Fraction(len(everybody), len(looked) or 1)
    told = tuple((cause, round(count * share)) for cause, count in aside.most_common())
    return Reached(round(part.people * share), told, share <= 1)


def _people(
    institution: Institution,
    audience: tuple[tuple[str, str], ...],
    first: First,
    judge: Judge,
) -> Glimpse:
    part = looked_at(first.recipients)
    if first.all:
        return part
    everybody = set(uids(institution, audience))
    place = judge.excluded.place
    out = sum(bool(place("", uid)) for uid in everybody) if judge.excluded else 0
    people = len(everybody) - out
    countries = Counter(
        {start: Fraction(count * people, part.people) for start, count in part.countries.items()}
    )
    return Glimpse(people, countries, +Counter({causes.EXCLUDED: out}), exact=False)


def _others(
    institution: Institution,
    audience: tuple[tuple[str, str], ...],
    judge: Judge,
    untold: Collection[str],
) -> list[Glimpse]:
    """Return the ``Glimpse`` of each kind that is not of people, ``None`` if nothing is known.

    Each recipient is looked at where they are few, as of numbers that were typed.
    """
    names: dict[str, list[str]] = {}
    for kind, name in audience:
        names.setdefault(kind, []).append(name)
    known = kinds_behind(institution)
    return [
        _few(institution, kind, of_kind, judge, untold)
        if _are_few(institution, known[kind], of_kind)
        else known[kind].glimpse(institution, of_kind, untold)
        for kind, of_kind in names.items()
        if not known[kind].is_of_people
    ]


def _are_few(institution: Institution, kind: AudienceKind, names: list[str]) -> bool:
    sizes = [kind.at_most(institution, name) for name in names]
    return None not in sizes and sum(filter(None, sizes)) <= LOOKED_AT


def _few(
    institution: Institution,
    kind: str,
    names: list[str],
    judge: Judge,
    untold: Collection[str],
) -> Glimpse:
    pairs = [(kind, name) for name in names]
    return looked_at(expand(institution, pairs, (), None, judge), untold)


def _average(countries: Mapping[str, int], tariff: Tariff | None) -> Fraction:
    if tariff is None:
        return Fraction()
    total = sum(count * tariff.price(start) for start, count in countries.items())
    return Fraction(total) / sum(countries.values())
