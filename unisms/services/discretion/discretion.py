"""News of recipients for a person who may not see numbers; they tell no opt-out and no owner.

Such a person may type numbers, or bring a file of them. The reasons for which only the directory
sets a number aside are then told as sums, from five people on and in steps of five, and of nobody.
So a known number more or less shows nothing. The recipients left over are counted and listed like
those who will get the message; once it has left, like those without news, which may be anybody. A
number that came twice has the news of its message.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from unisms.model.campaigns import Campaign
from unisms.model.kinds import AudienceKind, kinds_behind, parts_behind
from unisms.model.root import institution_of
from unisms.model.rows import MessageRow, known
from unisms.model.terms import Terms
from unisms.services.campaigns import checks
from unisms.services.campaigns.checks import Check
from unisms.services.delivery import progress
from unisms.services.delivery.claims import SOURCE, renderer
from unisms.services.delivery.progress import ShownRow, Tally
from unisms.services.texts.shares import LanguageShare
from unisms.sms import causes, states
from unisms.sms.encoding import ALPHABETS, encode
from unisms.sms.homes import is_foreign
from unisms.sms.money import Tariff, thousandths

ENOUGH = 5  # people of whom a sum tells nothing of one
WAITING = states.where(page=states.CHECK)  # nothing of it has left


def secrets(campaign: Campaign) -> frozenset[str]:
    """Return the causes that would tell of the directory, if the audience brings numbers.

    If people were chosen too, this includes that a number is one of theirs.
    """
    chosen = _kinds(campaign)
    if not any(kind.brings_numbers for kind in chosen):
        return frozenset()
    of_people = not all(kind.brings_numbers for kind in chosen)
    return causes.UNTOLD | {causes.DUPLICATE} if of_people else causes.UNTOLD


def brought(campaign: Campaign) -> int:
    """Return how many numbers were typed or, with files, how many rows the campaign has."""
    chosen = [kind for kind in _kinds(campaign) if kind.brings_numbers]
    return len(chosen) if all(kind.is_typed for kind in chosen) else campaign.last_number()


def _kinds(campaign: Campaign) -> list[AudienceKind]:
    """The kind of each part of its audience, and of what it leaves out."""
    known, parts = kinds_behind(campaign), (*campaign.audience, *campaign.minus)
    return [known[kind] for kind, _ in parts_behind(institution_of(campaign), parts)]


def told(counts: Mapping[str, int], secret: frozenset[str]) -> dict[str, int]:
    """The counts by cause as they are told, in steps of five where they are ``secret``."""
    shown = {
        cause: count - count % ENOUGH if cause in secret else count
        for cause, count in counts.items()
    }
    return {cause: count for cause, count in shown.items() if count}


def check_of(campaign: Campaign) -> Check:
    """Return the ``checks.Check`` of a campaign for a person who may not see numbers.

    Recipients whose cause is hidden count as if they would get the message.
    """
    check, secret = checks.check_of(campaign), secrets(campaign)
    if not secret:
        return check
    counts = {**check.set_aside, causes.DUPLICATE: check.merged}
    shown, aside = told(counts, secret), _Aside(campaign, secret)
    left_over = aside.left_over(counts)
    hidden = [one.row for one in left_over]
    segments, histogram = (
        check.segments + sum(row.segments for row in hidden),
        Counter(check.histogram),
    )
    histogram.update(row.segments for row in hidden)
    merged = shown.pop(causes.DUPLICATE, 0)
    return check._replace(
        recipients=check.recipients + len(hidden),
        segments=segments,
        cost=check.cost + _cost(campaign, hidden),
        abroad=_abroad(campaign, check, hidden),
        merged=merged,
        set_aside=shown,
        histogram=dict(histogram),
        longest=aside.longest(check),
        credit_after=check.credit_before - segments,
        missing_credit=max(0, segments - check.credit_before),
        languages=_languages(campaign, check, left_over),
    )


def _languages(
    campaign: Campaign, check: Check, left_over: Sequence["_Disguised"]
) -> tuple[LanguageShare, ...]:
    """Return the share of each text, with those who count as if they would get the message."""
    shares = list(check.languages)
    for one in left_over if shares else ():
        place = campaign.text_place(one.number)
        share = shares[place]
        shares[place] = share._replace(
            recipients=share.recipients + 1,
            segments=share.segments + one.row.segments,
            cost=share.cost + _cost(campaign, [one.row]),
        )
    return tuple(shares)


def people(campaign: Campaign) -> int:
    """Return how many people a checked campaign is for, as ``check_of`` tells it."""
    secret = secrets(campaign)
    counts: dict[str, int] = {
        **dict(campaign.counted("set_aside", ())),
        causes.DUPLICATE: campaign.counted("merged"),
    }
    recipients: int = campaign.counted("recipients")
    return recipients + sum(counts.get(cause, 0) % ENOUGH for cause in secret)


class _Disguised(NamedTuple):
    """A row that only the directory sets aside, as it is shown."""

    number: int
    cause: str | None  #: why it is set aside
    row: MessageRow
    size: tuple[int, ...] = ()  #: as the check orders texts by their length; where it has not left


class _Aside:
    """Those rows of a campaign, each as it would be if nobody had said anything."""

    def __init__(self, campaign: Campaign, secret: frozenset[str]) -> None:
        self._campaign = campaign
        # by values and notice
        self._sizes: dict[tuple[tuple[str, ...], str, int], tuple[int, int]] = {}
        self._render, self._alphabet = renderer(campaign), ALPHABETS[_terms(campaign).alphabet]
        self._is_checked = campaign.state in WAITING
        found: list[tuple[int, MessageRow, MessageRow | None]] = []
        before, first = None, None
        messages: dict[str, MessageRow] = {}
        for number, stored in campaign.stored_rows():
            row = known(stored)
            if row.state == states.SET_ASIDE and row.cause in secret:
                found.append((number, row, before))
            elif row.state != states.SET_ASIDE:
                before, first = row, first or row
                messages.setdefault(row.msisdn, row)
        self.rows = {
            number: self._disguised(number, row, near or first, messages)
            for number, row, near in found
        }

    def _disguised(
        self,
        number: int,
        row: MessageRow,
        near: MessageRow | None,
        messages: Mapping[str, MessageRow],
    ) -> _Disguised:
        size = self.size(number)
        twin = (
            messages.get(row.msisdn)
            if row.cause == causes.DUPLICATE and not self._is_checked
            else None
        )
        if twin is not None:
            return _Disguised(number, row.cause, twin, size)
        state = self._state(near)
        no_news = causes.NO_NEWS if state == states.EXPIRED else None
        shown = row._replace(state=state, cause=no_news, segments=size[0])
        return _Disguised(number, row.cause, shown, size)

    def _state(self, near: MessageRow | None) -> str:
        """Return the state that a row shows.

        Until the message ``near`` it has left this is its state, then that of one without news.
        """
        of_campaign = self._campaign.state
        if self._is_checked:
            return states.QUEUED
        if near is None:
            waits = dict.fromkeys(states.offering(states.STOP), states.QUEUED)
            near_state = {states.STOPPED: states.STOPPED, **waits}.get(of_campaign)
        else:
            near_state = near.state
        if near_state in (states.QUEUED, states.STOPPED):
            return near_state
        return states.EXPIRED if of_campaign == states.CLOSED else states.ACCEPTED

    def size(self, number: int) -> tuple[int, int]:
        """Segments and units of a text; many have the same."""
        campaign = self._campaign
        key = campaign.values(number)[SOURCE:], campaign.notice(number), campaign.text_place(number)
        if key not in self._sizes:
            encoded = encode(self._render(number), self._alphabet)
            self._sizes[key] = encoded.segments, encoded.units
        return self._sizes[key]

    def left_over(self, counts: Mapping[str, int]) -> list[_Disguised]:
        """Return the last rows of each cause, as many as its sum does not tell."""
        by_cause: dict[str | None, list[_Disguised]] = {}
        for one in self.rows.values():
            by_cause.setdefault(one.cause, []).append(one)
        return [
            one
            for cause, ones in by_cause.items()
            for one in ones[len(ones) - counts.get(cause or "", 0) % ENOUGH :]
        ]

    def longest(self, check: Check) -> tuple[int | str, ...]:
        """Return the longest text of all who are listed as if they would get the message."""
        number = self.longest_number()
        if not number:
            return check.longest
        who = self._campaign.values(number)[0]
        return who, self._render(number), self.size(number)[0]

    def longest_number(self) -> int:
        real = self._campaign.counted("longest")
        sizes = [(one.size, one.number) for one in self.rows.values()]
        sizes += [(self.size(real), real)] if real else []
        return max(sizes, default=(0, 0))[1]


def longest_number(campaign: Campaign) -> int:
    """Return the number of the row with the longest text that ``check_of`` tells; 0 for none."""
    secret = secrets(campaign)
    return _Aside(campaign, secret).longest_number() if secret else campaign.counted("longest")


def _abroad(campaign: Campaign, check: Check, hidden: Sequence[MessageRow]) -> dict[int, int]:
    """Segments to foreign numbers by their price, with those of ``hidden`` rows."""
    terms, found = _terms(campaign), Counter(check.abroad)
    tariff = Tariff(terms.prices, terms.abroad)
    for row in hidden:
        if is_foreign(row.msisdn):
            found[tariff.price(row.msisdn)] += row.segments
    return dict(found)


def _cost(campaign: Campaign, hidden: Sequence[MessageRow]) -> int:
    """Thousandths of a euro."""
    terms = _terms(campaign)
    tariff = Tariff(terms.prices, terms.abroad)
    return thousandths(sum(row.segments * tariff.price(row.msisdn) for row in hidden))


def _terms(campaign: Campaign) -> Terms:
    """Return the terms on which the campaign was checked; before 2026-12 nobody wrote them down."""
    return Terms(*campaign.agreed) if campaign.agreed else Terms((("", 0),))


def rows(
    campaign: Campaign, state: str | None = None, search: str = "", *, by_number: bool = True
) -> Iterator[ShownRow]:
    """Yield the rows as ``progress.rows`` does, for a person who may not see numbers.

    A recipient whom only the directory sets aside is listed like the others.
    """
    secret = secrets(campaign)
    aside = _Aside(campaign, secret).rows if secret else {}
    for shown in progress.rows(campaign, None, search, by_number=by_number):
        row = aside[shown.number].row if shown.number in aside else shown.row
        if not state or progress.is_shown_as(state, row):
            yield shown._replace(row=row)


def tally(campaign: Campaign, tally: Tally) -> Tally:
    """Return the ``progress.Tally`` that goes with those rows.

    The rows leave out the recipients who are told as sums.
    """
    secret = secrets(campaign)
    if not secret:
        return tally
    aside = _Aside(campaign, secret)
    if campaign.state in WAITING:
        counts, found = {}, list(aside.rows.values())
    else:
        counts = {cause: count for cause, count in tally.aside.items() if cause in secret}
        found = aside.left_over({**counts, causes.DUPLICATE: campaign.counted("merged")})
    shown = {cause: count for cause, count in tally.aside.items() if cause not in secret} | told(
        counts, secret
    )
    listed = Counter(one.row.state for one in found)
    why = Counter(one.row.cause or "" for one in found if one.row.state in states.UNREACHED)
    return tally._replace(
        total=tally.total + len(found),
        set_aside=sum(shown.values()),
        aside=shown,
        causes=dict(Counter(tally.causes) + why),
        **{name: getattr(tally, name) + count for name, count in listed.items()},
    )
