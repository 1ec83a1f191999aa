"""The report of an exercise: how soon it reached people, whom it did not, and why."""

from collections.abc import Sequence
from typing import NamedTuple

from unisms.model.alerts import EXERCISE
from unisms.model.campaigns import Campaign
from unisms.model.root import Institution
from unisms.model.rows import CHANGED_AT, STATE, StoredRow, carriage_of
from unisms.services.alerts import launches, prepared
from unisms.services.delivery import progress
from unisms.sms import states

SHARES = (50, 90, 99)  # percent
Causes = tuple[tuple[str, int], ...]  # pairs of a cause and its people


class ExerciseReport(NamedTuple):
    """The outcome of an exercise; stored as a bare tuple once it is over."""

    at: int  #: when it was sent, epoch seconds
    announced: bool
    people: int  #: to whom it was to go: none of those set aside
    handed: tuple[int | None, ...]  #: seconds until each of ``SHARES`` was handed over, if it was
    delivered: tuple[int | None, ...]  #: until each was delivered
    reached: int
    failed: Causes  #: failed and expired messages, by cause
    uncertain: int
    stopped: int
    waiting: int  #: not handed over yet, or without news
    set_aside: Causes


def report(campaign: Campaign, now: int) -> ExerciseReport:
    """Return the ``ExerciseReport`` of an exercise: as it was kept, or as it stands now."""
    if campaign.alerting.report:
        return ExerciseReport(*campaign.alerting.report)
    tally = progress.tally(campaign, now)
    rows = [row for _, row in campaign.stored_rows()]
    left = sorted(_left_at(row) for row in rows if row[STATE] in states.LEFT)
    arrived = sorted(row[CHANGED_AT] for row in rows if row[STATE] == states.DELIVERED)
    return ExerciseReport(
        at=campaign.sent_at,
        announced=campaign.alerting.announced,
        people=tally.total,
        handed=_seconds(left, tally.total, campaign.sent_at),
        delivered=_seconds(arrived, tally.total, campaign.sent_at),
        reached=tally.delivered,
        failed=_sorted(tally.causes),
        uncertain=tally.uncertain,
        stopped=tally.stopped,
        waiting=tally.queued + tally.accepted,
        set_aside=_sorted(tally.aside),
    )


def _left_at(row: StoredRow) -> int:
    """Return when the message of a row was taken; where nobody told, when its last news came."""
    _, _, accepted_at, _ = carriage_of(row)
    return accepted_at or row[CHANGED_AT]


def _seconds(moments: Sequence[int], total: int, since: int) -> tuple[int | None, ...]:
    """Return the seconds until each of ``SHARES`` of ``total``; ``None``: it never was."""
    places = [max(1, -(-total * share // 100)) for share in SHARES]
    return tuple(
        max(0, moments[place - 1] - since) if place <= len(moments) else None for place in places
    )


def _sorted(causes: dict[str, int]) -> Causes:
    return tuple(sorted(causes.items(), key=lambda pair: (-pair[1], pair[0])))


def is_shown(campaign: Campaign) -> bool:
    """Whether there is a report of a campaign: it is an exercise that has left, and is known."""
    alert = campaign.alerting
    has_left = states.STAGES[campaign.state].released and alert.mode == EXERCISE
    return has_left and not alert.ends and (bool(alert.report) or not campaign.erased_at)


def keep(institution: Institution, now: int) -> None:
    """Keep the reports of exercises that are over: they outlive the numbers of their people."""
    for alert in prepared.every(institution):
        for campaign in launches.campaigns_of(institution, alert):
            is_over = campaign.state == states.CLOSED and not campaign.alerting.report
            if is_over and is_shown(campaign):
                found = tuple(report(campaign, now))
                campaign.alert = tuple(campaign.alerting._replace(report=found))
