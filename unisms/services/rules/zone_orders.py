"""The order of recipients whose own clocks count: those who are to get the message first, first."""

from collections.abc import Iterable, Iterator

from unisms.model.campaigns import Campaign
from unisms.model.root import institution_of
from unisms.services.rules import clocks
from unisms.services.rules.recipients import Recipient
from unisms.sms.zones import zone_of


class Zones:
    """The zones of an audience, in the order in which an hour comes there."""

    def __init__(self, campaign: Campaign) -> None:
        self._campaign, self._first = campaign, dict[str, int]()

    def ordered(self, recipients: Iterable[Recipient]) -> Iterator[Recipient]:
        """Yield the recipients zone by zone; within one zone they stay in their order."""
        campaign, home = self._campaign, institution_of(self._campaign).time_zone
        by_zone: dict[str, list[Recipient]] = {}
        for one in recipients:
            by_zone.setdefault(zone_of(one.msisdn, home), []).append(one)
        shown, number = campaign.wanted.at, 1
        for zone in sorted(by_zone, key=lambda zone: (clocks.moment_of(shown, zone), zone)):
            self._first[zone] = number
            number += len(by_zone[zone])
            yield from by_zone[zone]

    def waves(self) -> tuple[tuple[int, int, str], ...]:
        """Return each bare ``Wave`` as a campaign keeps it, once all recipients were yielded."""
        shown = self._campaign.wanted.at
        found = [
            (first, clocks.moment_of(shown, zone), zone) for zone, first in self._first.items()
        ]
        return tuple(found)


def ordered(
    campaign: Campaign, recipients: Iterable[Recipient]
) -> tuple[Zones, Iterable[Recipient]]:
    """Return the ``Zones`` of a campaign, and its recipients in the order of their rows."""
    zones, timing = Zones(campaign), campaign.wanted
    is_zoned = timing.own_zone and clocks.read(timing.at) is not None
    return zones, zones.ordered(recipients) if is_zoned else recipients
