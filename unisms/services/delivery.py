"""Handing a campaign over: claim, settle, what a crash left, and the steering of what is under way."""

from typing import NamedTuple

from unisms.model.campaigns import Claim, MessageRow, WrongState
from unisms.model.connections import Hold
from unisms.model.folder import find, root_of
from unisms.model.root import institution_of
from unisms.ports import Outgoing
from unisms.services.brokers import holds
from unisms.services.ground import journal, lives
from unisms.services.people import consent
from unisms.services.personalising import renderer
from unisms.services.rules import policies
from unisms.sms import causes, states


class LeaseLost(Exception):
    """Another worker hands over for this connection by now."""


class Batch(NamedTuple):
    """What is handed to a broker in one claim."""

    campaign: str  #: its path
    numbers: tuple
    messages: list
    pace: int  #: messages per second at most; 0: no limit
    held: Hold | None = None  #: what holds this campaign back: these few messages try whether it is over


def claim_batch(root, path, limit, machine, now, holder=None):
    """Take up to ``limit`` messages of the campaign whose turn it is out of the queue of the connection at ``path``.

    Return ``None`` when nothing waits. ``now`` in epoch seconds. Where the connection has a pace to keep, it is what
    may leave in a second at most, though the pace is new to who claims. ``holder`` is the worker that claims.

    :raises LeaseLost: it has the lease no longer. Who takes it at this very moment conflicts with the claim.
    """
    connection = find(root, path)
    _fence(connection, holder)
    lives.rely_on_life(root)
    if lives.is_held(root):
        return None
    limit, kept = min(limit, connection.pace or limit), holds.by_path(connection)
    for campaign_path in connection.in_turn(lambda institution: policies.refuses_now(find(root, institution), now)):
        campaign = find(root, campaign_path)
        most, held = holds.limit_of(kept, campaign_path, limit, now)
        if not most:
            continue
        numbers = _next(campaign, most, now) if campaign.state == states.SENDING else ()
        if not numbers:
            _rest(connection, campaign, now)
            continue
        campaign.handover.claims = (*campaign.handover.claims, tuple(Claim(numbers, now, machine)))
        campaign.handover.took(len(numbers), now)
        connection.served(campaign_path)
        if held is not None:
            holds.try_again(connection, campaign_path, now)
        return Batch(campaign_path, numbers, messages_of(campaign, numbers), connection.pace, held)
    return None


def _fence(connection, holder):
    """The record of the lease is read such that this transaction conflicts with whoever writes it now."""
    if holder is not None:
        connection._p_jar.readCurrent(connection.line)
        if connection.line.holder != holder:
            raise LeaseLost


def _next(campaign, limit, now):
    """The numbers of the next rows to hand over; those who are not to be written to any more are set aside."""
    while numbers := _take(campaign, limit):
        if willing := _heed(campaign, numbers, now):
            return willing
    return ()


def _heed(campaign, numbers, now):
    """Between the check and this moment, people may have said no, and the institution changed its rules."""
    institution = institution_of(campaign)
    if not consent.may_have_changed(institution):
        return numbers
    willing = []
    for number in numbers:
        msisdn = campaign.stored_row(number)[0]
        cause = consent.refusal_at_last(institution, msisdn)
        if cause is None:
            willing.append(number)
        else:
            campaign.write(number, (msisdn, states.SET_ASIDE, "", 0, now, cause))
    return tuple(willing)


def _take(campaign, limit):
    """The numbers of the next rows to hand over: those given back first, then from the cursor on."""
    handover, numbers = campaign.handover, []
    if handover.returned:
        again = [number for number in handover.returned if campaign.stored_row(number)[1] == states.QUEUED]
        handover.returned, numbers = tuple(again[limit:]), again[:limit]
        if len(numbers) == limit:
            return tuple(numbers)
    cursor, again = handover.cursor, frozenset(numbers)
    for number, row in campaign.stored_rows(cursor):
        cursor = number + 1
        if row[1] == states.QUEUED and number not in again:
            numbers.append(number)
            if len(numbers) == limit:
                break
    if cursor != handover.cursor:
        handover.cursor = cursor
    return tuple(numbers)


