"""All that is kept about one person, in one file that they can read: JSON, and a page."""

import io
import json
import zipfile
from collections.abc import Callable, Iterable, Mapping
from typing import Protocol

from unisms.model.root import Institution
from unisms.services.dossiers.subjects import Subject
from unisms.services.ground import journal
from unisms.services.ground.actor import Actor

Contents = Mapping[str, list[Mapping[str, object]]]


class DossierLines(Protocol):
    """A part of a dossier, as it is announced (``seams.dossiers``)."""

    @property
    def lines(self) -> Callable[[Institution, Subject], Iterable[Mapping[str, object]]]:
        """Return the function that yields what is kept about a person."""


def contents(
    institution: Institution, subject: Subject, parts: Mapping[str, DossierLines]
) -> Contents:
    """Return all that is kept about a person, by part, in the order of announcement."""
    return {name: [*part.lines(institution, subject)] for name, part in parts.items()}


def packed(found: Contents, page: str, sheet: str) -> bytes:
    """Return the zip of a dossier: ``dossier.json``, and ``dossier.html`` made of ``page``.

    Its looks are those of ``sheet``, in ``dossier.css``.
    """
    file = io.BytesIO()
    told = json.dumps(found, ensure_ascii=False, default=list, indent=1)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("dossier.json", told)
        archive.writestr("dossier.html", page)
        archive.writestr("dossier.css", sheet)
    return file.getvalue()


def note_opening(actor: Actor, subject: Subject, now: int, *, taken: bool) -> None:
    """Write into the journal that somebody sees, or has ``taken`` away, all about a person."""
    verb = "dossier.downloaded" if taken else "dossier.opened"
    people = actor.institution["people"]
    journal.write(actor, verb, people.get(subject.uid) or people, now)
