"""Campaigns from the first word to the release, and how they are found again."""

from typing import Any

from unisms.model.acl import Permission
from unisms.services.campaigns import archive


def includeme(config: Any) -> None:
    seen = (Permission.CAMPAIGN_VIEW,)
    config.add_archive_part("campaigns", archive.campaigns, permissions=seen)
    config.add_archive_part("messages", archive.messages, permissions=seen)
