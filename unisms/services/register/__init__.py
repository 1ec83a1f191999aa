"""A file of people that keeps the directory up to date: compared, shown, applied.

It may call ``people`` and every room below it. Open to others:

- ``application``: a file approved, and its changes done some at a time
- ``changes``: what becomes of each person, and what there is to look at
- ``columns``: the columns that tell who people are, proposed and checked
- ``comparison``: what a file would change in the directory
- ``requests``: a file that waits for its comparison, is compared, thrown away, forgotten
- ``sentences``: why a file is not compared, or not applied
"""

from typing import Any

from unisms.model.acl import Permission
from unisms.services.register import archive, requests

__all__ = [
    "application",
    "changes",
    "columns",
    "comparison",
    "requests",
    "sentences",
]


def includeme(config: Any) -> None:
    config.add_nightly_job("registers", requests.forget, of="institutions")
    seen = (Permission.NUMBER_VIEW, Permission.PERSON_VIEW)
    config.add_archive_part("registers", archive.registers, permissions=seen)
