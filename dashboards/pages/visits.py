"""A visit to a page: what is asked, what may be seen, and the language of the answer."""

from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

import pandas as pd

from dashboards.exports import notes
from dashboards.exports.engine import Engine
from dashboards.exports.notes import Note
from dashboards.exports.selection import Selection
from dashboards.pages.asked import Asked
from dashboards.pages.names import Names
from dashboards.pages.speech import Speech


class Visit:
    """All that a page needs to answer; it notes what the answers could not tell."""

    def __init__(
        self, engine: Engine, asked: Asked, selection: Selection, speech: Speech, names: Names
    ) -> None:
        self.engine, self.asked, self.selection = engine, asked, selection
        self.speech, self.names = speech, names
        self.say, self.some = speech.say, speech.some
        self.missing: dict[Note, None] = {}
        self._kept: dict[str, Any] = {}

    def ask(self, question: Callable[..., pd.DataFrame], *rest: Any, **more: Any) -> pd.DataFrame:
        """Return the answer to a question of the exports, and note what it lacks."""
        return self.noted(question(self.engine, self.selection, *rest, **more))

    def once(self, name: str, make: Callable[[], Any]) -> Any:
        """Return what ``make`` returns, made once a visit."""
        if name not in self._kept:
            self._kept[name] = make()
        return self._kept[name]

    def compared(self, question: Callable[..., pd.DataFrame], selection: Selection) -> pd.DataFrame:
        """Return the answer for another period; what it lacks is no fault of this page."""
        return question(self.engine, selection)

    def beside(
        self, question: Callable[..., pd.DataFrame], selection: Selection
    ) -> "Future[pd.DataFrame]":
        """Let a question be answered while others are asked; what it lacks is not noted."""
        return self.engine.beside(question, self.engine, selection)

    def noted(self, frame: pd.DataFrame) -> pd.DataFrame:
        self.missing |= dict.fromkeys(notes.of(frame))
        return frame

    @property
    def during(self) -> str:
        """``en novembre 2026``: the period, as a sentence goes on."""
        return self.speech.during(self.selection.first, self.selection.last)

    def than(self, other: Selection) -> str:
        """``qu'en octobre 2026``: another period, as a comparison goes on."""
        return self.speech.than(self.selection.first, self.selection.last, other.period)

    @property
    def institution(self) -> str:
        """The only institution, where there is one; else the empty text."""
        return self.selection.institutions[0] if len(self.selection.institutions) == 1 else ""

    def address(self, page: str = "", **changed: Any) -> str:
        return self.asked.address(page, **changed)
