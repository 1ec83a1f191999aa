"""Claims: the messages of the campaign whose turn it is, taken out of the queue for good."""

from collections.abc import Callable, Sequence
from itertools import takewhile
from typing import NamedTuple

from unisms.model.campaigns import Campaign
from unisms.model.connections import BrokerConnection, Hold
from unisms.model.folder import find
from unisms.model.reliance import rely_on
from unisms.model.root import Root, institution_of
from unisms.model.rows import MSISDN, STATE, Claim, MessageRow
from unisms.model.senders import sender_of
from unisms.ports import Outgoing
from unisms.services.brokers import holds, paces
from unisms.services.brokers.paces import Allowance
from unisms.services.errands import errands
from unisms.services.exclusions import once_keys
from unisms.services.ground import lives
from unisms.services.links import endings
from unisms.services.people.consent import Reader
from unisms.services.rules import policies
from unisms.sms import causes, states, template

SOURCE = 2  # a row's values start after who it is and where it comes from


class LeaseLost(Exception):
    """Another worker hands over for this connection by now."""


class Batch(NamedTuple):
    """The messages handed to a broker in one claim."""

    campaign: str  #: its path
    numbers: tuple[int, ...]
    messages: list[Outgoing]
    pace: int  #: messages per second at most; 0: no limit
    held: Hold | None = (
        None  #: the hold on this campaign, if any: these few messages try whether it is over
    )


def claim_batch(
    root: Root, path: str, limit: int, machine: str, now: int, holder: str | None = None
) -> Batch | None:
    """Take up to ``limit`` messages out of the queue of the connection at ``path``.

    They are of the campaign whose turn it is. Return ``None`` if nothing waits. ``now`` is in epoch
    seconds. If the connection has a pace, the batch holds at most the messages of one second, even
    if the claiming worker does not know that pace yet. ``holder`` is the worker that claims.

    :raises LeaseLost: it has the lease no longer. Who takes it at this very moment conflicts with
    the claim.
    """
    connection = find(root, path)
    fence(connection, holder)
    lives.rely_on_life(root)
    if lives.is_held(root):
        return None
    limit, kept = min(limit, connection.pace or limit), holds.by_path(connection)
    for campaign_path in connection.in_turn(
        lambda institution, kind: policies.refuses_now(find(root, institution), now, kind=kind)
    ):
        campaign = find(root, campaign_path)
        set_late_aside(campaign, now)
        most, held = holds.limit_of(kept, campaign_path, limit, now)
        share = paces.allowance_of(campaign, most, now)
        if not share.most:
            continue
        numbers = _next(campaign, share, now) if campaign.state == states.SENDING else ()
        if not numbers:
            if not (campaign.state == states.SENDING and campaign.has_unclaimed):
                rest(connection, campaign, now)
            continue
        paces.note(campaign, now)
        campaign.handover.claims = (*campaign.handover.claims, tuple(Claim(numbers, now, machine)))
        campaign.handover.took(len(numbers), now)
        connection.served(campaign_path)
        if held is not None:
            holds.try_again(connection, campaign_path, now)
        return Batch(campaign_path, numbers, messages_of(campaign, numbers), connection.pace, held)
    return None


def fence(connection: BrokerConnection, holder: str | None) -> None:
    """Let this transaction conflict with a concurrent change of the lease."""
    if holder is not None:
        connection._p_jar.readCurrent(connection.line)
        if connection.line.holder != holder:
            raise LeaseLost


def set_late_aside(campaign: Campaign, now: int) -> int:
    """Set the messages aside that are of no use any more at ``now``; return how many.

    What was claimed before has left, or may have.
    """
    end, handover = paces.late_before(campaign, now), campaign.handover
    if campaign.state != states.SENDING or not (end > handover.cursor or handover.returned):
        return 0
    given_back = [number for number in handover.returned if number < end]
    late = [
        *given_back,
        *(
            number
            for number, _ in takewhile(
                lambda pair: pair[0] < end, campaign.stored_rows(handover.cursor)
            )
        ),
    ]
    waiting = [one for one in late if campaign.stored_row(one)[STATE] == states.QUEUED]
    for number in waiting:
        msisdn = campaign.stored_row(number)[MSISDN]
        campaign.write(number, MessageRow(msisdn, states.SET_ASIDE, "", 0, now, causes.TOO_LATE))
    handover.cursor = max(handover.cursor, end)
    handover.returned = tuple(one for one in handover.returned if one >= end)
    return len(waiting)


def _next(campaign: Campaign, share: Allowance, now: int) -> tuple[int, ...]:
    """Return the next numbers to hand over; set aside recipients no longer to be written to."""
    while numbers := _take(campaign, share):
        if willing := _heed(campaign, numbers, now):
            return willing
    return ()


