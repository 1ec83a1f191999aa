"""Another table beside the first, whose people are others: ``Nom 1;Mobile 1;Nom 2;Mobile 2``."""

import re
from collections.abc import Sequence
from itertools import accumulate, pairwise

from unisms.services.files.rows import Cells
from unisms.services.tables import title_words

_PERSON = re.compile(
    r"(?:noms?|prenoms?|etudiante?s?|eleves?|stagiaires?|candidate?s?|lecteurs?|lectrices?"
    r"|binomes?|membres?"
    r"|participante?s?|personnes?|students?|members?|persons?)\b.*|.*\b(?:names?|firstname"
    r"|lastname|surname)"
)
_NUMBERED = re.compile(r"\d+| [a-d]\b")


def second(titles: Cells) -> int:
    """Return the place where two titles come again, one after the other; 0 if they do not.

    They may differ in a figure. Both parts have a phone, and a person where they differ, or where
    the first titles are not among them. What stands behind a person with a phone are their
    parents. Without phones the two may be a reader and an author.
    """
    told = [_NUMBERED.sub("", title_words.plain(title)) for title in titles]
    again = _returning(told)
    if not again:
        return 0
    people = [0, *accumulate(_PERSON.fullmatch(title) is not None for title in told)]
    phones = [0, *accumulate(map(title_words.is_phone, titles))]
    first = next(place for place, title in enumerate(told) if title)
    for start, place in again:
        exact = start == first and _same(titles[start], titles[place])
        bounds = ((start, place), (place, len(told)))
        have_phones = all(phones[begin] < phones[end] for begin, end in bounds)
        have_people = exact or all(people[begin] < people[end] for begin, end in bounds)
        if have_phones and have_people and not (people[start] and phones[start]):
            return place
    return 0


def _returning(told: Sequence[str]) -> list[tuple[int, int]]:
    """Return each place where the pair of an earlier place comes again, and that place."""
    seen: dict[tuple[str, str], int] = {}
    again = []
    for place, pair in enumerate(pairwise(told)):
        start = seen.setdefault(pair, place)
        if start + 2 <= place and len({*pair} - {""}) == 2:
            again.append((start, place))
    return again


def _same(title: str, other: str) -> bool:
    return title.strip().casefold() == other.strip().casefold()
