"""Rights: the roles given, how far each lets its holder go, and why."""

from typing import Any

from unisms.services.rights import archive, daily


def includeme(config: Any) -> None:
    config.add_nightly_job("spent", daily.forget_spent, of="institutions")
    config.add_archive_part("spent", archive.spent)
    config.add_archive_part("roles", archive.roles)
    config.add_archive_part("grants", archive.grants)
