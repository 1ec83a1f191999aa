"""The report of an alert or an exercise: how quickly it reached how many, and whom it did not."""

from collections.abc import Sequence
from typing import NamedTuple

from unisms.model.campaigns import Campaign
from unisms.model.rows import CHANGED_AT, STATE, carriage_of
from unisms.sms import states
from unisms.sms.purposes import EMERGENCY

SHARES = (50, 90, 99)  # per cent of its messages


class Milestone(NamedTuple):
    """The moment by which a share of the messages of an alert had come so far."""

    share: int  #: per cent
    handed: int | None  #: seconds from its release until they were handed over; ``None``: not yet
    delivered: int | None  #: and until their handsets had shown them


def is_told(campaign: Campaign) -> bool:
    """Whether a campaign has a report: it is an alert, and was released."""
    return campaign.purpose == (EMERGENCY,) and states.STAGES[campaign.state].released


def reached(campaign: Campaign) -> list[Milestone]:
    """Return how long an alert took for each of ``SHARES``.

    Shares are of the messages that were to leave, those withdrawn included. Nothing is known once
    the recipients are erased.
    """
    handed, delivered, total = list[int](), list[int](), 0
    for _, row in campaign.stored_rows():
        state = row[STATE]
        total += state != states.SET_ASIDE
        if state in states.LEFT:
            handed.append(carriage_of(row)[2] or row[CHANGED_AT])
        if state == states.DELIVERED:
            delivered.append(row[CHANGED_AT])
    handed, delivered, since = sorted(handed), sorted(delivered), campaign.sent_at
    return [
        Milestone(
            share, _seconds(handed, share, total, since), _seconds(delivered, share, total, since)
        )
        for share in SHARES
    ]


def _seconds(moments: Sequence[int], share: int, total: int, since: int) -> int | None:
    """Return the seconds from ``since`` until a share of ``total`` has come, or ``None``."""
    needed = -(-share * total // 100)
    is_known = 0 < needed <= len(moments)
    return max(0, moments[needed - 1] - since) if is_known else None
