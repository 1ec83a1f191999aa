"""The people and groups of an institution, and their consent."""

from typing import Any

from unisms.model.acl import Permission
from unisms.services.people import archive, consent, typed


def includeme(config: Any) -> None:
    config.add_nightly_job("drafts", typed.forget)
    config.add_nightly_job("refusals", consent.forget, of="institutions")
    seen = (Permission.NUMBER_VIEW, Permission.PERSON_VIEW)
    config.add_archive_part("people", archive.people, permissions=seen)
    config.add_archive_part("themes", archive.themes, permissions=seen)
    config.add_archive_part("groups", archive.groups, permissions=(Permission.PERSON_VIEW,))
