"""The messages of a campaign, counted by all that facts tell of them."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from itertools import islice
from typing import NamedTuple

from unisms.model.campaigns import Campaign
from unisms.model.root import institution_of
from unisms.model.rows import (
    CARRIAGE,
    CHANGED_AT,
    LENGTH,
    MSISDN,
    SEGMENTS,
    STATE,
    StoredRow,
    carriage_of,
)
from unisms.model.terms import Terms
from unisms.services.exports.moments import QUARTER, UNKNOWN, LocalHour, clock, delay_of
from unisms.services.exports.tables import FEW
from unisms.services.institution import titles
from unisms.services.money import billing
from unisms.sms import causes, states
from unisms.sms.money import Tariff, thousandths
from unisms.sms.regions import ALONE, region_of

READ = 20_000  # rows between two looks at the cache of the store
DIGITS = 9  # characters of a number that tell its country
FRANCE = "+33"


class Fact(NamedTuple):
    """Messages that are alike; what is alike in a whole campaign is left out."""

    day: date
    broker: str  #: the path of the connection that carried them; empty: unknown
    network: str
    country: str
    state: str
    cause: str
    delay: int


class Figures(NamedTuple):
    """How many messages there are, their billed segments, and their cost in thousandths."""

    messages: int
    segments: int
    cost: int


class CountedCampaign(NamedTuple):
    """The messages of a campaign, counted."""

    released: date  #: the local day
    people: int  #: written to
    facts: dict[Fact, Figures]
    #: day and hour -> messages, those delivered, and those that failed
    hours: dict[tuple[date, int], tuple[int, int, int]]
    is_untold: bool = False  #: its title is not told: it repeats the message, or names somebody

    @property
    def last(self) -> date:
        """The latest day of which it tells."""
        return max([self.released, *(fact.day for fact in self.facts)])

    def figures(self) -> tuple[int, ...]:
        """Return messages, segments, cost, and messages delivered, failed, set aside, uncertain."""
        by_state: Counter[str] = Counter()
        for fact, figures in self.facts.items():
            by_state[fact.state] += figures.messages
        aside, failed = by_state[states.SET_ASIDE], sum(by_state[one] for one in states.UNREACHED)
        segments = sum(figures.segments for figures in self.facts.values())
        cost = sum(figures.cost for figures in self.facts.values())
        delivered, uncertain = by_state[states.DELIVERED], by_state[states.UNCERTAIN]
        return (by_state.total(), segments, cost, delivered, failed, aside, uncertain)


def count(campaign: Campaign) -> CountedCampaign:
    """Count the messages of a released campaign.

    Of erased ones its frozen tally and the ledger tell, and nobody knows how they were carried.
    Numbers that came twice are nobody's message.
    """
    told = clock(institution_of(campaign).time_zone)
    if campaign.erased_at or not campaign.has_rows():
        return _of_tally(campaign, told)
    paths = ("", *campaign.carriers)
    facts: defaultdict[Fact, list[int]] = defaultdict(lambda: [0, 0, 0])
    hours: Counter[tuple[LocalHour, str]] = Counter()
    for group, messages in _groups(campaign).items():
        state, segments, delay, cause, connection, quarter, network, place = group
        if state == states.SET_ASIDE and cause == causes.DUPLICATE:
            continue  # it is nobody's message: that number has another one
        hour = told(quarter * QUARTER or campaign.sent_at)
        key = Fact(hour.day, paths[connection], network, place[0], state, cause or "", delay)
        for figure, more in enumerate((1, segments, segments * place[1])):
            facts[key][figure] += messages * more
        hours[hour, state] += messages
    return _counted(campaign, told, _costed(campaign, facts), hours)


#: of a number all that counts: its country, and the millionths of a euro of a segment to it
_Place = tuple[str, int]
#: state, billed segments, bucket of the delay, cause, connection, quarter of an hour, network
_Group = tuple[str, int, int, str | None, int, int, str, _Place]


def _groups(campaign: Campaign) -> dict[_Group, int]:
    """Count the rows of a campaign that are alike in all that counts.

    This is where the time goes: whatever can be asked once for many rows is asked elsewhere.
    """
    places, counted = _Places(campaign), defaultdict[_Group, int](int)
    digits, known, look_up = places.digits, places.known, places.look_up
    for row in _rows(campaign):
        state, carriage = row[STATE], row[CARRIAGE]
        if type(carriage) is not tuple or len(row) != LENGTH:
            carriage = carriage_of(row)
        cause, connection, accepted_at, network = carriage
        delay, segments = UNKNOWN, 0
        if state == states.DELIVERED:
            delay, segments = delay_of(accepted_at, row[CHANGED_AT]), row[SEGMENTS]
        elif state in states.LEFT:
            segments = billing.billed_segments(row)
        place = known.get(row[MSISDN][:digits]) or look_up(row[MSISDN])
        quarter = accepted_at // QUARTER
        counted[state, segments, delay, cause, connection, quarter, network, place] += 1
    return counted


def _rows(campaign: Campaign) -> Iterator[StoredRow]:
    """Yield every stored row; the cache of the store stays as small as it is to be."""
    rows, jar = iter(campaign.stored_rows()), campaign._p_jar
    while some := list(islice(rows, READ)):
        for _, row in some:
            yield row
        if jar is not None:
            jar.cacheGC()


class _Places:
    """The ``_Place`` of each beginning of a number, at the terms of a campaign."""

    def __init__(self, campaign: Campaign) -> None:
        terms = Terms(*campaign.agreed) if campaign.agreed else None
        self._tariff = Tariff(terms.prices, terms.abroad) if terms else None
        self.digits = max(DIGITS, self._tariff.digits if self._tariff else 0)
        self.known: dict[str, _Place] = {}
        self._regions: dict[str, str] = {}

    def look_up(self, number: str) -> _Place:
        """Return the place of a number, and remember it."""
        start = number[: ALONE if number.startswith(FRANCE) else self.digits]
        if start not in self._regions:
            self._regions[start] = region_of(number)
        price = self._tariff.price(number) if self._tariff else 1
        place = self._regions[start], price
        self.known[number[: self.digits]] = place
        return place


def _costed(campaign: Campaign, facts: Mapping[Fact, list[int]]) -> dict[Fact, Figures]:
    """Share the cost of a campaign out, so that its parts add up to what the ledger tells."""
    total = _cost(campaign, facts)
    # Where nothing has a price, what is to be paid all the same stands at the last one.
    weights = sum(figures[2] for figures in facts.values()) or 1
    shared, costed, passed = 0, {}, 0
    for place, fact in enumerate(sorted(facts), 1):
        messages, segments, weight = facts[fact]
        passed += weight
        is_last = place == len(facts)
        cost = total if is_last else (2 * total * passed + weights) // (2 * weights)
        costed[fact] = Figures(messages, segments, cost - shared)
        shared = cost
    return costed


def _cost(campaign: Campaign, facts: Mapping[Fact, list[int]]) -> int:
    """Return the cost of a campaign: as its ledger has it once it is settled, before as spent."""
    account = institution_of(campaign)["accounts"].get(campaign.account)
    if campaign.state == states.CLOSED and account is not None:
        return billing.charged(account, campaign.__name__)[1]
    if campaign.agreed or account is None:
        return thousandths(sum(figures[2] for figures in facts.values()))
    segments = sum(figures[1] for figures in facts.values())
    return billing.cost_again(campaign, account, [("", segments)])


def _of_tally(campaign: Campaign, told: Callable[[int], LocalHour]) -> CountedCampaign:
    """Return what is known of messages whose rows are erased."""
    account = institution_of(campaign)["accounts"].get(campaign.account)
    segments = billing.charged(account, campaign.__name__)[0] if account is not None else 0
    hour, tally = told(campaign.sent_at), dict(campaign.tally)
    tally.pop((states.SET_ASIDE, causes.DUPLICATE), None)
    left = sum(messages for (state, _), messages in tally.items() if state in states.LEFT)
    facts, hours = {}, Counter[tuple[LocalHour, str]]()
    passed = 0
    for (state, cause), messages in sorted(tally.items()):
        before = passed
        passed += messages if state in states.LEFT else 0
        billed = segments * passed // left - segments * before // left if left else 0
        key = Fact(hour.day, "", "", "", state, cause, UNKNOWN)
        facts[key] = [messages, billed, billed]
        hours[hour, state] += messages
    return _counted(campaign, told, _costed(campaign, facts), hours)


def _counted(
    campaign: Campaign,
    told: Callable[[int], LocalHour],
    facts: dict[Fact, Figures],
    hours: Mapping[tuple[LocalHour, str], int],
) -> CountedCampaign:
    written_to = sum(
        figures.messages for fact, figures in facts.items() if fact.state != states.SET_ASIDE
    )
    people = written_to - campaign.second_tries
    is_untold = people >= FEW and titles.tells(campaign)
    released = told(campaign.sent_at).day
    return CountedCampaign(released, people, facts, _by_hour(hours), is_untold)


def _by_hour(
    hours: Mapping[tuple[LocalHour, str], int],
) -> dict[tuple[date, int], tuple[int, int, int]]:
    """Return, by day and hour, messages, those delivered and those that failed."""
    found: defaultdict[tuple[date, int], list[int]] = defaultdict(lambda: [0, 0, 0])
    for (hour, state), messages in hours.items():
        if state != states.SET_ASIDE:
            figures = found[hour.day, hour.hour]
            figures[0] += messages
            figures[1] += messages if state == states.DELIVERED else 0
            figures[2] += messages if state in states.UNREACHED else 0
    return {key: (figures[0], figures[1], figures[2]) for key, figures in found.items()}
