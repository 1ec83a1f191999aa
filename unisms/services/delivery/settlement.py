"""Settling a batch by the answers of the broker, or by the traces of a crash."""

from collections.abc import Container, Mapping, Sequence
from typing import Any, NamedTuple, Protocol, Self

from unisms.model.campaigns import Campaign
from unisms.model.connections import BrokerConnection
from unisms.model.folder import find
from unisms.model.root import Root
from unisms.model.rows import IDS, SEGMENTS, STATE, MessageRow
from unisms.ports import Acceptance
from unisms.services.delivery.claims import fence, rest
from unisms.sms import states


class _Carried(NamedTuple):
    """How a batch left."""

    connection: int  #: the number of the connection in the campaign
    at: int  #: when what was taken was taken, epoch seconds; 0: nobody knows


class Handed(Protocol):
    """The knowledge of messages that were handed over, as a journal of the hand-over tells it."""

    @property
    def answered(self) -> Mapping[str, Acceptance]:
        """Return the answers by reference."""

    @property
    def left(self) -> Container[str]:
        """Return the references written to the broker, and neither answered nor returned."""

    @property
    def trusted(self) -> bool:
        """Return whether a message that is not in here certainly never left."""

    def _replace(self, *, trusted: bool) -> Self: ...


def settle_batch(
    root: Root,
    path: str,
    campaign_path: str,
    numbers: tuple[int, ...],
    outcome: Handed,
    now: int,
    accepted_at: int | None = None,
) -> frozenset[int]:
    """Write down what became of a batch: taken, refused, uncertain, or back in the line.

    Return the numbers of those that were taken without an id for every segment: news of them may be
    known by whom they were for alone. They were taken ``now``, or at ``accepted_at`` (0: unknown).

    A second time changes nothing: a commit that a store calls failed may have been done.
    """
    campaign = find(root, campaign_path)
    handover, returned, untold = campaign.handover, [], []
    others = tuple(claim for claim in handover.claims if claim[0] != tuple(numbers))
    is_open, stopped = others != handover.claims, campaign.state == states.STOPPED
    carried = _Carried(campaign.carrier(path), now if accepted_at is None else accepted_at)
    for number in numbers:
        row, name = campaign.row(number), f"{campaign.__name__}.{number}"
        acceptance = outcome.answered.get(name)
        if acceptance is not None:
            settled = _answered(row, acceptance, now, carried)
            if acceptance.cause is None and is_untold(settled):
                untold.append(number)
        elif not outcome.trusted or name in outcome.left:
            settled = _moved(row, states.UNCERTAIN, now).carried(carried.connection)
            handover.doubtful = True
        elif stopped:
            settled = _moved(row, states.STOPPED, now)
        else:
            returned += [number] * is_open  # else it is back since, and perhaps claimed again
            continue
        if settled != row:
            campaign.write(number, settled)
    _close_claim(find(root, path), campaign, others, returned, now)
    return frozenset(untold)


def _close_claim(
    connection: BrokerConnection,
    campaign: Campaign,
    others: tuple[tuple[tuple[int, ...], int, str], ...],
    returned: Sequence[int],
    now: int,
) -> None:
    """Leave the campaign with its ``others`` claims, and these numbers back in the line."""
    handover = campaign.handover
    if others != handover.claims:
        handover.claims = others
    if returned:
        handover.returned = (*handover.returned, *returned)
    _wait_or_rest(connection, campaign, now)


def is_untold(row: tuple[Any, ...]) -> bool:
    """Whether a stored row is on its way, and the broker has not told the id of every segment."""
    return bool(row[STATE] == states.ACCEPTED and len(row[IDS].split()) < row[SEGMENTS])


def _answered(row: MessageRow, acceptance: Acceptance, now: int, carried: _Carried) -> MessageRow:
    """Return the row after the broker's answer; if its receipt was quicker, only ids are news."""
    if acceptance.cause is not None:
        if states.moves_forward(row.state, states.FAILED):
            row = row.moved(states.FAILED, now, acceptance.cause, " ".join(acceptance.ids))
        return row.carried(carried.connection)
    ids = _joined(row.ids, acceptance.ids, row.segments)
    if row.state in (states.QUEUED, states.UNCERTAIN):
        # Every segment's receipt may have been quicker than the answer.
        whole = "+" in ids and sum(id.startswith("+") for id in ids.split()) == row.segments
        row = row.moved(states.DELIVERED if whole else states.ACCEPTED, now, None, ids)
    elif ids and ids != row.ids:
        row = row._replace(ids=ids)
    return row.carried(*carried)


def _joined(seen: str, ids: tuple[str, ...], segments: int) -> str:
    """Return the broker's ids for the row, one per segment; a single id stands for each segment.

    Ids whose receipt was quicker than the answer keep their ``+``.
    """
    if len(ids) == 1 < segments:
        ids = ids * segments
    early = seen.split()
    return " ".join(f"+{id}" if f"+{id}" in early else id for id in ids) if early else " ".join(ids)


def _moved(row: MessageRow, state: str, now: int) -> MessageRow:
    """Return the row in ``state``, or as it is where it has gone further."""
    return row.moved(state, now) if states.moves_forward(row.state, state) else row


def _wait_or_rest(connection: BrokerConnection, campaign: Campaign, now: int) -> None:
    if campaign.state != states.SENDING:
        return
    if campaign.handover.returned or campaign.handover.cursor <= campaign.last_number():
        connection.join_line(
            campaign.path, campaign.urgent
        )  # it may have left while rows were given back or added
    else:
        rest(connection, campaign, now)


def recover(
    root: Root, path: str, outcome: Handed, machine: str, now: int, holder: str | None = None
) -> tuple[int, int]:
    """Settle every open claim of the connection at ``path`` by what the journal tells.

    The lease holder alone.

    Return how many messages were claimed, and how many of them are uncertain now.

    :raises LeaseLost: ``holder`` has it no longer: what is claimed is under way elsewhere.
    """
    claimed = uncertain = 0
    fence(find(root, path), holder)
    for campaign_path in list(find(root, path).open):
        campaign = find(root, campaign_path)
        for numbers, _, holder in campaign.handover.claims:
            known = outcome if holder == machine else outcome._replace(trusted=False)
            # A journal does not tell when it was answered, which may be days ago.
            settle_batch(root, path, campaign_path, numbers, known, now, accepted_at=0)
            claimed += len(numbers)
            uncertain += sum(
                campaign.stored_row(number)[STATE] == states.UNCERTAIN for number in numbers
            )
    return claimed, uncertain
