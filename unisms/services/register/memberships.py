"""The roll of a file, the groups that it names, and who comes to stand in them, or leaves.

Of groups, only in those does anything change: who stands in one by hand stays there, unless some
row of the file names the group, and theirs does not.
"""

from collections.abc import Iterator, Mapping

from unisms.model.groups import Group
from unisms.model.people import Subscriber
from unisms.model.reliance import rely_on
from unisms.model.root import Institution
from unisms.services.directory.directories import directory_of
from unisms.services.people import groups
from unisms.services.register.changes import CELL, Remark
from unisms.services.register.entries import Entry
from unisms.sms.names import fold


class Memberships:
    """The groups of a file: ``named`` as folded words, with how they are written."""

    def __init__(self, institution: Institution, named: Mapping[str, str]) -> None:
        self._institution, self._named = institution, named
        self._names: dict[str, str] = {}  # folded words -> the name of the group
        self._members: dict[str, set[str]] = {}  # uid -> names of such groups
        self._refused: list[str] = []
        for name, group in institution["groups"].items() if named else ():
            self._take(name, group)

    def _take(self, name: str, group: Group) -> None:
        words = [word for word in (fold(group.title), fold(name)) if word in self._named]
        if not words:
            return
        if not may_fill(self._institution, name):
            self._refused += words
            return
        self._names.update(dict.fromkeys(words, name))
        for uid in group.uids:
            self._members.setdefault(uid, set()).add(name)

    def remarks(self) -> Iterator[Remark]:
        """Yield a remark on each group that is not here, or that gives roles."""
        for words, written in sorted(self._named.items()):
            if words in self._refused:
                yield Remark(CELL, "group_with_roles", 0, "", "", written)
            elif words not in self._names:
                yield Remark(CELL, "group", 0, "", "", written)

    def moves(self, entry: Entry, former: str = "") -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the names of the groups that a person joins, and of those that they leave.

        ``former`` is the uid that they have now, if it changes.
        """
        if entry.groups is None:
            return (), ()
        wanted = {self._names[words] for words in entry.groups if words in self._names}
        now = self._members.get(former or entry.uid, set())
        return tuple(sorted(wanted - now)), tuple(sorted(now - wanted))


def may_fill(institution: Institution, name: str) -> bool:
    """Whether a file may put people into the group called ``name``, and take them out.

    Of one that gives roles, also by a group around it, that is done by hand.
    """
    rely_on(institution.grants)
    return next(groups.brought(institution, name), None) is None


def comes_to_stand(institution: Institution, person: Subscriber, roll: str, *, whole: bool) -> bool:
    """Whether somebody whom a file names stands in its roll from now on, and did not before.

    Whom no file has brought only does if the file is ``whole``; whom a remote directory has
    brought stays that directory's.
    """
    if roll in person.rolls or directory_of(institution, person.__name__):
        return False
    return whole or bool(person.rolls)
