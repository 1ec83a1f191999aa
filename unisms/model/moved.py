"""The moves of people to other uids: records of before call them as they were called then."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from BTrees.OOBTree import OOBTree

if TYPE_CHECKING:
    from unisms.model.folder import Folder
    from unisms.model.people import Subscriber

    Moving = Folder[Subscriber]
else:
    Moving = object  # the folder is ``People``

Until = tuple[str, int]  # a uid, and when it was given up or taken, epoch seconds


class Moved(Moving):
    """The moves of ``People``, over the tree that it keeps.

    Rows of campaigns, audiences and the journal are many, and are not rewritten: whoever reads a
    uid in them asks who is called so now. A uid that somebody has given up may be another one's.
    """

    _moved: "OOBTree[str, tuple[Until, ...]] | None"

    def note_move(self, uid: str, new: str, at: int) -> None:
        """Note that the person known as ``uid`` is called ``new`` since ``at`` (epoch seconds)."""
        if self._moved is None:
            self._moved = OOBTree()
        self._moved[uid] = (*self._moved.get(uid, ()), (new, at))
        self[new].called = (*self[new].called, (uid, at))

    def has_moves(self) -> bool:
        """Whether anybody has got another uid."""
        return bool(self._moved)

    def now(self, uid: str, at: int) -> str:
        """Return the present uid of whom a record of ``at`` (epoch seconds) calls ``uid``."""
        passed = {uid}
        while after := [one for one in self._after(uid) if at <= one[1] and one[0] not in passed]:
            uid, at = after[0]
            passed.add(uid)
        return uid

    def _after(self, uid: str) -> tuple[Until, ...]:
        return self._moved.get(uid, ()) if self._moved else ()

    def present(self, uid: str) -> str:
        """Return the uid of whom a record of any age means: one that is here, if there is."""
        return uid if uid in self else self.now(uid, 0)

    def forget_moves(self, uid: str) -> None:
        """Forget how the person known as ``uid``, who goes, was called before."""
        former = [old for old, _ in self[uid].called]
        for old in former:
            rest = tuple(one for one in self._after(old) if one[0] not in (uid, *former))
            self._moved[old] = rest  # type: ignore[index]
            if not rest:
                del self._moved[old]  # type: ignore[union-attr]


def called_until(former: Iterable[Until], at: int) -> set[str]:
    """Return those of somebody's ``former`` uids by which a record of ``at`` means them."""
    return {uid for uid, until in former if at <= until}
