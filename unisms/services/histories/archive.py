"""The messages of one person whose texts are erased, in their dossier.

They go with the person: their lines are in no other's history.
"""

from collections.abc import Iterator
from typing import Protocol

from unisms.model.root import Institution
from unisms.services.ground.facts import Facts
from unisms.services.histories import lines


class Identified(Protocol):
    """The person of a dossier."""

    @property
    def uid(self) -> str: ...


def of_subject(institution: Institution, subject: Identified) -> Iterator[Facts]:
    """Yield day, department, purpose and end of each erased message, the latest first."""
    for line in lines.every(institution, subject.uid, 0):
        if line.text is None:
            yield {
                "at": line.at,
                "department": line.department,
                "purpose": line.purpose.kind,
                "state": line.state,
            }
