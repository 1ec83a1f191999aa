"""The place of everybody's own pages in an institution, and what each has under way there."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from BTrees.OOBTree import OOBTree
from persistent import Persistent


class Code(NamedTuple):
    """A code on its way to a number, as code reads it; stored as a bare tuple."""

    msisdn: str  #: the number that it is to prove
    digest: str  #: of the six digits (``model.digests``)
    sent_at: int  #: epoch seconds
    wrong: int = 0  #: wrong codes typed since


class Undo(NamedTuple):
    """The themes that somebody has left, to be joined again; stored as a bare tuple."""

    at: int  #: epoch seconds
    #: pairs of the name of a theme and a ``Member`` as a bare tuple
    themes: tuple[tuple[str, tuple[Any, ...]], ...] = ()


class Declined(NamedTuple):
    """A request that was not granted, as code reads it; stored as a bare tuple."""

    at: int  #: epoch seconds
    theme: str  #: the name of the theme that they wanted to join; empty: they asked to be erased
    reason: str  #: in the words of whoever decided; may be empty


class OwnPages(Persistent):
    """``me``: the pages on which people look after their own number and messages."""

    __name__ = ""
    __parent__: Any = None
    # of the deadlines of requests the last day of which somebody was reminded; added 2027-01
    reminded_to = ""
    # uid -> tuple of ``Declined`` as bare tuples, made at the first; added 2027-01
    _declined: "OOBTree[str, tuple[tuple[Any, ...], ...]] | None" = None

    def __init__(self) -> None:
        self._codes: OOBTree[str, tuple[Any, ...]] = OOBTree()  # uid -> Code as a bare tuple
        # an act, with its person or the digest of its number -> its moments, epoch seconds
        self._times: OOBTree[str, tuple[int, ...]] = OOBTree()
        self._left: OOBTree[str, tuple[Any, ...]] = OOBTree()  # uid -> Undo as a bare tuple
        # uid -> when somebody else proved their number, epoch seconds
        self._lost: OOBTree[str, int] = OOBTree()
        # uid -> when they asked that everything about them be erased, epoch seconds
        self._to_erase: OOBTree[str, int] = OOBTree()

    def code(self, uid: str) -> Code | None:
        """Return the code that is on its way to ``uid``, or ``None``."""
        stored = self._codes.get(uid)
        return Code(*stored) if stored else None

    def keep_code(self, uid: str, code: Code) -> None:
        """Let this be the one code that counts for ``uid``."""
        self._codes[uid] = tuple(code)

    def drop_code(self, uid: str) -> None:
        """Let no code count for ``uid``."""
        self._codes.pop(uid, None)

    def times(self, what: str) -> tuple[int, ...]:
        """Return when ``what`` was done lately, epoch seconds."""
        return self._times.get(what, ())

    def times_of(self, begins: str) -> Iterator[int]:
        """Yield when all that is called so at its beginning was done lately, epoch seconds."""
        for moments in self._times.values(begins, f"{begins}\uffff"):
            yield from moments

    def note_times(self, what: str, moments: Iterable[int]) -> None:
        """Let these be the moments, epoch seconds, at which ``what`` was done lately."""
        self._times[what] = tuple(moments)

    def lose_number(self, uid: str, at: int) -> None:
        """Note that somebody else has proved the number of ``uid``."""
        self._lost[uid] = at

    def lost_number(self, uid: str) -> int:
        """Return when somebody else proved the number of ``uid``; 0 where nobody did."""
        return self._lost.get(uid, 0)

    def find_number(self, uid: str) -> None:
        """Note that ``uid`` has a number again."""
        self._lost.pop(uid, None)

    def left(self, uid: str) -> Undo | None:
        """Return what ``uid`` has left last, or ``None``."""
        stored = self._left.get(uid)
        return Undo(*stored) if stored else None

    def note_left(self, uid: str, undo: Undo) -> None:
        """Remember what ``uid`` has left."""
        self._left[uid] = tuple(undo)

    def forget_left(self, uid: str) -> None:
        """Let ``uid`` have left nothing that can be taken back."""
        self._left.pop(uid, None)

    def ask_to_erase(self, uid: str, at: int) -> None:
        """Note that ``uid`` asks that everything about them be erased."""
        self._to_erase[uid] = at

    def asked_to_erase(self, uid: str) -> int:
        """Return when ``uid`` asked that everything be erased; 0 where they did not."""
        return self._to_erase.get(uid, 0)

    def withdraw_request(self, uid: str) -> None:
        """Let ``uid`` ask no more that everything be erased."""
        self._to_erase.pop(uid, None)

    def requests(self) -> Iterable[tuple[str, int]]:
        """Return the pairs of uid and moment of those who ask to be erased, lazily."""
        return self._to_erase.items()

    def decline(self, uid: str, declined: Declined) -> None:
        """Remember that a request of ``uid`` was not granted, instead of the last such answer."""
        kept = [one for one in self.declined(uid) if one.theme != declined.theme]
        self._keep_declined(uid, [*kept, declined])

    def declined(self, uid: str) -> list[Declined]:
        """Return the requests of ``uid`` that were not granted, as they were answered last."""
        return [Declined(*one) for one in (self._declined.get(uid, ()) if self._declined else ())]

    def drop_declined(self, uid: str, theme: str) -> None:
        """Let that answer count no more: they ask again, or were granted it."""
        before = self.declined(uid)
        kept = [one for one in before if one.theme != theme]
        if len(kept) < len(before):
            self._keep_declined(uid, kept)

    def forget_declined(self, before: int) -> None:
        """Forget the answers that were given before this moment, epoch seconds."""
        for uid in list(self._declined or ()):
            known = self.declined(uid)
            kept = [one for one in known if one.at >= before]
            if len(kept) < len(known):
                self._keep_declined(uid, kept)

    def _keep_declined(self, uid: str, kept: list[Declined]) -> None:
        if self._declined is None:
            self._declined = OOBTree()
        if kept:
            self._declined[uid] = tuple(map(tuple, kept))
        else:
            self._declined.pop(uid, None)

    def forget_person(self, uid: str) -> None:
        """Know ``uid`` no more: somebody else may be called so."""
        if self._declined is not None:
            self._declined.pop(uid, None)
        for kept in (self._codes, self._left, self._lost, self._to_erase):
            kept.pop(uid, None)
        for what in [what for what in self._times if what.endswith(f" {uid}")]:
            del self._times[what]

    def move(self, uid: str, new: str) -> None:
        """Call the person known as ``uid`` by the uid ``new``; what is under way stays theirs."""
        trees: tuple[Any, ...] = (
            *(self._codes, self._left, self._lost, self._to_erase),
            self._declined or {},
        )
        for kept in trees:
            if uid in kept:
                kept[new] = kept.pop(uid)
        for what in [what for what in self._times if what.endswith(f" {uid}")]:
            self._times[f"{what.removesuffix(uid)}{new}"] = self._times.pop(what)

    def forget(self, before: int, after: int) -> None:
        """Forget what was done before ``before`` or after ``after``, epoch seconds."""
        for kept, place in ((self._codes, 2), (self._left, 0)):
            old = [uid for uid, one in kept.items() if not before <= one[place] <= after]
            for uid in old:
                del kept[uid]
        for what, moments in list(self._times.items()):
            recent = tuple(at for at in moments if before <= at <= after)
            if not recent:
                del self._times[what]
            elif recent != moments:
                self._times[what] = recent
