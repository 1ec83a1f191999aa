"""Alerts: prepared, launched, told to be over; exercises, and the answers that people give.

It may call ``approvals`` and every room below it. Open to others:

- ``answers``: how many are safe, how many need help
- ``endings``: the end of an alert, told to exactly those to whom it was handed
- ``exercises``: the report of one
- ``launches``: a prepared alert launched, and why
- ``machines``: those that a machine asks for, and that wait for a person
- ``prepared``: the alerts that an institution has prepared
- ``sentences``: why one is not prepared, or its end not told
- ``speeds``: how long one takes to leave
"""

from typing import Any

from unisms.model.acl import Permission
from unisms.services.alerts import archive, exercises, mails, prepared

__all__ = [
    "answers",
    "endings",
    "exercises",
    "launches",
    "machines",
    "prepared",
    "sentences",
    "speeds",
]


def includeme(config: Any) -> None:
    config.add_evolution_step(prepared.alerts_have_a_place)
    config.add_mail(mails.WAITS, mails.TEXT_OF_WAITING)
    config.add_nightly_job("exercises", exercises.keep, of="institutions", erases=False)
    config.add_archive_part("alerts", archive.alerts, permissions=(Permission.CAMPAIGN_VIEW,))
    config.add_dossier_part("alerts", archive.naming, archive.forget)
