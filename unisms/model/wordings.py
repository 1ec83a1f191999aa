"""The texts of a campaign as they were composed: with blanks, and in another language."""

from typing import NamedTuple, TypeAlias

from unisms.model.row_notes import RowNotes

#: pairs of the name of a blank, as it was first written, and what fills it for everybody
Fills: TypeAlias = tuple[tuple[str, str], ...]


class OtherText(NamedTuple):
    """The text of a campaign in another language; stored as a bare tuple."""

    language: str  #: of ``sms.notations``
    text: str  #: that is sent: what filled its blanks is in it
    composed: str = ""  #: as it was composed; empty: it had no blanks
    fills: Fills = ()

    @property
    def written(self) -> str:
        """The text as it was composed."""
        return self.composed or self.text


class Wording(NamedTuple):
    """The words that were composed beside the text of a campaign; stored as a bare tuple."""

    language: str = ""  #: of the text; empty: the institution's
    composed: str = ""  #: the text as it was composed; empty: it had no blanks
    fills: Fills = ()
    others: tuple[tuple, ...] = ()  #: each ``OtherText`` as a bare tuple

    @property
    def texts(self) -> tuple[OtherText, ...]:
        """The texts in other languages."""
        return tuple(OtherText(*stored) for stored in self.others)

    @property
    def stored(self) -> tuple:
        """The tuple that a campaign keeps: empty where there is nothing beside its text."""
        return tuple(self) if self.composed or self.others else ()


NO_WORDING = Wording()


class Worded:
    """The texts of a ``Campaign``."""

    text: str
    wording: tuple
    row_notes: RowNotes | None

    @property
    def worded(self) -> Wording:
        """Its ``Wording``."""
        return Wording(*self.wording)

    @property
    def written(self) -> str:
        """Its text as it was composed."""
        return self.worded.composed or self.text

    @property
    def texts(self) -> tuple[str, ...]:
        """Each text that its recipients may get, its own first."""
        return (self.text, *(one.text for one in self.worded.texts))

    def text_place(self, number: int) -> int:
        """Return which of ``texts`` row ``number`` gets."""
        return self.row_notes.text_place(number) if self.row_notes is not None else 0
