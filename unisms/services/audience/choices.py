"""Choices: the names that a page offers as audience."""

import re
from collections.abc import Callable, Iterable
from typing import NamedTuple, Protocol, TypeVar

from unisms.model.kinds import AudienceKind
from unisms.model.root import Institution
from unisms.sms.names import fold, words

_DIGITS = re.compile("[0-9]+")  # TD 2 comes before TD 10


class Titled(Protocol):
    """Something with a title."""

    @property
    def title(self) -> str: ...


OneOf = TypeVar("OneOf", bound=Titled)


class Choice(NamedTuple):
    """Something that may be chosen as audience."""

    kind: str
    name: str
    title: str
    note: str = ""  #: a mobile number; or of a file, what ``count`` counts
    count: int | None = None  # type: ignore[assignment]  #: people in it


def called_by_title(kind: AudienceKind, institution: Institution) -> Callable[[str, str], bool]:
    """Return the ``finder`` of a kind: whether a word begins one of the words of a title."""

    def is_called(name: str, word: str) -> bool:
        return any(one.startswith(word) for one in words(kind.title(institution, name)))

    return is_called


def by_title(choices: Iterable[OneOf]) -> list[OneOf]:
    """Return the choices in the order of their titles, numbers in these by their size."""
    return sorted(
        choices, key=lambda one: _DIGITS.sub(lambda match: match[0].zfill(9), fold(one.title))
    )
