"""All that is kept about one person: shown, given to them, erased as they ask.

It may call ``institution`` and every room below it. Open to others:

- ``erasures``: somebody erased at once, in messages and in the journal
- ``processors``: who else handles the data, as the live settings name them
- ``sentences``: the sentence of a dossier that is not shown
"""

from typing import Any

from unisms.model.acl import Permission
from unisms.services.dossiers import erasures, parts, rows

__all__ = ["erasures", "processors", "sentences"]


def includeme(config: Any) -> None:
    config.add_nightly_job("erasures", erasures.go_on, of="institutions")
    seen = (Permission.NUMBER_VIEW, Permission.PERSON_VIEW)
    config.add_archive_part("erasures", erasures.archived, permissions=seen)
    for name, lines in (
        ("person", parts.person),
        ("proofs", parts.proofs),
        ("refusals", parts.refusals),
        ("themes", parts.themes),
        ("groups", parts.groups),
        ("directories", parts.directories),
        ("roles", parts.roles),
        ("messages", rows.messages),
        ("replies", parts.replies),
        ("leavings", parts.leavings),
        ("health", parts.health),
        ("mails", parts.mails),
        ("files", parts.files),
        ("written", rows.written),
        ("drafts", parts.drafts),
        ("journal", parts.journal),
    ):
        config.add_dossier_part(name, lines)
