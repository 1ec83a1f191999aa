"""How far a campaign has come, in figures and in rows for a page."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from unisms.model.campaigns import Campaign
from unisms.model.kinds import kinds_behind
from unisms.model.root import institution_of
from unisms.model.rows import CHANGED_AT, MSISDN, STATE, MessageRow, StoredRow, cause_of, known
from unisms.services.rules.recipients import tells_number
from unisms.sms import msisdn, states
from unisms.sms.causes import DUPLICATE, NO_NEWS
from unisms.sms.template import fold


class Tally(NamedTuple):
    """A campaign's messages by state."""

    total: int  #: all but those set aside
    queued: int
    accepted: int
    delivered: int
    failed: int
    expired: int
    uncertain: int
    stopped: int
    set_aside: int  #: merged ones not counted: those people get the message
    causes: dict[str, int]  #: cause -> messages failed or expired for it
    aside: dict[str, int]  #: cause -> set aside for it
    speed: float  #: messages a second that leave, of late; once it ended, on average
    seconds_left: int | None  #: until the last one has left; ``None`` when nothing is leaving

    @property
    def left(self) -> int:
        """The number of messages that are out of our hands."""
        return self.total - self.queued - self.stopped

    @property
    def settled(self) -> int:
        """The number of messages that have reached their end."""
        return self.delivered + self.failed + self.expired + self.stopped


def count(campaign: Campaign) -> Counter[tuple[str, str]]:
    """Return ``{(state, cause): messages}`` of every row."""
    return Counter(_kind(row) for _, row in campaign.stored_rows())


def _kind(row: tuple[Any, ...]) -> tuple[str, str]:
    return row[STATE], cause_of(row) or ""


def amend(campaign: Campaign, before: StoredRow, after: StoredRow) -> None:
    """Keep the tally of a closed campaign true when late news has changed a row at its end."""
    counted = Counter(dict(campaign.tally))
    if campaign.state == states.CLOSED:
        counted[_kind(before)] -= 1
        counted[_kind(after)] += 1
    # A concurrent closing must conflict, and count again. Therefore assign even if nothing is
    # frozen yet.
    campaign.tally = tuple(sorted((+counted).items()))


def tally(campaign: Campaign, now: int) -> Tally:
    """The ``Tally`` of a campaign at ``now``; a closed one keeps it."""
    counted = dict(campaign.tally) or count(campaign)
    counted = {
        key: messages for key, messages in counted.items() if key != (states.SET_ASIDE, DUPLICATE)
    }
    by_state: Counter[str] = Counter()
    for (state, _), messages in counted.items():
        by_state[state] += messages
    causes = {c: n for (s, c), n in counted.items() if s in states.UNREACHED}
    aside = {c: n for (s, c), n in counted.items() if s == states.SET_ASIDE}
    speed = _speed(campaign, by_state, now)
    waiting = by_state[states.QUEUED]
    return Tally(
        total=sum(by_state.values()) - by_state[states.SET_ASIDE],
        causes=causes,
        aside=aside,
        speed=speed,
        seconds_left=round(waiting / speed) if speed and waiting else None,
        **{state: by_state[state] for state in states.MESSAGE_STATES},
    )


#: states of a campaign of which messages leave, or have left, at some speed
_MOVING = states.where(released=True) - states.offering(states.RESUME)


def _speed(campaign: Campaign, by_state: Mapping[str, int], now: int) -> float:
    """Return the messages per second: of late while the campaign leaves, else on average."""
    if campaign.state not in _MOVING or not campaign.sent_at:
        return 0.0
    if campaign.state == states.SENDING and campaign.handover.taken:
        return campaign.handover.speed(now)
    left = sum(by_state[state] for state in states.LEFT)
    return left / max(1, (campaign.ended_at or now) - campaign.sent_at)


