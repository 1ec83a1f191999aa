"""The way from an audience to the rows of a campaign: merged, set aside, counted and priced."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date
from types import MappingProxyType
from typing import Any, TypeAlias

from unisms.model import rows
from unisms.model.campaigns import Campaign
from unisms.model.connections import BrokerConnection
from unisms.model.kinds import kinds_behind
from unisms.model.root import Institution, institution_of
from unisms.model.terms import Terms
from unisms.ports import AudienceGone, Person
from unisms.services.audience import questions
from unisms.services.audience.freezes import TOO_LONG, Freeze
from unisms.services.exclusions.judges import Judge
from unisms.services.links import endings, records
from unisms.services.money import billing
from unisms.services.rules import zone_orders
from unisms.services.rules.notices import Notices
from unisms.services.rules.recipients import Recipient
from unisms.services.texts.languages import Languages
from unisms.services.texts.values import Writer
from unisms.sms import states, strays, template
from unisms.sms.encoding import ALPHABETS, Alphabet, simplify
from unisms.sms.money import Tariff
from unisms.sms.visible import visible, visible_values

LONGEST_TEXT = 4000  # characters, of a text as it is written
ROW = 100  # bytes that a row takes in the store, beside its texts

_Numbered: TypeAlias = tuple[int, Recipient]  #: the number of a row, and who it is


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
    found = (stray for text in campaign.texts for stray in strays.mistaken(text, columns))
    return tuple(dict.fromkeys(found))


def expand(
    institution: Institution,
    audience: Sequence[tuple[str, str]],
    wanted: tuple[str, ...],
    today: date | None,
    judge: Judge,
    answers: Mapping[tuple[str, str], Iterable[Person]] = MappingProxyType({}),
    writer: Writer | None = None,
) -> Iterable[Recipient]:
    """Return each recipient chosen, lazily, with the values of the ``wanted`` columns.

    ``judge`` judges whom the message reaches. ``answers`` are those of outsiders, by pair of kind
    and name (``questions``). ``writer`` writes dates and amounts. Saved audiences are spelled out
    before.

    :raises AudienceGone: a group or a file is not there.
    """
    return judge.all(chosen(institution, audience, wanted, today, answers, writer))


def chosen(
    institution: Institution,
    audience: Sequence[tuple[str, str]],
    wanted: tuple[str, ...],
    today: date | None,
    answers: Mapping[tuple[str, str], Iterable[Person]] = MappingProxyType({}),
    writer: Writer | None = None,
) -> Iterator[Recipient]:
    """Yield each recipient chosen, whatever they have said."""
    known = kinds_behind(institution)
    for pair in audience:
        kind, name = known[pair[0]], pair[1]
        if pair in answers:
            people, source = answers[pair], kind.title(institution, name)
            found: Iterable[Recipient] = questions.recipients(institution, people, wanted, source)
        else:
            found = kind.recipients(institution, name, wanted, today)
        if writer is not None and wanted and today is not None:
            found = writer.written(found, kind.column_kinds(institution, name, wanted, today))
        yield from found


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
    rooms: Sequence[int] = (0,),
    languages: Languages | None = None,
) -> dict[int, int]:
    """Write the audience down, one row each: personalised, counted and priced.

    An unfit recipient is set aside with the reason. With ``limited``, a recipient is unfit also if
    a value is longer than a blank of a template takes, or if all their values are longer than
    ``rooms`` characters of the whole text, for each text. ``languages`` tell which text somebody
    gets. Return ``Freeze.places``.

    :raises EmptyAudience: there was nobody.
    """
    campaign.text = visible(campaign.text)  # as it is stored since 2026-12: older drafts are not
    terms = billing.terms(institution_of(campaign), connection)
    freezing = _begun(campaign, template.prepare(campaign.text, wanted), terms)
    freezing.limited, freezing.room = limited, rooms[0]
    if languages is not None and languages.are_several:
        _add_texts(freezing, campaign, wanted, rooms, languages)
    zones, in_order = zone_orders.ordered(campaign, _readable(campaign, recipients, freezing))
    frozen, values, people = _frozen(freezing, in_order, now)
    if not frozen:
        raise EmptyAudience
    campaign.clear_rows()
    records.begin(campaign, now)
    campaign.columns, campaign.waves = tuple(wanted), zones.waves()
    size = ROW * len(frozen) + campaign.freeze(frozen, values)
    notes = freezing.notices, freezing.noticed, freezing.texts
    campaign.annotate(_named(campaign, people), *notes)
    campaign.check, campaign.agreed = (*freezing.check(), ("frozen", size)), tuple(terms)
    return freezing.places


def _frozen(
    freezing: Freeze, recipients: Iterable[Recipient], now: int
) -> tuple[list[tuple[int, rows.StoredRow]], list[tuple[int, Sequence[str]]], list[_Numbered]]:
    """Return the rows of these recipients, the values of each, and those who are people."""
    frozen: list[tuple[int, rows.StoredRow]] = []
    values: list[tuple[int, Sequence[str]]] = []
    people: list[_Numbered] = []
    for number, recipient in enumerate(recipients, 1):
        row = freezing.row(number, recipient, now)
        kept = _worth_keeping(row, recipient.values)
        frozen.append((number, row))
        values.append((number, (recipient.who, recipient.source, *kept)))
        if recipient.uid:
            people.append((number, recipient))
    return frozen, values, people


def _begun(campaign: Campaign, text: template.Template, terms: Terms) -> Freeze:
    """Return a ``Freeze`` of no row yet, with the notices and the link that end its messages."""
    institution = institution_of(campaign)
    freezing = Freeze(text, ALPHABETS[terms.alphabet], Tariff(terms.prices, terms.abroad))
    freezing.add_notices(Notices(institution, campaign.purpose))
    freezing.ending = endings.sample(institution, campaign.leaving_link, campaign.purpose)
    return freezing


def _add_texts(
    freezing: Freeze,
    campaign: Campaign,
    wanted: tuple[str, ...],
    rooms: Sequence[int],
    languages: Languages,
) -> None:
    """Let recipients get the text of their language."""
    institution, ticked = institution_of(campaign), campaign.leaving_link
    freezing.begin_languages(languages)
    for place, text in enumerate(campaign.texts[1:], 1):
        ending = endings.sample(institution, ticked, campaign.purpose, languages.known[place])
        freezing.add_text(template.prepare(text, wanted), ending, rooms[place % len(rooms)])


def _named(campaign: Campaign, people: Iterable[_Numbered]) -> list[tuple[int, str]]:
    """Return pairs of a row's number and a uid, of people who are not alone with their number.

    Of everybody where a link ends the text, or nobody may get another message with its key:
    numbers change before.
    """
    if campaign.ending or campaign.once:
        return [(place, one.uid) for place, one in people]
    with_number = institution_of(campaign)["people"].with_number
    return [(place, one.uid) for place, one in people if with_number(one.msisdn) != (one.uid,)]


def _worth_keeping(row: tuple[Any, ...], values: tuple[str, ...]) -> tuple[str, ...]:
    """Return the values that stay with a row: all, unless it is set aside.

    Values that no message would take are left out, because nobody will ever read them. The others
    are told to the author (``sources``), and make the text that is told to people who may not see
    numbers (``discretion``).
    """
    if row[rows.STATE] == states.QUEUED or sum(map(len, values)) <= TOO_LONG:
        return values
    return ("",) * len(values)


def _readable(
    campaign: Campaign, recipients: Iterable[Recipient], freezing: Freeze
) -> Iterator[Recipient]:
    """Return the recipients with values as their readers see them, simplified where they are."""
    seen = map(_seen, recipients)
    if not campaign.plain_values:
        return seen
    return map(_seen, (_plain(one, freezing.alphabet) for one in seen))


def _seen(recipient: Recipient) -> Recipient:
    """Return the recipient with values as their readers see them."""
    values = visible_values(recipient.values)
    return recipient if values is recipient.values else recipient._replace(values=values)


def _plain(recipient: Recipient, alphabet: Alphabet) -> Recipient:
    return recipient._replace(values=tuple(simplify(value, alphabet) for value in recipient.values))
