"""Settling a batch by the answers of the broker, or by the traces of a crash."""

from collections.abc import Container, Mapping, Sequence
from typing import Any, Protocol, Self

from unisms.model.campaigns import Campaign
from unisms.model.connections import BrokerConnection
from unisms.model.folder import find
from unisms.model.root import Root
from unisms.model.rows import (
    CARRIAGE,
    CHANGED_AT,
    IDS,
    LENGTH,
    MSISDN,
    SEGMENTS,
    STATE,
    Carriage,
    StoredRow,
    bare,
    carriage_of,
    cause_of,
    known,
)
from unisms.ports import Acceptance
from unisms.services.delivery.claims import fence, rest
from unisms.sms import states


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
    handover = campaign.handover
    others = tuple(claim for claim in handover.claims if claim[0] != tuple(numbers))
    carrier, at = campaign.carrier(path), now if accepted_at is None else accepted_at
    settled, unsent, untold = _settled(campaign, numbers, outcome, (None, carrier, at, ""), now)
    campaign.write_all(settled)
    # Settled a second time, unsent messages are back in the line, and perhaps claimed again.
    returned = unsent if others != handover.claims else []
    _close_claim(find(root, path), campaign, others, returned, now)
    return frozenset(untold)


def _settled(
    campaign: Campaign, numbers: tuple[int, ...], outcome: Any, taken: Carriage, now: int
) -> tuple[dict[int, StoredRow], list[int], list[int]]:
    """Return the rows that change, by number, and the numbers of two kinds of messages.

    These are the messages that never left, and those taken without an id for every segment.
    ``taken`` is the carriage of those that the broker took: the store writes one that rows share
    once.
    """
    settled, unsent, untold = {}, [], []
    name, answered, offered = campaign.__name__, outcome.answered, (None, taken[1], 0, "")
    stopped = campaign.state == states.STOPPED
    for number in numbers:
        row, reference = campaign.stored_row(number), f"{name}.{number}"
        acceptance = answered.get(reference)
        if acceptance is not None:
            new = _answered(row, acceptance, now, taken)
            if acceptance.cause is None and is_untold(new):
                untold.append(number)
        elif not outcome.trusted or reference in outcome.left:
            new = _moved(row, states.UNCERTAIN, now, _carriage(row, offered))
            campaign.handover.doubtful = True
        elif stopped:
            new = _stopped(row, now)
        else:
            unsent.append(number)
            continue
        if new != row:
            settled[number] = new
    return settled, unsent, untold


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


def _answered(row: StoredRow, acceptance: Acceptance, now: int, taken: Carriage) -> StoredRow:
    """Return the row after the broker's answer; if its receipt was quicker, only ids are news."""
    _, told, cause, _ = acceptance
    if cause is not None:
        refused = _carriage(row, (cause, taken[1], 0, ""))
        return _moved(row, states.FAILED, now, refused, " ".join(told))
    carriage, ids = _carriage(row, taken), _joined(row[IDS], told, row[SEGMENTS])
    if row[STATE] not in _UNANSWERED:
        return _amended(row, carriage, ids)
    # Every segment's receipt may have been quicker than the answer.
    whole = "+" in ids and sum(id.startswith("+") for id in ids.split()) == row[SEGMENTS]
    state = states.DELIVERED if whole else states.ACCEPTED
    return (row[MSISDN], state, ids, row[SEGMENTS], now, carriage)


_UNANSWERED = (states.QUEUED, states.UNCERTAIN)


def _carriage(row: StoredRow, carriage: Carriage) -> Carriage:
    """Return ``carriage`` with what a quicker receipt has told of the row's."""
    if row[CARRIAGE] is None and len(row) == LENGTH:
        return carriage  # nearly always: all rows share it
    cause, connection, at, _ = carriage
    _, _, told_at, network = carriage_of(row)
    return (cause, connection, told_at or at, network)


def _joined(seen: str, ids: tuple[str, ...], segments: int) -> str:
    """Return the broker's ids for the row, one per segment; a single id stands for each segment.

    Ids whose receipt was quicker than the answer keep their ``+``.
    """
    if len(ids) == 1 < segments:
        ids = ids * segments
    early = seen.split()
    return " ".join(f"+{id}" if f"+{id}" in early else id for id in ids) if early else " ".join(ids)


def _moved(
    row: StoredRow, state: str, now: int, carriage: Carriage, ids: str | None = None
) -> StoredRow:
    """Return the row in ``state``; if it has gone further, only its carriage is news."""
    if not states.moves_forward(row[STATE], state):
        return _amended(row, carriage)
    return (row[MSISDN], state, row[IDS] if ids is None else ids, row[SEGMENTS], now, carriage)


def _stopped(row: StoredRow, now: int) -> StoredRow:
    may_stop = states.moves_forward(row[STATE], states.STOPPED)
    return bare(known(row).moved(states.STOPPED, now)) if may_stop else row


def _amended(row: StoredRow, carriage: Carriage, ids: str = "") -> StoredRow:
    """Return the row with this carriage and these ids, its state and cause as they are."""
    carriage = (cause_of(row), *carriage[1:])
    return (*row[:IDS], ids or row[IDS], row[SEGMENTS], row[CHANGED_AT], carriage)


def _wait_or_rest(connection: BrokerConnection, campaign: Campaign, now: int) -> None:
    if campaign.state != states.SENDING:
        return
    if campaign.has_unclaimed:
        # it may have left while rows were given back or added
        connection.join_line(campaign.path, campaign.urgent, campaign.held_by)
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
