"""A file of people on its way into the directory: compared with it, shown, then applied."""

from typing import Any

from persistent import Persistent

from unisms.model.imports import Rows

WAITING, COMPARED, APPLYING = "waiting", "compared", "applying"
APPLIED, FAILED, FORGOTTEN = "applied", "failed", "forgotten"
#: states in which a worker must see to it
AT_WORK = (WAITING, APPLYING)


class Register(Persistent):
    """A file that tells who belongs to a roll, and what it would change in the directory.

    A roll is a list of people that files keep up to date: the students, the staff.
    """

    __name__ = ""
    __parent__: Any = None
    state = WAITING
    problem = ""  # a code for the page: why it failed
    whole = False  # declared to name everybody of its roll: the others are gone
    # the places of the file's columns (services.register.columns.PeopleColumns)
    columns: tuple = ()
    unchanged = 0  # people of the file of whom nothing changes
    before = 0  # people of the roll when the file was compared
    lines = 0  # of the file; 0: it was compared before they were counted
    new_groups: tuple = ()  # pairs of name and title: groups that the file names, to be made
    counts: tuple = ()  # pairs of a kind of change or remark, and how many there are
    compared_at = 0  # epoch seconds
    approved_at = 0  # epoch seconds
    approver = ""  # the uid of whoever wanted it applied; empty: a command
    done = 0  # the number of the last change that was applied
    overtaken = 0  # changes left out, because the person was changed meanwhile

    def __init__(self, roll: str, file: str, filename: str, author: str, created_at: int) -> None:
        self.roll = roll  # its title
        self.file = file  # the name of the ``Import``
        self.filename = filename
        self.author = author
        self.created_at = created_at
        self.changes = Rows()  # from 1 on, each a ``services.register.changes.PersonChange``
        self.remarks = Rows()  # from 1 on, each a ``services.register.changes.Remark``

    def become(self, state: str) -> None:
        """Take another state; a worker finds it where there is work to do."""
        self.state = state
        if self.__parent__ is not None:
            self.__parent__.let_wait(self.__name__, state in AT_WORK)

    def counted(self, kind: str) -> int:
        """Return how many changes, or remarks, are of this kind."""
        known: dict[str, int] = dict(self.counts)
        return known.get(kind, 0)

    def new_title(self, name: str) -> str | None:
        """Return the title of the group of this name that is to be made, or ``None``."""
        if getattr(self, "_v_new_groups", None) is None:
            self._v_new_groups: dict[str, str] | None = dict(self.new_groups)
        return (self._v_new_groups or {}).get(name)

    def forget(self) -> None:
        """Erase whom it names; how many there were stays."""
        self.changes.clear()
        self.remarks.clear()
        self.new_groups, self._v_new_groups = (), None
        self.filename = ""
        self.become(FORGOTTEN)
