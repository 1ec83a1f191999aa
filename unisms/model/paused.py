"""The pauses of people: until a moment no message reaches them, but emergencies."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from BTrees.OOBTree import OOBTree

if TYPE_CHECKING:
    from unisms.model.folder import Folder
    from unisms.model.people import Subscriber

    Pausing = Folder[Subscriber]
else:
    Pausing = object  # the folder is ``People``


class Paused(Pausing):
    """The pauses of ``People``, over the tree that it keeps."""

    _paused: "OOBTree[str, int] | None"
    mark: Callable[..., None]

    def pauses(self, uid: str, until: int) -> None:
        """Let the person called ``uid`` have no message until then (epoch seconds); 0: no pause."""
        if self._paused is None:
            self._paused = OOBTree()
        self[uid].paused_until = self._paused[uid] = until
        self.mark(self[uid].msisdn, uid)
        if not until:
            del self._paused[uid]

    def has_pauses(self) -> bool:
        """Whether anybody has paused."""
        return bool(self._paused)

    def paused_until(self, uid: str) -> int:
        """When the pause of the person called ``uid`` ends, epoch seconds; 0: there is none."""
        return self._paused.get(uid, 0) if self._paused else 0
