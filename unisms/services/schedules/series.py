"""Repetitions: each a campaign of its own, made of the one before when that one leaves.

Whoever sends the first one has read its check, which tells all its days. Each following one is
resolved and checked by itself, and leaves only if it is still within what that person has read;
otherwise it waits for somebody who reads its own check, and goes on from there.
"""

from collections.abc import Iterator
from typing import cast

from unisms.model.campaigns import Campaign
from unisms.model.folder import look_up, path_of
from unisms.model.root import Root, institution_of
from unisms.model.timings import Schedule, Series, Timing
from unisms.services.campaigns import drafts
from unisms.services.campaigns.drafts import BadDraft
from unisms.services.ground.problem import Problem
from unisms.services.rights import rights
from unisms.services.rights.reaches import DraftFields
from unisms.services.rules import clocks, timings
from unisms.services.schedules import returns
from unisms.sms import states

PENDING = {states.CHECKED, states.DRAFT}


def follow(campaign: Campaign, by: str, now: int) -> Campaign | None:
    """Make the next campaign of a series, which waits for its hour; ``None``: there is none.

    ``by`` is the person who has read the check of this one.
    """
    timing, institution = campaign.wanted, institution_of(campaign)
    if not timing.each:
        return None
    zone = institution.time_zone
    told = Series(*campaign.series) if campaign.series else _begun(campaign, zone, now)
    at, number = _next_hour(timing._replace(at=told.first_at), told.number, zone, now)
    if not at:
        return None
    try:
        following = _copied(campaign, _moved(timing, told.shown, at), now)
    except BadDraft:
        returns.tell_end(campaign, now)
        return None
    place = told._replace(number=number, previous=campaign.__name__, following="", shown=at)
    following.series = tuple(place)
    campaign.series = tuple(told._replace(following=following.__name__))
    due = clocks.moment_of(at, zone)
    schedule = Schedule(due, by, now, False, *_read(campaign))
    is_known = by in institution["people"]
    following.schedule = tuple(schedule._replace(is_known=is_known))
    drafts.submit(following)
    return following


def _copied(campaign: Campaign, timing: Timing, now: int) -> Campaign:
    """Return a draft of its author that is as a campaign was written, with another ``timing``.

    :raises BadDraft: it could not be written today.
    """
    written = {name: getattr(campaign, name) for name in DraftFields.__annotations__}
    fields = cast(DraftFields, {**written, "timing": tuple(timing)})
    author = rights.person(institution_of(campaign), campaign.author)
    copied = drafts.draft(author, now=now, **fields)
    copied.origin = campaign.origin
    return copied


def _next_hour(timing: Timing, number: int, zone: str, now: int) -> tuple[str, int]:
    """Return the next hour that is still to come after repetition ``number``, and its number.

    The hour is empty where the series is over.
    """
    number += 1
    while (at := timings.following(timing, number)) and clocks.moment_of(at, zone) <= now:
        number += 1
    return at, number


def _begun(campaign: Campaign, zone: str, now: int) -> Series:
    """Return the ``Series`` of a first campaign."""
    shown = campaign.wanted.at or clocks.shown_at(now, zone)
    return Series(campaign.__name__, 1, first_at=shown, shown=shown)


def _read(campaign: Campaign) -> tuple[int, int]:
    """Return the people and the segments of the check that somebody has read.

    They are those of the last campaign of the series whose own check was read: a group that grows
    a little each week does not grow without end.
    """
    schedule = campaign.scheduled
    if schedule is not None and schedule.is_pending and schedule.recipients:
        return schedule.recipients, schedule.segments
    return campaign.counted("recipients"), campaign.counted("segments")


def _moved(timing: Timing, shown: str, at: str) -> Timing:
    """Return a ``Timing`` whose hour ``shown`` has become ``at``; its limit moves along."""
    before, after, until = clocks.read(shown), clocks.read(at), clocks.read(timing.until)
    if before is None or after is None or until is None:
        return timing._replace(at=at)
    return timing._replace(at=at, until=clocks.written(until + (after - before)))


def settle(root: Root, path: str, now: int) -> None:
    """Let a repetition whose audience was frozen wait for its hour; or take it back, with why."""
    campaign = look_up(root, path)
    schedule = campaign.scheduled if campaign is not None else None
    if schedule is None or not schedule.is_pending:
        return
    if campaign.state == states.CHECKED:
        campaign.become(states.SCHEDULED)
        campaign.remember(now, "", "scheduled", str(schedule.at))
    elif campaign.state == states.DRAFT:
        returns.take_back(campaign, Problem("schedule", "unprepared"), now)


def to_settle(root: Root, _now: int) -> Iterator[tuple[str, ...]]:
    """Yield the tasks that let prepared repetitions wait for their hour."""
    for institution in root["institutions"].values():
        folder = institution["campaigns"]
        for _, name in folder.due():
            campaign = folder.get(name)
            if campaign is not None and campaign.state in PENDING:
                yield "settle_schedule", path_of(campaign), campaign.author
