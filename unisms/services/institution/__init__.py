"""An institution as a whole: its archive, its journals proven, the ages at which things go.

It may call ``subscribers`` and every room below it. Open to others:

- ``alarms``: outages told by mail, once when one begins, once when it ends
- ``answers``: answers that people gave elsewhere, read, weighed and kept
- ``archive``: all that an institution has stored, as a zip
- ``audit_journals``: the audit journals sealed, searched, proven
- ``digest_keys``: digests of numbers made anew after their key was lost
- ``logos``: the picture in the header of the pages
- ``retention``: texts, numbers and names erased at their age
- ``sentences``: why a setting of an institution is refused
- ``templates``: an earlier text of a message template taken up again, archived, taken back
- ``titles``: whether the title of a campaign tells of its text, or of somebody
"""

from typing import Any

from unisms.model.acl import Permission
from unisms.services.institution import contents, mails, retention

__all__ = [
    "alarms",
    "answers",
    "archive",
    "audit_journals",
    "digest_keys",
    "logos",
    "retention",
    "sentences",
    "templates",
    "titles",
]


def includeme(config: Any) -> None:
    for kind, texts in mails.TEXTS.items():
        config.add_mail(kind, texts)
    config.add_nightly_job("templates", retention.forget_templates, of="institutions")
    config.add_archive_part("institution", contents.institution)
    config.add_archive_part("templates", contents.templates)
    config.add_archive_part("conditions", contents.conditions)
    config.add_archive_part("audit", contents.audit, permissions=(Permission.AUDIT_VIEW,))
