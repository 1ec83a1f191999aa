"""Notes on single rows of a campaign: whom they are for, and which notice ends their text."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from BTrees.IIBTree import IIBTree
from BTrees.IOBTree import IOBTree
from persistent import Persistent

from unisms.model.moved import Until, called_until

Pairs = Sequence[tuple[int, int]]  # of a row's number and something of it


class RowNotes(Persistent):
    """Facts of which most rows of a campaign have none."""

    # added 2027-01: number of a row -> the place of its text among those of the campaign, from 1
    # on; made where there is another language
    _texts: IIBTree | None = None

    def __init__(self) -> None:
        # number of a row -> uid, where its number does not tell it alone, or will be asked late
        self._uids: IOBTree[str] = IOBTree()
        self._noticed = IIBTree()  # number of a row -> the place of its notice, from 1 on
        self.notices: tuple[str, ...] = ()  # texts

    def write(
        self,
        uids: Iterable[tuple[int, str]],
        notices: tuple[str, ...],
        noticed: Pairs,
        texts: Pairs = (),
    ) -> None:
        """Note pairs of a row's number and a uid; of one and the place of a notice, of a text."""
        self._uids.update(uids)
        self._noticed.update(noticed)
        self.notices = notices
        if texts:
            self._texts = IIBTree(texts)

    def repeat(self, pairs: Pairs) -> None:
        """Let rows have the notes of others: pairs of a number and the number of the other."""
        uids, noticed = self._uids, self._noticed
        uids.update([(new, uids[old]) for new, old in pairs if old in uids])
        noticed.update([(new, noticed[old]) for new, old in pairs if old in noticed])
        if (texts := self._texts) is not None:
            texts.update([(new, texts[old]) for new, old in pairs if old in texts])

    def uid(self, number: int) -> str:
        """Return the uid of row ``number``, or ``""``."""
        return self._uids.get(number, "")

    def uids(self) -> Iterator[tuple[int, str]]:
        """Yield the pairs of a row's number and its uid."""
        yield from self._uids.items()

    def forget(self, numbers: Iterable[int]) -> None:
        """Know no more whose these rows are, nor which language they read."""
        for number in numbers:
            self._uids.pop(number, None)
            if self._texts is not None:
                self._texts.pop(number, None)

    def notice(self, number: int) -> str:
        """Return the text that ends the message of row ``number``, or ``""``."""
        place = self._noticed.get(number, 0)
        return self.notices[place - 1] if place else ""

    def text_place(self, number: int) -> int:
        """Return which text of its campaign row ``number`` gets; 0: the campaign's own."""
        return self._texts.get(number, 0) if self._texts is not None else 0

    def noticed(self) -> Iterable[tuple[int, int]]:
        """Return the pairs of a row's number and the place of its notice."""
        return self._noticed.items()


class Annotated:
    """The notes of a ``Campaign``, made where some row has one."""

    __parent__: Any
    row_notes: RowNotes | None
    created_at: int

    if TYPE_CHECKING:

        @property
        def checked_at(self) -> int: ...

    def annotate(
        self,
        uids: Sequence[tuple[int, str]],
        notices: tuple[str, ...] = (),
        noticed: Pairs = (),
        texts: Pairs = (),
    ) -> None:
        """Keep notes on rows (``RowNotes.write``)."""
        if uids or noticed or texts:
            self.row_notes = RowNotes()
            self.row_notes.write(uids, notices, noticed, texts)

    def uid(self, number: int) -> str:
        """Return the present uid of the person of row ``number``, if one was noted, or ``""``."""
        noted = self.row_notes.uid(number) if self.row_notes is not None else ""
        return self._now(noted) if noted else ""

    def _now(self, noted: str) -> str:
        people = self.__parent__.__parent__["people"]
        uid: str = people.now(noted, self._noted_at) if people.has_moves() else noted
        return uid

    @property
    def _noted_at(self) -> int:
        return self.checked_at or self.created_at

    def rows_of(self, uid: str, former: Iterable[Until] = ()) -> set[int]:
        """Return the numbers of the rows that are noted for the person called ``uid``.

        Who is called so no more tells their ``former`` uids.
        """
        if self.row_notes is None:
            return set()
        before, noted = called_until(former, self._noted_at), self.row_notes.uids()
        return {number for number, one in noted if one in before or self._now(one) == uid}

    def notice(self, number: int) -> str:
        """Return the text that ends the message of row ``number``, or ``""``."""
        return self.row_notes.notice(number) if self.row_notes is not None else ""
