"""The picture that an institution shows in the header of its pages."""

import hashlib
import re

from unisms.model.root import Institution, Logo
from unisms.services.ground import journal, records
from unisms.services.ground.actor import Actor

PICTURES = {  # how each kind begins
    "image/png": re.compile(rb"\x89PNG\r\n\x1a\n"),
    "image/jpeg": re.compile(rb"\xff\xd8\xff"),
    "image/webp": re.compile(rb"RIFF....WEBP", re.DOTALL),
}


def change(actor: Actor, institution: Institution, content: bytes, now: int) -> None:
    """Put another picture in the header, or none when it is empty."""
    show_logo(institution, content)
    records.sign(actor, institution, now, "identity_change")
    journal.write(actor, "logo.changed", institution, now, after={"bytes": len(content)})


def show_logo(institution: Institution, content: bytes) -> None:
    """Put this picture in the header, or none when it is empty."""
    institution.logo = Logo(kind_of(content), content) if content else None
    institution.logo_version = hashlib.sha256(content).hexdigest()[:10] if content else ""


def kind_of(content: bytes) -> str:
    """Return which kind of picture begins so; empty: none that we show."""
    return next((kind for kind, beginning in PICTURES.items() if beginning.match(content)), "")
