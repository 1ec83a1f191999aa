"""An institution as a whole: its archive, its journals proven, its ages."""

from typing import Any

from unisms.model.acl import Permission
from unisms.services.institution import contents, retention


def includeme(config: Any) -> None:
    config.add_nightly_job("templates", retention.forget_templates, of="institutions")
    config.add_archive_part("institution", contents.institution)
    config.add_archive_part("templates", contents.templates)
    config.add_archive_part("conditions", contents.conditions)
    config.add_archive_part("audit", contents.audit, permissions=(Permission.AUDIT_VIEW,))