def messages_of(campaign, numbers):
    """The messages of these rows, personalised."""
    render, sender_id, name = renderer(campaign), campaign.sender_id, campaign.__name__
    return [
        Outgoing(f"{name}.{number}", campaign.stored_row(number)[0], render(campaign.values(number)), sender_id)
        for number in numbers
    ]


def _rest(connection, campaign, now):
    """Nothing of this campaign waits: it leaves the line, and is *sent* once every claim is settled."""
    connection.leave_line(campaign.path)
    if campaign.state == states.SENDING and not campaign.handover.claims:
        campaign.become(states.SENT)
        campaign.ended_at = now
        campaign.remember(now, "", "sent")


def settle_batch(root, path, campaign_path, numbers, outcome, now):
    """Write down what became of a batch: taken, refused, uncertain, or back in the line. Return the numbers of those
    that were taken without an id for every segment: news of them may be known by whom they were for alone.

    A second time changes nothing: a store may say that a commit failed, and have done it all the same.
    """
    campaign = find(root, campaign_path)
    handover, name, returned, untold = campaign.handover, campaign.__name__, [], []
    others = tuple(claim for claim in handover.claims if claim[0] != tuple(numbers))
    is_open = others != handover.claims
    stopped = campaign.state == states.STOPPED
    for number in numbers:
        row = campaign.stored_row(number)
        reference = f"{name}.{number}"
        acceptance = outcome.answered.get(reference)
        if acceptance is not None:
            settled = _answered(row, acceptance, now)
            if acceptance.cause is None and is_untold(settled or row):
                untold.append(number)
        elif reference in outcome.left or not outcome.trusted:
            settled = _moved(row, states.UNCERTAIN, now)
            handover.doubtful = True
        elif stopped:
            settled = _moved(row, states.STOPPED, now)
        elif is_open:
            returned.append(number)
            continue
        else:
            continue  # back in the line since, and perhaps claimed again
        if settled is not None:
            campaign.write(number, settled)
    if is_open:
        handover.claims = others
    if returned:
        handover.returned = (*handover.returned, *returned)
    _wait_or_rest(find(root, path), campaign, now)
    return frozenset(untold)


def is_untold(row):
    """Whether a message is on its way, and the broker has not told the id of every segment."""
    return row[1] == states.ACCEPTED and len(row[2].split()) < row[3]


def _answered(row, acceptance, now):
    """The row after the broker's answer; where its receipt was quicker, at most the ids are news."""
    msisdn, state, seen, segments, changed_at, cause = row
    if acceptance.cause is not None:
        ids = " ".join(acceptance.ids)
        failed = states.moves_forward(state, states.FAILED)
        return (msisdn, states.FAILED, ids, segments, now, acceptance.cause) if failed else None
    ids = _joined(seen, acceptance.ids, segments)
    if state in (states.QUEUED, states.UNCERTAIN):
        # Every segment's receipt may have been quicker than the answer.
        whole = sum(id.startswith("+") for id in ids.split()) == segments
        return (msisdn, states.DELIVERED if whole else states.ACCEPTED, ids, segments, now, None)
    return (msisdn, state, ids, segments, changed_at, cause) if ids else None


def _joined(seen, ids, segments):
    """The broker's ids for the row, one per segment: a single one for the whole message is each segment's. Those
    whose receipt was quicker than the answer keep their ``+``."""
    if len(ids) == 1 < segments:
        ids = ids * segments
    early = seen.split()
    return " ".join(f"+{id}" if f"+{id}" in early else id for id in ids) if early else " ".join(ids)


def _moved(row, state, now):
    if states.moves_forward(row[1], state):
        return (row[0], state, row[2], row[3], now, None)
    return None


def _wait_or_rest(connection, campaign, now):
    if campaign.state != states.SENDING:
        return
    if campaign.handover.returned or campaign.handover.cursor <= campaign.last_number():
        connection.join_line(campaign.path, campaign.urgent)  # it may have left while rows were given back or added
    else:
        _rest(connection, campaign, now)


