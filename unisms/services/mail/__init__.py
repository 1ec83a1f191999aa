"""Mails on their way: from the outbox to the mail server, and back if they cannot be delivered.

It may call ``ground`` and every room below it. Open to others:
"""

from typing import Any

from unisms.services.ground import outbox

__all__: list[str] = []


def includeme(config: Any) -> None:
    config.add_nightly_job("mails", outbox.forget)
