"""The pace of one campaign: spread over a period, zone by zone, and no longer than it is of use."""

from bisect import bisect_right
from collections.abc import Callable
from typing import NamedTuple

from unisms.model.campaigns import Campaign
from unisms.model.root import institution_of
from unisms.model.timings import Wave
from unisms.services.rules import clocks, policies
from unisms.sms import purposes

MINUTE = 60  # seconds
BURST = 60  # seconds of a pace that may leave at once, after a wait


class Allowance(NamedTuple):
    """The rows of a campaign that may be claimed at a moment."""

    most: int  #: how many
    #: pairs of first number and the number after the last one; empty: all
    ranges: tuple[tuple[int, int], ...] = ()
    resumes_at: int = 0  #: where there is none now: when there will be, epoch seconds

    def allows(self, number: int) -> bool:
        """Whether row ``number`` may be claimed."""
        return not self.ranges or any(first <= number < end for first, end in self.ranges)

    def end_of(self, number: int) -> int:
        """Return the number after the last row that may follow row ``number``; 0: all may."""
        return next((end for first, end in self.ranges if first <= number < end), 0)


def allowance_of(campaign: Campaign, most: int, now: int) -> Allowance:
    """Return the ``Allowance`` of a campaign at ``now`` (epoch seconds), ``most`` rows at most."""
    if campaign.waves:
        return _of_waves(campaign, most, now)
    seconds = _spread_of(campaign)
    return Allowance(min(most, _even(campaign, seconds, now))) if seconds else Allowance(most)


def _of_waves(campaign: Campaign, most: int, now: int) -> Allowance:
    firsts, opens = [wave.first for wave in _waves(campaign)], opening_of(campaign, now)
    ends = [*firsts[1:], campaign.last_number() + 1]
    ranges = tuple(
        (first, end) for first, end, at in zip(firsts, ends, opens, strict=True) if at <= now
    )
    waiting = _is_waiting(campaign, ranges)
    later = min((at for at in opens if at > now), default=0)
    return Allowance(most if waiting else 0, ranges, 0 if waiting else later)


def _is_waiting(campaign: Campaign, ranges: tuple[tuple[int, int], ...]) -> bool:
    """Whether the row that is next, or one that was given back, is in one of the ``ranges``.

    If all rows have been claimed, something is: the campaign leaves its line by that claim.
    """
    if not campaign.has_unclaimed:
        return True
    share, handover = Allowance(0, ranges or ((0, 0),)), campaign.handover
    return any(share.allows(number) for number in (handover.cursor, *handover.returned))


def opening_of(campaign: Campaign, now: int) -> list[int]:
    """Return when the rows of each wave may leave, in epoch seconds."""
    return [_opens(campaign, wave, now) for wave in _waves(campaign)]


def _opens(campaign: Campaign, wave: Wave, now: int) -> int:
    """Return when the rows of a wave may leave: its hour, and no quiet hour of its zone."""
    institution, then = institution_of(campaign), max(wave.at, now)
    kind = purposes.purpose(campaign.purpose).kind
    held = policies.refuses_now(
        institution, then, urgent=campaign.urgent, kind=kind, zone=wave.zone
    )
    return held or wave.at


def _waves(campaign: Campaign) -> list[Wave]:
    return [Wave(*stored) for stored in campaign.waves]


def _spread_of(campaign: Campaign) -> int:
    """Return over how many seconds a campaign is spread; 0: over none."""
    told = campaign.wanted.spread
    return int(told) * MINUTE if told.isdecimal() else 0


def _even(campaign: Campaign, seconds: int, now: int) -> int:
    """Return how many more may have left by ``now``, so that the last one leaves at the end."""
    since, taken = _counts_from(campaign, seconds, now)
    due = taken + _by(campaign, seconds, now - since) + 1
    return max(0, due - campaign.handover.taken)


def _counts_from(campaign: Campaign, seconds: int, now: int) -> tuple[int, int]:
    """Return since when the pace counts, and how many had been claimed then.

    After a wait it goes on from ``now``: what was held back does not come in a heap.
    """
    handover = campaign.handover
    since, taken = handover.spread or (now, handover.taken)
    behind = taken + _by(campaign, seconds, now - since) - handover.taken
    is_left_behind = behind > _by(campaign, seconds, BURST)
    return (now, handover.taken) if now < since or is_left_behind else (since, taken)


def _by(campaign: Campaign, seconds: int, passed: int) -> int:
    """Return how many messages leave while so many seconds have ``passed``."""
    recipients: int = campaign.counted("recipients")
    return passed * recipients // seconds


def note(campaign: Campaign, now: int) -> None:
    """Note where the pace counts from: some rows are being claimed at ``now``."""
    seconds = _spread_of(campaign)
    if seconds:
        campaign.handover.spread = _counts_from(campaign, seconds, now)


def ends_at(campaign: Campaign, begins: int) -> int:
    """Return when the last message of a spread campaign leaves if the first one does at ``begins``.

    Return 0 of a campaign that is not spread.
    """
    seconds = _spread_of(campaign)
    return begins + seconds if seconds else 0


def until_of(campaign: Campaign, zone: str = "") -> int:
    """Return until when a campaign is of use, in epoch seconds; 0: always."""
    told = campaign.wanted.until
    if clocks.read(told) is None:
        return 0
    return clocks.moment_of(told, zone or institution_of(campaign).time_zone)


def untils(campaign: Campaign) -> Callable[[int], int]:
    """Return the function that tells until when the message of a row is of use; 0: always."""
    if not (campaign.waves and campaign.wanted.until):
        until = until_of(campaign)
        return lambda _: until
    firsts = [wave.first for wave in _waves(campaign)]
    of_waves = [until_of(campaign, wave.zone) for wave in _waves(campaign)]
    return lambda number: of_waves[max(0, bisect_right(firsts, number) - 1)]


def late_before(campaign: Campaign, now: int) -> int:
    """Return the number before which no row leaves any more: at ``now`` it is too late for them."""
    if not campaign.wanted.until:
        return 0
    after = campaign.last_number() + 1
    if not campaign.waves:
        return after if 0 < until_of(campaign) <= now else 0
    punctual = (
        wave.first for wave in _waves(campaign) if not 0 < until_of(campaign, wave.zone) <= now
    )
    return next(punctual, after)
