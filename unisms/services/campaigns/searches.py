"""Search of messages by words, dates, author or account, in the facts that their folder keeps.

A word is looked for in the title and the text, and in the present names of the groups and the
people of the audience. Neither the names nor the numbers that were frozen are looked at.
"""

from collections.abc import Callable
from functools import cached_property
from typing import NamedTuple

from unisms.model.campaign_lines import Listed
from unisms.model.kinds import kinds_behind
from unisms.model.root import Institution
from unisms.services.ground.problem import Sentence
from unisms.sms.names import words


class Wanted(NamedTuple):
    """The conditions of a search; an empty one, or 0, asks for nothing."""

    text: str = ""  #: each word of it begins a word of what is found
    state: str = ""
    account: str = ""  #: its name
    author: str = ""  #: the name of the author, or their uid
    since: int = 0  #: epoch seconds, included
    until: int = 0  #: not included


class Search:
    """A question to the messages of an institution."""

    def __init__(self, institution: Institution, wanted: Wanted) -> None:
        self._institution = institution
        self._wanted, self._words = wanted, tuple(dict.fromkeys(words(wanted.text)))
        self._finders: dict[
            str, Callable[[str, str], bool]
        ] = {}  # of each kind of audience that was met

    def accepts(self, told: Listed) -> bool:
        """Whether a campaign is meant, of which its folder tells ``told`` (``Listed``)."""
        wanted = self._wanted
        return (
            wanted.since <= told.at
            and (not wanted.until or told.at < wanted.until)
            and wanted.state in ("", told.state)
            and wanted.account in ("", told.account)
            and (not wanted.author or told.author in self._authors)
            and bool(self._words or not wanted.text)
            and all(self._has(told, word) for word in self._words)
        )

    @cached_property
    def _authors(self) -> set[str]:
        people = self._institution["people"]
        named = [people.with_word(word) for word in words(self._wanted.author)]
        return {self._wanted.author, *(set.intersection(*named) if named else ())}

    def _has(self, told: Listed, word: str) -> bool:
        return f" {word}" in told.words or any(
            self._is_called(place, word) for place in told.places
        )

    def _is_called(self, place: str, word: str) -> bool:
        kind, _, name = place.partition(":")
        return self._finder(kind)(name, word)

    def _finder(self, kind: str) -> Callable[[str, str], bool]:
        if kind not in self._finders:
            self._finders[kind] = kinds_behind(self._institution)[kind].finder(self._institution)
        return self._finders[kind]


NO_DATE = Sentence("Écrivez une date comme 19/11/2026.")

#: of the fields that cannot be asked for so
OF_SEARCHES = {
    ("since", "date"): NO_DATE,
    ("until", "date"): NO_DATE,
    ("until", "order"): Sentence("Cette date vient avant l'autre."),
}
