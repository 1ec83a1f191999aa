"""Files of uploads in an institution's archive: those of one person."""

from collections.abc import Iterator

from unisms.model.root import Institution
from unisms.services.ground.facts import Facts, facts


def imports(institution: Institution, by: str) -> Iterator[Facts]:
    """Yield each uploaded file of ``by``."""
    for name, record in institution["imports"].items():
        if record.author == by:
            yield facts(record, name=name)


def import_rows(institution: Institution, by: str) -> Iterator[Facts]:
    """Yield each line of the uploaded files of ``by``."""
    for name, record in institution["imports"].items():
        if record.author != by:
            continue
        yield from (
            {"import": name, "line": line, "cells": cells} for line, cells in record.rows.items()
        )
