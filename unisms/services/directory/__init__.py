"""People and groups of an institution, from wherever they come.

It may call ``rules`` and every room below it. Open to others:

- ``arrivals``: the record of somebody whom a directory lets in, made or refreshed
- ``directories``: the directories that are asked over the network
- ``local_people``: the directory that the institution keeps itself
- ``queries``: people of a directory as they are saved, counted, and given roles
- ``sentences``: the sentences of directories and of their queries
"""

from typing import Any

from unisms.model.acl import Permission
from unisms.services.directory import archive, directories, queries

__all__ = ["arrivals", "directories", "local_people", "queries", "sentences"]


def includeme(config: Any) -> None:
    config.add_nightly_job("samples_of_directories", directories.forget_samples, of="institutions")
    config.add_nightly_job("people_of_queries", queries.forget, of="institutions")
    seen = (Permission.PERSON_VIEW,)
    config.add_archive_part("directories", archive.directories, permissions=seen)
