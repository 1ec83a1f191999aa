"""The links of one person's messages, in their dossier; and their end when the person is erased."""

from collections.abc import Iterable, Iterator
from typing import Protocol

from unisms.model import digests
from unisms.model.links import LinkedCampaign
from unisms.model.root import Institution
from unisms.services.ground.facts import Facts


class Numbered(Protocol):
    """The person of a dossier."""

    @property
    def msisdn(self) -> str: ...

    @property
    def former(self) -> Iterable[tuple[str, int]]:
        """Return the digest of each number that they had, with a moment."""


def of_subject(institution: Institution, subject: Numbered) -> Iterator[Facts]:
    """Yield each erased message of which a digest of a number of theirs is kept, for its link."""
    for known, rows in _found(institution, subject):
        yield {"message": known.name, "at": known.at, "rows": len(rows)}


def erase(institution: Institution, subject: Numbered, _now: int) -> int:
    """Forget those digests; return how many."""
    found = [*_found(institution, subject)]
    for known, rows in found:
        known.forget(rows)
    return sum(len(rows) for _, rows in found)


def _found(
    institution: Institution, subject: Numbered
) -> Iterator[tuple[LinkedCampaign, list[int]]]:
    wanted = {digest for digest, _ in subject.former}
    if subject.msisdn:
        wanted.add(digests.of_number(institution, subject.msisdn))
    if not wanted or institution.links is None:
        return
    for _, known in institution.links.items():
        if rows := known.rows_of(wanted):
            yield known, rows
