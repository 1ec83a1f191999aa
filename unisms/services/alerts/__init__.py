"""Alerts: prepared before anything happens, sent at two clicks, and their end told.

It may call ``schedules`` and every room below it. Open to others:

- ``endings``: the end of an alert, told to exactly those to whom it was handed
- ``prepared``: alerts that are kept, and made a campaign at a click
- ``reports``: how quickly an alert reached how many
- ``sentences``: why an end is not told
"""

from typing import Any

from unisms.model.acl import Permission
from unisms.services.alerts import prepared

__all__ = ["endings", "prepared", "reports", "sentences"]


def includeme(config: Any) -> None:
    config.add_evolution_step(prepared.alerts_have_a_place)
    seen = (Permission.CAMPAIGN_VIEW,)
    config.add_archive_part("alerts", prepared.told, permissions=seen)
