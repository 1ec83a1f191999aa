"""The outbox: mails that wait, those that left lately, and those that failed, with the reason."""

import secrets
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from BTrees.OOBTree import OOBTree, OOTreeSet
from persistent import Persistent

if TYPE_CHECKING:
    from unisms.model.root import Institution, Root

WAITING, LEAVING, LEFT, FAILED = "waiting", "leaving", "left", "failed"
RETURNED = "returned"  # it left, and came back: what it said is gone


class Mail(NamedTuple):
    """A mail, as code reads it; stored as a bare tuple."""

    at: int  #: when it was written, epoch seconds
    kind: str  #: by which its texts were announced
    to: str  #: the address
    values: tuple = ()  #: pairs of a placeholder and its text, or its texts in French and English
    language: str = ""  #: empty: both, one below the other
    uid: str = ""  #: of whom it goes to, where the institution knows them
    unsubscribe: str = ""  #: the https address that ends such mails
    state: str = WAITING
    tries: int = 0  #: those that the mail server answered
    #: When it is tried next, epoch seconds; while it leaves, when another worker may try.
    due: int = 0
    cause: str = ""  #: why it failed or waits again: of ``services.mail.causes``
    answer: str = ""  #: in the words of the server
    settled_at: int = 0  #: when it left or failed, epoch seconds
    unanswered: int = 0  #: tries at which the server had the text and did not answer


class Enclosed(NamedTuple):
    """A file that goes with a mail, as code reads it; stored as a bare tuple."""

    name: str  #: a file's name; of a picture the word by which HTML asks for it
    kind: str  #: of its content: ``application/pdf``
    content: bytes
    is_shown: bool = False  #: whether it is a picture within the text


class Enclosure(Persistent):
    """All that goes with one mail, apart from it: lists of mails do not read it. Added 2027-01."""

    def __init__(self, html: str, files: tuple[tuple, ...]) -> None:
        self.html = html  # the HTML that stands for its placeholder ``report``
        self.files = files  # each a bare ``Enclosed``


class Away(NamedTuple):
    """The trouble with the mail server, as code reads it; stored as a bare tuple."""

    since: int  #: epoch seconds
    again: int  #: when it is tried next, epoch seconds
    tries: int  #: in vain
    why: str  #: of ``services.mail.causes.TROUBLES``
    answer: str = ""  #: in the words of the server


