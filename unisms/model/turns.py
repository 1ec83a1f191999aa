"""The order in which the campaigns of a line are served."""

from collections.abc import Callable, Iterable
from typing import TypeAlias

from unisms.sms.purposes import PARTNER, SERVICE

#: of a line: path of the campaign, 1 if urgent else 0, and the kind of its purpose, if not service
Waiting: TypeAlias = tuple[str, int] | tuple[str, int, str]


def turns_of(
    waiting: Iterable[Waiting],
    institutions: Iterable[str],
    campaigns: Iterable[str],
    rests: Callable[[str, str], int] | None = None,
) -> list[str]:
    """Return the paths of the campaigns that wait, in the order of their turns.

    The urgent come first, then institution by institution, the one served last coming last; so do
    the campaigns of each. ``institutions`` and ``campaigns`` are paths, the last served last.
    ``rests(institution, kind)`` is asked once of each kind of purpose that waits there.
    """
    found = [(*whole(entry), institution_of(entry[0])) for entry in waiting]
    may_rest = {(house, kind) for _, urgent, kind, house in found if _may_rest(urgent, kind)}
    resting = {pair for pair in may_rest if rests(*pair)} if rests else set()
    houses, places = _places(institutions), _places(campaigns)
    turns = [
        (-urgent, houses.get(institution, -1), places.get(path, -1), place, path)
        for place, (path, urgent, kind, institution) in enumerate(found)
        if not _may_rest(urgent, kind) or (institution, kind) not in resting
    ]
    return [path for *_, path in sorted(turns)]


def whole(entry: Waiting) -> tuple[str, int, str]:
    """Return path, urgent and kind of an entry of a line: those of before 2027-01 have no kind."""
    path, urgent, *kind = entry
    return path, urgent, kind[0] if kind else SERVICE


def _may_rest(urgent: int, kind: str) -> bool:
    """Whether some hour may hold a campaign back: urgent ones none, but those of partners."""
    return not urgent or kind == PARTNER


def institution_of(path: str) -> str:
    """Return the path of the institution of the campaign at ``path``."""
    return path.partition("/campaigns/")[0]


def _places(served: Iterable[str]) -> dict[str, int]:
    """Return how recently each was served; a path that never was is absent, and comes first."""
    return {name: place for place, name in enumerate(served)}
