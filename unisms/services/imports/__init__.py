"""A file that is received, read, chosen from and turned into recipients.

It may call ``tables`` and every room below it. Open to others:

- ``candidates``: the people of the chosen rows, each with a number or the cause that there is none
- ``fates``: the rows of a file counted, each without a message with its reason
- ``intake``: a file received, read, its columns and rows chosen, its recipients
- ``lines``: the lines of files that bring no message of their own, for the check of a campaign
- ``row_rule``: the conditions that select rows
- ``sentences``: why a file is not taken or cannot be read
- ``uploads``: how much may be uploaded within a day, and for how long a file is kept
"""

from typing import Any

from unisms.services.imports import archive, uploads

__all__ = ["candidates", "fates", "intake", "lines", "row_rule", "sentences", "uploads"]


def includeme(config: Any) -> None:
    config.add_nightly_job("uploads", uploads.forget, of="institutions")
    config.add_archive_part("imports", archive.imports, own=True)
    config.add_archive_part("import_rows", archive.import_rows, own=True)
