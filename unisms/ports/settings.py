"""A setting of a connection, as its adapter describes it."""

from collections.abc import Mapping
from typing import NamedTuple


class SettingField(NamedTuple):
    """A setting of an adapter, as the page of a connection asks for it.

    Settings are strings. An adapter is made without those that are empty, or equal to their
    default.
    """

    name: str
    #: ``text``, ``number``, ``secret`` (never shown again), ``choice`` or ``yes`` (``yes``, ``no``)
    kind: str = "text"
    default: str = ""
    help: Mapping[str, str] = {}  #: a sentence on it by language: ``fr`` and ``en``
    choices: tuple[str, ...] = ()  #: of a ``choice``
    rare: bool = False  #: seldom changed: the page folds it away
    #: It says to whom the secrets are told: if it changes, people type them again.
    where: bool = False
    label: Mapping[str, str] = {}  #: how people call it, by language; without one, by ``name``

    def called(self, language: str) -> str:
        """Return how people who read this language call it."""
        return self.label.get(language) or self.label.get("en") or self.name
