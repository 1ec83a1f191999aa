"""Files of uploads in an institution's archive: those of one person."""

from unisms.services.ground.facts import facts


def imports(institution, by):
    """Yield each uploaded file of ``by``."""
    for name, record in institution["imports"].items():
        if record.author == by:
            yield facts(record, name=name)


def import_rows(institution, by):
    """Yield each line of the uploaded files of ``by``."""
    for name, record in institution["imports"].items():
        if record.author != by:
            continue
        yield from (
            {"import": name, "line": line, "cells": cells} for line, cells in record.rows.items()
        )
