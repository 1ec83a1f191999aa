"""The yes that some messages need before they leave: asked for, decided, called to mind.

It may call ``schedules`` and every room below it. Open to others:

- ``approvals``: a message let go or asked about, approved, refused, sent back, withdrawn
- ``approvers``: the people who decide, and whether somebody may
- ``needs``: the rules, and why a message needs a yes
- ``sentences``: the sentences of all that
- ``upkeep``: reminders, escalation, expiry
"""

from typing import Any

from unisms.model.acl import Permission
from unisms.services.approvals import absences, archive, texts

__all__ = [
    "approvals",
    "approvers",
    "needs",
    "sentences",
    "upkeep",
]


def includeme(config: Any) -> None:
    for kind, told in texts.TEXTS.items():
        config.add_mail(kind, told)
    seen = (Permission.CAMPAIGN_VIEW,)
    config.add_archive_part("approvals", archive.requests, permissions=seen)
    config.add_archive_part("absences", archive.absences, permissions=(Permission.PERSON_VIEW,))
    config.add_nightly_job("absences", absences.forget, of="institutions")
    config.add_dossier_part("approvals", archive.of_subject, archive.erase)
