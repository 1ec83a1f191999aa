"""The people, groups and themes of an institution, their consent, and the forms they left unsent.

It may call ``errands`` and every room below it. Open to others:

- ``consent``: the yes and the no of a person and of a number
- ``enrolment``: people found, added, given passwords, taken out with all that was theirs
- ``groups``: people and groups put into a group and taken out, and the rights that this gives
- ``refreshes``: people whom a directory has brought, made again what it tells of them
- ``reminders``: the reminders that somebody has put away
- ``sentences``: the sentences of people, groups and consent
- ``strikes``: the numbers that receive no SMS, with whose they are
- ``themes``: themes joined, asked for and left, by people or by numbers
- ``unsent_forms``: drafts that save themselves, and forms whose session had ended
"""

from typing import Any

from unisms.model.acl import Permission
from unisms.services.people import archive, consent, unsent_forms

__all__ = [
    "consent",
    "enrolment",
    "groups",
    "refreshes",
    "reminders",
    "sentences",
    "strikes",
    "themes",
    "unsent_forms",
]


def includeme(config: Any) -> None:
    config.add_nightly_job("drafts", unsent_forms.forget)
    config.add_nightly_job("refusals", consent.forget, of="institutions")
    seen = (Permission.NUMBER_VIEW, Permission.PERSON_VIEW)
    config.add_archive_part("people", archive.people, permissions=seen)
    config.add_archive_part("themes", archive.themes, permissions=seen)
    config.add_archive_part("groups", archive.groups, permissions=(Permission.PERSON_VIEW,))