class Outbox(Persistent):
    """The mails of an institution, or of those who run the installation. Added 2027-01."""

    # of the installation's alone: when all mails taken so far have left, at the rate that is set
    paced_until = 0.0
    away: tuple = ()  # of the installation's alone: an ``Away``, while the server takes nothing

    # added 2027-01: name -> Enclosure of mails that have not left, made at the first
    _enclosures: "OOBTree[str, Enclosure] | None" = None
    copying: tuple = ()  # added 2027-01: names of campaigns whose mails are being written
    unread = 0  # bounces that nobody could read
    unread_at = 0  # when the last of them came, epoch seconds

    def __init__(self) -> None:
        self._waiting: OOBTree[str, tuple] = OOBTree()  # name -> ``Mail`` as a tuple
        self._left: OOBTree[str, tuple] = OOBTree()
        self._failed: OOBTree[str, tuple] = OOBTree()
        self._due: OOTreeSet[str] = OOTreeSet()  # "due name" of those that wait
        self._of: OOTreeSet[str] = OOTreeSet()  # "uid, tab, name" of all

    def __bool__(self) -> bool:
        return True

    def add(self, mail: Mail) -> str:
        """Keep a mail that waits or has failed already; return its name."""
        name = f"{mail.at:010d}{secrets.token_hex(4)}"
        self._write(name, mail)
        if mail.uid:
            self._of.add(f"{mail.uid}\t{name}")
        return name

    def enclose(self, name: str, enclosure: Enclosure) -> None:
        """Let the mail called ``name`` leave with an enclosure."""
        if self._enclosures is None:
            self._enclosures = OOBTree()
        self._enclosures[name] = enclosure

    def enclosure(self, name: str) -> Enclosure | None:
        """Return the enclosure of the mail called ``name``, or ``None``."""
        return self._enclosures.get(name) if self._enclosures else None

    def change(self, name: str, mail: Mail) -> None:
        """Keep what has become of the mail called ``name``; what has left encloses nothing."""
        self._take(name)
        self._write(name, mail)
        if mail.state in (LEFT, RETURNED):
            self._disclose(name)

    def _disclose(self, name: str) -> None:
        if self._enclosures:
            self._enclosures.pop(name, None)

    def remove(self, name: str) -> None:
        """Forget the mail called ``name``."""
        mail = self._take(name)
        self._disclose(name)
        self._of.discard(f"{mail.uid}\t{name}")

    def move(self, uid: str, new: str) -> None:
        """Call the person known as ``uid`` by the uid ``new``."""
        for name in self.of(uid):
            tree = next(one for one in self._trees() if name in one)
            tree[name] = tuple(Mail(*tree[name])._replace(uid=new))
            self._of.remove(f"{uid}\t{name}")
            self._of.add(f"{new}\t{name}")

    def _take(self, name: str) -> Mail:
        tree = next(one for one in self._trees() if name in one)
        mail = Mail(*tree.pop(name))
        self._due.discard(f"{mail.due:010d} {name}")
        return mail

    def _write(self, name: str, mail: Mail) -> None:
        trees = {LEFT: self._left, FAILED: self._failed, RETURNED: self._failed}
        trees.get(mail.state, self._waiting)[name] = tuple(mail)
        if mail.state not in trees:
            self._due.add(f"{mail.due:010d} {name}")

    def _trees(self) -> "tuple[OOBTree[str, tuple], ...]":
        return self._waiting, self._left, self._failed

    def mail(self, name: str) -> Mail:
        """Return the mail called ``name``.

        :raises KeyError: there is none (any more).
        """
        for tree in self._trees():
            if name in tree:
                return Mail(*tree[name])
        raise KeyError(name)

    def get(self, name: str) -> Mail | None:
        """Return the mail called ``name``, or ``None``."""
        try:
            return self.mail(name)
        except KeyError:
            return None

    def due(self) -> Iterator[tuple[int, str]]:
        """Yield the pairs of moment (epoch seconds) and name of what waits, the first due first."""
        for one in self._due:
            moment, _, name = one.partition(" ")
            yield int(moment), name

    def of(self, uid: str) -> list[str]:
        """Return the names of the mails to the person called ``uid``."""
        return [one.partition("\t")[2] for one in self._of.keys(f"{uid}\t", f"{uid}\n")]

    def waiting(self, behind: str | None = None) -> Iterator[tuple[str, Mail]]:
        """Yield the pairs of name and mail of what waits or leaves, the oldest first, after one."""
        found = self._waiting.items(behind, excludemin=behind is not None)
        return ((name, Mail(*stored)) for name, stored in found)

    def left(self, until: str | None = None) -> Iterator[tuple[str, Mail]]:
        """Yield the pairs of name and mail of what left, the latest first, before ``until``."""
        return _latest(self._left, until)

    def failed(self, until: str | None = None) -> Iterator[tuple[str, Mail]]:
        """Yield the pairs of name and mail of what failed or came back; likewise."""
        return _latest(self._failed, until)

    def counts(self) -> dict[str, int]:
        """Return how many wait, left lately and failed, by these states."""
        return {
            WAITING: len(self._waiting),
            LEFT: len(self._left),
            FAILED: len(self._failed),
        }


def _latest(tree: "OOBTree[str, tuple]", until: str | None) -> Iterator[tuple[str, Mail]]:
    names = reversed(tree.keys(max=until, excludemax=until is not None))
    return ((name, Mail(*tree[name])) for name in names)


def outbox_of(holder: "Institution | Root") -> Outbox:
    """Return the outbox of an institution or of the root, made at its first mail."""
    if holder.outbox is None:
        holder.outbox = Outbox()
    return holder.outbox