class ShownRow(NamedTuple):
    """A line of the list of recipients."""

    number: int
    row: MessageRow
    who: str
    source: str
    typed: bool  #: whether it is a number that the author typed
    repeats: int = 0  #: the number of the uncertain row that it is a second try of

    @property
    def ended_at(self) -> int:
        """The moment when its end was told, epoch seconds; 0 if nobody told one."""
        told = self.row.state in states.TOLD_END
        return self.row.changed_at if told and self.row.cause != NO_NEWS else 0


def rows(
    campaign: Campaign,
    state: str | None = None,
    search: str = "",
    *,
    by_number: bool = True,
    first: int | None = None,
) -> Iterator[ShownRow]:
    """Yield every row in order, of one state, or with ``search`` in its person, number or origin.

    Without ``by_number`` no number is compared: a person who may not see it could guess it. Rows
    before the number ``first`` are left out.
    """
    wanted, digits = (
        fold(search),
        "".join(filter(str.isdigit, search)).lstrip("0") if by_number else "",
    )
    whole = msisdn.read(search, institution_of(campaign).country).msisdn if by_number else ""
    typed = _typed(campaign)
    for number, stored in campaign.stored_rows(first):
        if state and not is_shown_as(state, stored):
            continue
        who, source = campaign.values(number)[:2]
        told = f"{who} {source}" if by_number or not tells_number(who) else source
        has_number = len(digits) > 2 and (digits in stored[MSISDN] or whole == stored[MSISDN])
        if wanted and wanted not in fold(told) and not has_number:
            continue
        is_typed = not source and typed.get(who) == stored[MSISDN]
        yield ShownRow(number, known(stored), who, source, is_typed, campaign.repeated(number))


def is_shown_as(state: str, row: tuple[Any, ...]) -> bool:
    """Whether a list of those in ``state`` shows this row, as the tally counts it.

    A recipient not reached in time has failed too; one whose number came twice gets the message.
    """
    if state == states.FAILED:
        return row[STATE] in states.UNREACHED
    return row[STATE] == state and (row[STATE], cause_of(row)) != (states.SET_ASIDE, DUPLICATE)


#: in the order in which a list of recipients shows them: whom it has not reached comes first
_FIRST = (
    *(states.FAILED, states.EXPIRED, states.UNCERTAIN, states.SET_ASIDE, states.STOPPED),
    *(states.QUEUED, states.ACCEPTED, states.DELIVERED),
)


def rank(shown: ShownRow) -> int:
    """The place of a row among the others, whom the message has not reached first."""
    got_another = shown.row.cause == DUPLICATE
    return len(_FIRST) if got_another else _FIRST.index(shown.row.state)


def _typed(campaign: Campaign) -> dict[str, str]:
    """Return ``{as it was typed: the number}`` of the audience.

    A name proves nothing: it may look like a number, and the people who keep the directory may
    change it.
    """
    country = institution_of(campaign).country
    kinds = kinds_behind(campaign)
    typed = [name for kind, name in campaign.audience if kinds[kind].is_typed]
    numbers = (number for name in typed for number in msisdn.several(name, country))
    return {number.text: number.reading.msisdn for number in numbers}


def page_of(rows: Iterable[ShownRow], page: int = 1, size: int = 50) -> tuple[list[ShownRow], int]:
    """Return a page of ``rows``, and how many rows there are in all."""
    found = list(rows)
    return found[(page - 1) * size : page * size], len(found)


def timeline(campaign: Campaign, points: int = 60) -> list[tuple[int, int]]:
    """Return how many messages had reached their last news by each of ``points`` moments.

    The pairs are ``(epoch seconds, how many)``. A person's decision to stop or give up a message is
    no news of it.
    """
    told = (
        row
        for _, row in campaign.stored_rows()
        if row[STATE] in states.TOLD_END and cause_of(row) != NO_NEWS
    )
    moments = sorted(row[CHANGED_AT] for row in told)
    if not moments:
        return []
    start, end = min(campaign.sent_at or moments[0], moments[0]), moments[-1]
    step = max(1, (end - start) / points)
    reached = 0
    line: list[tuple[int, int]] = []
    while reached < len(moments):
        moment = start + step * len(line)
        reached = bisect_right(moments, moment)
        line.append((int(moment), reached))
    return line
