"""Mails on their way: from the outbox to the mail server, and back if they cannot be delivered.

It may call ``ground`` and every room below it. Open to others:

- ``bounces``: what came back, read, and the addresses that take nothing any more
- ``causes``: why a mail fails or waits, and the troubles of the mail server
- ``envelopes``: letters as a mail server takes them, and its answers
- ``line``: mails taken in turns out of all outboxes, and what became of each
- ``reports``: bounces as mail servers write them
- ``sentences``: the sentences of causes and troubles
- ``servers``: the mail server that the settings name
"""

from typing import Any

from unisms.model.acl import Permission
from unisms.services.ground import outbox
from unisms.services.mail import archive, mails

__all__ = ["bounces", "causes", "envelopes", "line", "reports", "sentences", "servers"]


def includeme(config: Any) -> None:
    config.add_nightly_job("mails", outbox.forget)
    config.add_archive_part("mails", archive.mails, permissions=(Permission.PERSON_VIEW,))
    config.add_mail(mails.TEST, mails.TEXT_OF_TEST)
