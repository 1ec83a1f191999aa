"""A campaign from the first word to the release, and how it is found again.

It may call ``audience`` and every room below it. Open to others:

- ``checks``: the audience frozen before sending, and the figures that are told of it
- ``composition``: the problems of a message as somebody has composed it
- ``drafts``: drafts of messages begun, changed, handed to the check
- ``estimates``: the cost of a text while it is written
- ``guards``: a campaign checked, released, resent, resumed within the limits of whoever asks
- ``manuscripts``: a message as somebody has written it
- ``refusals``: why a message is not written or does not leave, with its sentences
- ``releases``: a campaign released whatever the roles of the person who asks
- ``resends``: uncertain messages sent again by themselves
- ``searches``: messages found by words, dates, author or account
"""

from typing import Any

from unisms.model.acl import Permission
from unisms.services.campaigns import archive

__all__ = [
    "checks",
    "composition",
    "drafts",
    "estimates",
    "guards",
    "manuscripts",
    "refusals",
    "releases",
    "resends",
    "searches",
]


def includeme(config: Any) -> None:
    seen = (Permission.CAMPAIGN_VIEW,)
    config.add_archive_part("campaigns", archive.campaigns, permissions=seen)
    config.add_archive_part("messages", archive.messages, permissions=seen)
