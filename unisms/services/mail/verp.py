"""Addresses that bounces come back to: each mail has its own, which nobody can make up."""

import re

from unisms.model import digests
from unisms.model.root import Institution, Root

PURPOSE = "bounce"
MARK = 16  # hexadecimal digits
NAME = 18  # characters of the name of a mail
#: the part behind the plus; an MTA may have changed its capitals
TOKEN = re.compile(rf"\+(\d{{10}}[0-9a-f]{{8}})-([0-9a-f]{{{MARK}}})@", re.IGNORECASE)


def mark_of(holder: Institution | Root, name: str) -> str:
    """Return what proves that a bounce is of the mail called ``name`` of this holder."""
    return digests.of_word(holder, PURPOSE, name)[:MARK]


def address(bounces: str, name: str, mark: str) -> str:
    """Return the envelope sender of a mail; empty where ``bounces`` is."""
    local, _, host = bounces.partition("@")
    return f"{local}+{name}-{mark}@{host}" if bounces else ""


def read(text: str) -> tuple[str, str] | None:
    """Return the name and the mark of the first such address in ``text``, or ``None``."""
    found = TOKEN.search(text)
    return (found[1].lower(), found[2].lower()) if found else None
