"""How much a person and an institution may upload within a day: the store is everybody's. And for
how long a file is kept.

What was discarded since counts too, because its room comes back at night only.
"""

import time
from collections.abc import Iterator
from typing import NamedTuple

from unisms.model.authored import Authored
from unisms.model.imports import Import
from unisms.model.root import Institution, Root
from unisms.services.ground import days, waiting

DAY = 86400  # seconds; a file is kept for one, its name as long as texts are
LATELY = 3 * DAY  # seconds: younger files are looked at each hour, all of them each night
PERSON, INSTITUTION = "uploads_of_person", "uploads_of_institution"


class Bound(NamedTuple):
    """Of the last 24 hours."""

    problem: str  #: a code for the page
    files: int
    largest: int  #: times the bytes of the largest file that is taken


BOUNDS = (Bound(PERSON, 40, 8), Bound(INSTITUTION, 400, 40))


class TooMuch(Exception):
    """The bound that is reached; ``problem`` is its code."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


def refuse_too_much(folder: Authored[Import], author: str, size: int, most: int, now: int) -> None:
    """Refuse ``size`` bytes more by ``author`` in the folder of files, if they go beyond a bound.

    A file may have ``most`` bytes.

    :raises TooMuch: they do.
    """
    sizes = {INSTITUTION: [one[2] for one in recent(folder, now)]}
    sizes[PERSON] = [one[2] for one in recent(folder, now) if one[1] == author]
    for bound in BOUNDS:
        before = sizes[bound.problem]
        if len(before) >= bound.files or sum(before) + size > bound.largest * most:
            raise TooMuch(bound.problem)


def count(folder: Authored[Import], author: str, size: int, now: int) -> None:
    """Remember that ``author`` uploaded ``size`` bytes at ``now`` (epoch seconds)."""
    folder.uploads = (*recent(folder, now), (now, author, size))


def recent(folder: Authored[Import], now: int) -> tuple[tuple[int, str, int], ...]:
    """Return the uploads of the last 24 hours as tuples of when, uid, bytes.

    One of the future, written while the clock was ahead, is none of them.
    """
    return tuple(one for one in folder.uploads if now - DAY < one[0] <= now)


def forget_lately(institution: Institution, now: int) -> None:
    """Erase the files that came over a day ago, among those of the last days."""
    _forget(institution["imports"], now, time.strftime("%Y%m%d", time.gmtime(now - LATELY)))


def forget(institution: Institution, now: int) -> None:
    """Erase the files that came over a day ago.

    Their names go once the institution keeps no text so long.
    """
    folder = institution["imports"]
    _forget(folder, now, "")
    before = now - institution.retention * DAY
    for name in [name for name, record in folder.items() if record.created_at < before]:
        folder.remove(name)
    if (kept := recent(folder, now)) != folder.uploads:
        folder.uploads = kept


def _forget(folder: Authored[Import], now: int, since: str) -> None:
    for record in folder.values(since):
        if record.state != "forgotten" and record.created_at < now - DAY:
            record.forget()


def to_read(root: Root, _now: int) -> Iterator[tuple[str, ...]]:
    """Yield the tasks that read the uploaded files that nobody has read."""
    yield from waiting.tasks(root, "imports", "read_import")


def forget_lately_of(root: Root, name: str, now: int) -> None:
    """Erase the files of the institution called ``name`` that were uploaded over a day ago.

    A worker does so each hour, and each night with all that is older.
    """
    institution = root["institutions"].get(name)
    if institution is not None and days.may_erase(root, now):
        forget_lately(institution, now)
