"""Which messages are meant by words, dates, an author, an account: told by what the folder knows of
each.

A word is looked for in the title and the text, and in what the groups and the people of the
audience are called now. Neither the names nor the numbers that were frozen are looked at.
"""

from functools import cached_property
from typing import NamedTuple

from unisms.sms.names import words

SHORTEST = 2  # letters of a word that people are looked for by: one begins nearly every name


class Wanted(NamedTuple):
    """What is asked for; what is empty, or 0, asks for nothing."""

    text: str = ""  #: each word of it begins a word of what is found
    state: str = ""
    account: str = ""  #: its name
    author: str = ""  #: what they are called, or their uid
    since: int = 0  #: epoch seconds, included
    until: int = 0  #: not included


class Search:
    """A question to the messages of an institution."""

    def __init__(self, institution, wanted):
        self._people, self._groups = institution["people"], institution["groups"]
        self._wanted, self._words = wanted, tuple(dict.fromkeys(words(wanted.text)))
        self._titles, self._called = {}, {}

    def accepts(self, told):
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
    def _authors(self):
        named = [self._people.with_word(word) for word in words(self._wanted.author)]
        return {self._wanted.author, *(set.intersection(*named) if named else ())}

    def _has(self, told, word):
        return f" {word}" in told.words or any(
            self._is_called(place, word) for place in told.places
        )

    def _is_called(self, place, word):
        kind, _, name = place.partition(":")
        return f" {word}" in self._title(name) if kind == "group" else name in self._namesakes(word)

    def _title(self, name):
        """The words of a group's title, a space before each."""
        if name not in self._titles:
            group = self._groups.get(name)
            self._titles[name] = (
                "".join(f" {word}" for word in words(group.title)) if group is not None else ""
            )
        return self._titles[name]

    def _namesakes(self, word):
        if word not in self._called:
            self._called[word] = (
                self._people.with_word(word) if len(word) >= SHORTEST else frozenset()
            )
        return self._called[word]
