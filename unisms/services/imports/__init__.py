"""Imports: a file that is received, read, chosen from and turned into recipients."""

from typing import Any

from unisms.services.imports import archive, uploads


def includeme(config: Any) -> None:
    config.add_nightly_job("uploads", uploads.forget, of="institutions")
    config.add_archive_part("imports", archive.imports, own=True)
    config.add_archive_part("import_rows", archive.import_rows, own=True)
