"""Links to leave at the end of messages: spelled, followed, and kept for 13 months.

It may call ``register`` and every room below it. Open to others:

- ``endings``: whether a message ends with a link, and how it is spelled
- ``records``: the numbers by which links name campaigns, and the ages at which they go
"""

from typing import Any

from unisms.services.links import archive, records

__all__ = ["endings", "records"]


def includeme(config: Any) -> None:
    config.add_nightly_job("links", records.forget, of="institutions")
    config.add_dossier_part("links", archive.of_subject, archive.erase)