def _heed(campaign: Campaign, numbers: tuple[int, ...], now: int) -> tuple[int, ...]:
    """Return the numbers of recipients still to be written to; set the others aside.

    Since the check people may have said no, and the institution may have changed its rules.
    """
    institution = institution_of(campaign)
    people = institution["people"]
    rely_on(people if people.recent is None else people.recent)  # a no of this moment conflicts
    sender = sender_of(campaign.sender_id, campaign.connection)
    reader = Reader(institution, campaign.purpose, now, sender)
    hears = reader.asks_at_last and errands.hears_noes(campaign)
    was_told = once_keys.told_meanwhile(campaign, now)
    if not hears and not campaign.errand and was_told is None:
        return numbers
    may_differ, willing = reader.may_differ(campaign.judged), []
    for number in numbers:
        msisdn, uid = campaign.stored_row(number)[MSISDN], campaign.uid(number)
        cause = errands.refusal_at_last(campaign, number, now)
        if cause is None and was_told is not None and was_told(msisdn, uid):
            cause = causes.ALREADY_TOLD
        if cause is None and hears and may_differ(msisdn, uid):
            cause = reader.refusal_at_last(msisdn, uid)
        if cause is None:
            willing.append(number)
        else:
            campaign.write(number, MessageRow(msisdn, states.SET_ASIDE, "", 0, now, cause))
    return tuple(willing)


def _take(campaign: Campaign, share: Allowance) -> tuple[int, ...]:
    """Return the numbers of the next rows: first those given back, then from the cursor on."""
    handover, limit = campaign.handover, share.most
    numbers: list[int] = []
    if handover.returned:
        numbers = _take_returned(campaign, share)
        if len(numbers) == limit:
            return tuple(numbers)
    cursor, taken, end = handover.cursor, frozenset(numbers), share.end_of(handover.cursor)
    for number, row in campaign.stored_rows(cursor) if share.allows(cursor) else ():
        if end and number >= end:
            break
        cursor = number + 1
        if row[STATE] == states.QUEUED and number not in taken:
            numbers.append(number)
            if len(numbers) == limit:
                break
    if cursor != handover.cursor:
        handover.cursor = cursor
    return tuple(numbers)


def _take_returned(campaign: Campaign, share: Allowance) -> list[int]:
    """Take the first of the rows that were given back and may leave now."""
    handover = campaign.handover
    again = [n for n in handover.returned if campaign.stored_row(n)[STATE] == states.QUEUED]
    taken = [number for number in again if share.allows(number)][: share.most]
    left = frozenset(taken)
    handover.returned = tuple(number for number in again if number not in left)
    return taken


def messages_of(campaign: Campaign, numbers: tuple[int, ...]) -> list[Outgoing]:
    """The messages of these rows, personalised."""
    render, sender_id = renderer(campaign, ending=endings.sent), campaign.sender_id
    name, until = campaign.__name__, paces.untils(campaign)
    return [
        Outgoing(
            f"{name}.{number}",
            campaign.stored_row(number)[MSISDN],
            render(number),
            sender_id,
            until(number),
        )
        for number in numbers
    ]


def rest(connection: BrokerConnection, campaign: Campaign, now: int) -> None:
    """Let a campaign of which nothing waits leave the line.

    It is *sent* once every claim is settled.
    """
    connection.leave_line(campaign.path)
    if campaign.state == states.SENDING and not campaign.handover.claims:
        campaign.become(states.SENT)
        campaign.ended_at = now
        campaign.remember(now, "", "sent")
        errands.forget_secret(campaign, now)


def renderer(
    campaign: Campaign,
    values_of: Callable[[int], Sequence[str]] | None = None,
    ending: Callable[[Campaign], Callable[[int], str]] = endings.shown,
) -> Callable[[int], str]:
    """Return a function from a row's number to its text.

    ``values_of`` returns the stored values of a row, where the reader may not read all of them.
    ``ending`` makes the function of its link, if it has one: pages show a sample.
    """
    render = _renderer(campaign, values_of)
    if not campaign.ending:
        return render
    ended = ending(campaign)
    return lambda number: render(number) + ended(number)


def _renderer(
    campaign: Campaign, values_of: Callable[[int], Sequence[str]] | None
) -> Callable[[int], str]:
    """Return a function from a row's number to its text, without a link."""
    values_of = values_of or campaign.values
    compiled = template.prepare(campaign.text, campaign.columns)
    if campaign.wording and campaign.row_notes is not None:
        known = [template.prepare(text, campaign.columns) for text in campaign.texts]
        notice, place = campaign.notice, campaign.text_place
        return lambda number: (
            known[place(number)].render(values_of(number)[SOURCE:]) + notice(number)
        )
    if campaign.row_notes is not None:
        notice = campaign.notice
        return lambda number: compiled.render(values_of(number)[SOURCE:]) + notice(number)
    if not campaign.columns:
        text = compiled.render(())
        return lambda _: text
    return lambda number: compiled.render(values_of(number)[SOURCE:])
