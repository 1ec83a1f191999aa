"""When a campaign leaves, when its last message will have left, and why not before."""

from typing import NamedTuple

from unisms.model.campaigns import Campaign
from unisms.model.root import institution_of
from unisms.model.timings import Wave
from unisms.services.brokers import paces
from unisms.services.campaigns import checks
from unisms.services.rules import clocks, policies, timings
from unisms.sms import purposes


class Zoned(NamedTuple):
    """The recipients of one time zone."""

    zone: str
    at: int  #: when their messages leave, epoch seconds
    people: int


class Forecast(NamedTuple):
    """A departure as it is known beforehand; moments are in epoch seconds."""

    asked: int  #: the hour that somebody chose; ``now`` where nobody did
    begins: int  #: when the first message leaves
    why: str  #: why not at ``asked``: ``hours``, or one of ``timetables.DAYS``; or nothing
    ends: int  #: about when the last one will have left
    until: int  #: until when it is of use; 0: always
    zones: tuple[Zoned, ...] = ()

    @property
    def is_short(self) -> bool:
        """Whether some messages would leave too late, and are set aside then."""
        return 0 < self.until < self.ends


def asked_for(campaign: Campaign, now: int) -> int:
    """Return the hour for which a campaign is wanted, in epoch seconds; ``now``: at once."""
    if campaign.waves:
        hours = [Wave(*stored).at for stored in campaign.waves]
        return max(min(hours), now) if max(hours) > now else min(hours)
    return timings.begins_at(institution_of(campaign), campaign.wanted, now)


def of(campaign: Campaign, asked: int) -> Forecast:
    """Return the ``Forecast`` of a checked campaign whose hour is ``asked``."""
    institution, kind = institution_of(campaign), purposes.purpose(campaign.purpose).kind
    seconds = checks.check_of(campaign).seconds if campaign.check else 0
    zones = _zones(campaign, asked)
    if zones:
        begins, last = zones[0].at, max(one.at for one in zones)
        untils = [paces.until_of(campaign, one.zone) for one in zones]
        return Forecast(asked, begins, "", last + seconds, max(untils), zones)
    held = policies.refuses_now(institution, asked, urgent=campaign.urgent, kind=kind)
    why, begins = policies.held_on(institution, asked, kind) if held else "", held or asked
    ends = paces.ends_at(campaign, begins) or begins + seconds
    return Forecast(asked, begins, why, ends, paces.until_of(campaign))


def _zones(campaign: Campaign, now: int) -> tuple[Zoned, ...]:
    """Return the zones of a campaign in the order in which they are served; empty: there is one."""
    waves = [Wave(*stored) for stored in campaign.waves]
    if not waves:
        return ()
    ends = [wave.first for wave in waves[1:]] + [campaign.last_number() + 1]
    opens = paces.opening_of(campaign, now)
    return tuple(
        Zoned(wave.zone, max(at, now), end - wave.first)
        for wave, at, end in zip(waves, opens, ends, strict=True)
    )


def hours_of(campaign: Campaign) -> list[str]:
    """Return the hours of all repetitions of a campaign, as clocks show them."""
    timing = campaign.wanted
    zone = institution_of(campaign).time_zone
    first = timing.at or clocks.shown_at(campaign.created_at, zone)
    return timings.moments_of(timing._replace(at=first))
