"""All that is kept about one person: shown, given to them, erased as they ask.

It may call ``institution`` and every room below it. Open to others:

- ``erasures``: somebody erased at once, in messages and in the journal
"""

from typing import Any

from unisms.services.dossiers import erasures, parts, rows

__all__ = ["erasures"]


def includeme(config: Any) -> None:
    config.add_nightly_job("erasures", erasures.go_on, of="institutions")
    for name, lines in (
        ("person", parts.person),
        ("proofs", parts.proofs),
        ("refusals", parts.refusals),
        ("themes", parts.themes),
        ("groups", parts.groups),
        ("roles", parts.roles),
        ("messages", rows.messages),
        ("replies", parts.replies),
        ("leavings", parts.leavings),
        ("health", parts.health),
        ("mails", parts.mails),
        ("files", parts.files),
        ("written", rows.written),
        ("journal", parts.journal),
    ):
        config.add_dossier_part(name, lines)
