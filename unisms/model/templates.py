"""Saved texts."""

from typing import Any, NamedTuple

from persistent import Persistent

from unisms.model.acl import Ace, granted
from unisms.model.folder import Folder


class Version(NamedTuple):
    """A text that a template had, as code reads it; stored as a bare tuple."""

    at: int  #: epoch seconds since when
    by: str  #: uid of who wrote it
    text: str


class TemplateFolder(Folder):
    """A department's templates, in the institution's."""

    last_change: tuple = ()  # (epoch seconds, uid)
    most = 2_000

    @property
    def __acl__(self) -> list[Ace]:
        return granted(self.__parent__.__parent__, f"templates/{self.__name__}")


class MessageTemplate(Persistent):
    """A text with its placeholders, ready to be composed with. It is archived, never deleted."""

    __name__ = ""
    __parent__: Any = None
    owner = ""  # added 2026-12: uid; before, nobody's
    archived = False  # added 2026-12
    # added 2027-01: of a message that begins with it, a bare ``sms.purposes.Purpose``
    purpose: tuple = ()
    # added 2026-12: the versions before this one, as bare tuples, oldest first
    earlier: tuple = ()
    # added 2026-12: (when, uid) of the present text; before, nobody knows when
    written: tuple = ()
    last_change: tuple = ()  # (epoch seconds, uid), of anything

    def __init__(self, title: str, text: str, owner: str = "") -> None:
        self.title = title
        self.text = text
        self.owner = owner

    @property
    def place(self) -> str:
        """Its path in the folder of all templates: ``retard``, ``scd/retard``."""
        parent = self.__parent__
        return (
            f"{parent.__name__}/{self.__name__}"
            if isinstance(parent, TemplateFolder)
            else self.__name__
        )

    def rewrite(self, text: str, at: int, by: str) -> None:
        """Give it another text; the one before is kept."""
        if text != self.text:
            self.earlier = (*self.earlier, tuple(self._present()))
            self.text, self.written, self.last_change = text, (at, by), (at, by)

    def redate(self, latest: int, now: int) -> None:
        """Let what happened to it after ``latest`` have happened at ``now`` (epoch seconds)."""
        for name in ("last_change", "written"):
            at, *by = getattr(self, name) or (0,)
            if at > latest:
                setattr(self, name, (now, *by))
        if any(stored[0] > latest for stored in self.earlier):
            self.earlier = tuple((min(stored[0], now), *stored[1:]) for stored in self.earlier)

    def versions(self) -> list[Version]:
        """Every text it had, the latest first."""
        return [self._present(), *(Version(*stored) for stored in self.earlier[::-1])]

    def _present(self) -> Version:
        at, by = self.written or (0, self.owner)
        return Version(at, by, self.text)
