"""Settling a batch by the answers of the broker, or by the traces of a crash."""

from unisms.model.folder import find
from unisms.services.delivery.claims import fence, rest
from unisms.sms import states


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
            settled = moved(row, states.UNCERTAIN, now)
            handover.doubtful = True
        elif stopped:
            settled = moved(row, states.STOPPED, now)
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


def moved(row, state, now):
    if states.moves_forward(row[1], state):
        return (row[0], state, row[2], row[3], now, None)
    return None


def _wait_or_rest(connection, campaign, now):
    if campaign.state != states.SENDING:
        return
    if campaign.handover.returned or campaign.handover.cursor <= campaign.last_number():
        connection.join_line(
            campaign.path, campaign.urgent
        )  # it may have left while rows were given back or added
    else:
        rest(connection, campaign, now)


def recover(root, path, outcome, machine, now, holder=None):
    """Settle every open claim of the connection at ``path`` by what the journal tells. The lease holder alone.

    Return how many messages were claimed, and how many of them are uncertain now.

    :raises LeaseLost: ``holder`` has it no longer: what is claimed is under way elsewhere.
    """
    claimed = uncertain = 0
    fence(find(root, path), holder)
    for campaign_path in list(find(root, path).open):
        campaign = find(root, campaign_path)
        for numbers, _, holder in campaign.handover.claims:
            known = outcome if holder == machine else outcome._replace(trusted=False)
            settle_batch(root, path, campaign_path, numbers, known, now)
            claimed += len(numbers)
            uncertain += sum(
                campaign.stored_row(number)[1] == states.UNCERTAIN for number in numbers
            )
    return claimed, uncertain
