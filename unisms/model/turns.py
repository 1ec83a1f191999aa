"""The order in which the campaigns of a line are served."""

from collections.abc import Callable, Iterable


def turns_of(
    waiting: Iterable[tuple[str, int]],
    institutions: Iterable[str],
    campaigns: Iterable[str],
    rests: Callable[[str], bool] | None = None,
) -> list[str]:
    """Return the paths of the campaigns that wait, in the order of their turns.

    The urgent come first, then institution by institution, the one served last coming last; so do
    the campaigns of each. ``waiting`` are pairs of path and 1 or 0 for urgent; ``institutions`` and
    ``campaigns`` are paths, the last served last.
    """
    found = [(path, urgent, institution_of(path)) for path, urgent in waiting]
    calm = {institution for _, urgent, institution in found if not urgent}
    resting = {institution for institution in calm if rests(institution)} if rests else ()
    houses, places = _places(institutions), _places(campaigns)
    turns = [
        (-urgent, houses.get(institution, -1), places.get(path, -1), place, path)
        for place, (path, urgent, institution) in enumerate(found)
        if urgent or institution not in resting
    ]
    return [path for *_, path in sorted(turns)]


def institution_of(path: str) -> str:
    """Return the path of the institution of the campaign at ``path``."""
    return path.partition("/campaigns/")[0]


def _places(served: Iterable[str]) -> dict[str, int]:
    """Return how recently each was served; a path that never was is absent, and comes first."""
    return {name: place for place, name in enumerate(served)}
