"""The roll of a file, the groups that it names, and who comes to stand in them, or leaves.

Of groups, only in those does anything change: who stands in one by hand stays there, unless some
row of the file names the group, and theirs does not.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from unisms.model.folder import BOUNDS
from unisms.model.groups import Group
from unisms.model.people import Subscriber
from unisms.model.reliance import rely_on
from unisms.model.root import Institution
from unisms.services.directory.directories import directory_of
from unisms.services.ground.records import free_name
from unisms.services.people import groups
from unisms.services.register.changes import CELL, MADE, PersonChange, Remark
from unisms.services.register.columns import BadColumns
from unisms.services.register.entries import Entry, NamedGroup
from unisms.sms.names import fold

LONGEST_TITLE = 80  # characters, as where a group is made by hand
MOST_MADE = 500  # groups: a column that names more is another column


class Memberships:
    """The groups of a file: ``named`` by their folded words. Those that are not here are made."""

    def __init__(self, institution: Institution, named: Mapping[str, NamedGroup]) -> None:
        self._institution, self._named = institution, named
        self._names: dict[str, str] = {}  # folded words -> the name of the group
        self._members: dict[str, set[str]] = {}  # uid -> names of such groups
        self._refused: list[str] = []
        for name, group in institution["groups"].items() if named else ():
            self._take(name, group)
        self._new = self._named_anew()
        self._names.update((words, name) for name, words in self._new.items())

    def _named_anew(self) -> dict[str, str]:
        """Return the folded words of each group that is not here, by the name that it would get."""
        found: dict[str, str] = {}
        taken = groups.names_kept(self._institution) if self._named else set()
        for words, group in self._named.items():
            known = words in self._names or words in self._refused
            if not known and len(group.title) <= LONGEST_TITLE:
                found[free_name(taken, group.title)] = words
                taken |= {*found}
        return found

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
        """Yield a remark on each group that gives roles, or whose title is too long to be made."""
        for words, (title, line) in self._named.items():
            if words not in self._names:
                code = "group_with_roles" if words in self._refused else "long_group"
                yield Remark(CELL, code, line, "", "", title)

    def made(self, changes: Iterable[PersonChange]) -> Iterator[Remark]:
        """Yield a remark on each group that is made, as somebody joins it: how many do.

        :raises BadColumns: there are too many.
        """
        joined = Counter(name for change in changes for name in change.joins if name in self._new)
        room = BOUNDS["groups"] - len(self._institution["groups"])
        if len(joined) > min(MOST_MADE, room):
            raise BadColumns("groups", "many_groups")
        for name, people in joined.items():
            title, line = self._named[self._new[name]]
            yield Remark(MADE, "new_group", line, "", "", f"{title} ({people})")

    def new_groups(self, changes: Iterable[PersonChange]) -> Iterator[tuple[str, str]]:
        """Yield the name and the title of each group that is made."""
        joined = {name for change in changes for name in change.joins}
        for name, words in self._new.items():
            if name in joined:
                yield name, self._named[words].title

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