def recover(root, path, outcome, machine, now, holder=None):
    """Settle every open claim of the connection at ``path`` by what the journal tells. The lease holder alone.

    Return how many messages were claimed, and how many of them are uncertain now.

    :raises LeaseLost: ``holder`` has it no longer: what is claimed is under way elsewhere.
    """
    claimed = uncertain = 0
    _fence(find(root, path), holder)
    for campaign_path in list(find(root, path).open):
        campaign = find(root, campaign_path)
        for numbers, _, holder in campaign.handover.claims:
            known = outcome if holder == machine else outcome._replace(trusted=False)
            settle_batch(root, path, campaign_path, numbers, known, now)
            claimed += len(numbers)
            uncertain += sum(campaign.stored_row(number)[1] == states.UNCERTAIN for number in numbers)
    return claimed, uncertain


def pause(campaign, connection, by, now):
    """Hold a campaign under way. One batch may still be leaving. ``connection`` is ``None`` where it is gone."""
    require(campaign, states.PAUSE)
    campaign.become(states.PAUSED)
    if connection is not None:
        connection.leave_line(campaign.path)
    journal.act(campaign, now, by, "paused")


def resume(campaign, connection, by, now):
    """Let a paused campaign go on.

    :raises StoreHeld: nothing may leave from a store that was restored and not released.
    """
    require(campaign, states.RESUME)
    lives.refuse_held(root_of(campaign))
    campaign.become(states.SENDING)
    connection.join_line(campaign.path, campaign.urgent)
    journal.act(campaign, now, by, "resumed")


def stop(campaign, connection, by, now):
    """End a campaign: what has not left never will. Return how many messages that spares. ``connection`` is ``None``
    where it is gone."""
    require(campaign, states.STOP)
    campaign.become(states.STOPPED)
    campaign.ended_at = now
    handover = campaign.handover
    claimed = {number for claim in handover.claims for number in claim[0]}
    handover.cursor, handover.returned = campaign.last_number() + 1, ()  # a claim at the same moment conflicts
    spared = [number for number, row in campaign.stored_rows() if row[1] == states.QUEUED and number not in claimed]
    for number in spared:
        campaign.write(number, _moved(campaign.stored_row(number), states.STOPPED, now))
    if connection is not None:
        connection.leave_line(campaign.path)
    journal.act(campaign, now, by, "stopped", str(len(spared)))
    return len(spared)


def require(campaign, act):
    """:raises WrongState: ``act`` (``sms.states``) is not offered in the campaign's state."""
    if act not in states.STAGES[campaign.state].offers:
        raise WrongState(campaign.state)


def uncertain_numbers(campaign):
    """The rows whose end nobody knows."""
    return [number for number, row in campaign.stored_rows() if row[1] == states.UNCERTAIN]


def write_off(campaign, by, now):
    """A person decides that uncertain messages are not sent again; a late receipt may still tell.
    Return how many.

    :raises WrongState: nothing of it was sent, or all is settled.
    """
    require(campaign, states.WRITE_OFF)
    numbers = uncertain_numbers(campaign)
    if not numbers:
        return 0  # somebody has done so before
    give_up(campaign, numbers, now)
    journal.act(campaign, now, by, "written_off", str(len(numbers)))
    return len(numbers)


def give_up(campaign, numbers, now):
    """Wait no longer for news of these rows."""
    for number in numbers:
        row = MessageRow(*campaign.stored_row(number))
        campaign.write(number, row._replace(state=states.EXPIRED, cause=causes.NO_NEWS, changed_at=now))


def note_trouble(root, path, trouble, now, kind="away"):
    """Write down why nothing leaves over the connection at ``path``; empty when all is well again.

    ``kind`` is ``away``, ``refused`` (they do not want us) or ``fault`` (the adapter or its settings).
    """
    connection = find(root, path)
    if connection.trouble != trouble:
        connection.trouble, connection.trouble_kind, connection.trouble_at = trouble, kind, now
