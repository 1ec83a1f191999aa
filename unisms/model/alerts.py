"""Alerts: the part that a campaign has in one."""

from typing import NamedTuple


class Alerting(NamedTuple):
    """The part of a campaign in an alert; stored as a bare tuple, the empty one for none."""

    ends: str = ""  #: the name of the campaign of which this one tells the end
    ended_by: str = ""  #: the name of the campaign that tells the end of this one


class Alerted:
    """The part of a ``Campaign`` in an alert."""

    alert: tuple = ()  # added 2027-01: a bare ``Alerting``

    @property
    def alerting(self) -> Alerting:
        """Return its ``Alerting``."""
        return Alerting(*self.alert)
