"""Directories that are asked over the network, and the queries that are saved there."""

from collections.abc import Iterable, Mapping
from typing import Any

from BTrees.OOBTree import OOTreeSet
from persistent import Persistent
from persistent.mapping import PersistentMapping

from unisms.model.folder import Folder
from unisms.model.root import institution_of


class DirectoryQuery(Persistent):
    """People of a directory, chosen by a filter or by a group of the directory."""

    __name__ = ""
    __parent__: Any = None
    base = ""  # the place of its tree; empty: the people's
    # the last count: (epoch seconds, people, people without a number); what failed: ``trouble``
    counted: tuple = ()
    # of those without a number: (uid, name) each, the first ones
    numberless: tuple = ()
    trouble: tuple = ()  # why the last count failed: (epoch seconds, code)
    count_asked = 0  # when somebody asked for the next count, epoch seconds
    # uids, for the roles that it has; made at the first answer
    _members: "OOTreeSet[str] | None" = None
    answered_at = 0  # when the members were asked for last, epoch seconds
    last_change: tuple = ()  # (epoch seconds, uid)

    def __init__(self, title: str, chosen: str = "", group: str = "", base: str = "") -> None:
        self.title = title
        self.chosen = chosen  # a filter of the directory's; empty: it is a group
        self.group = group  # its name in the directory
        self.base = base

    @property
    def about(self) -> tuple[str, str, str]:
        """Return the question to the directory: filter, place, group."""
        return self.chosen, self.base, self.group

    def has(self, uid: str) -> bool:
        """Whether this person is among the members, as the directory last told them."""
        return self._members is not None and uid in self._members

    def members(self) -> list[str]:
        """Return the uids of the members, as the directory last told them."""
        return list(self._members or ())

    def keep(self, uids: Iterable[str], at: int) -> bool:
        """Keep the members that the directory has told; return whether they are others."""
        told, known = set(uids), set(self._members or ())
        self.answered_at = at
        if told == known:
            return False
        if self._members is None:
            self._members = OOTreeSet()
        for uid in known - told:
            self._members.remove(uid)
        self._members.update(told - known)
        return True


class DirectoryConnection(Folder[DirectoryQuery]):
    """An account at a directory, with the queries that are saved there."""

    port = "directory"  # the kind of its adapter (``seams.adapters``)
    most = 500  # queries
    signs_in = False  # whether its passwords let people in
    # the last try: (epoch seconds, whether it works, code, the adapter's words)
    tested: tuple = ()
    # its findings: (people, numbers, groups, the first of the people)
    found: tuple = ()
    # added 2027-01: the last night's outcome: a bare ``services.people.refreshes.Refreshed``
    refreshed: tuple = ()
    refresh_trouble: tuple = ()  # added 2027-01: why it failed: (epoch seconds, code)
    # added 2027-01: uids of people whom it has brought, and did not know that night
    missing: tuple = ()
    test_asked = 0  # when somebody asked for the next try, epoch seconds
    last_change: tuple = ()  # (epoch seconds, uid)

    def __init__(
        self, title: str, adapter: str, settings: Mapping[str, str] | Iterable[tuple[str, str]] = ()
    ) -> None:
        super().__init__(title)
        self.adapter = adapter  # the name given to ``config.add_directory``
        self.settings: PersistentMapping[str, str] = PersistentMapping(settings)

    def made_with(self) -> tuple[str, dict[str, str]]:
        """Return the adapter's name and its settings, strings by name."""
        institution = institution_of(self)
        country = institution.country if institution is not None else "FR"
        return self.adapter, {**self.settings, "country": country}
