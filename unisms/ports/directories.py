"""Directories: they tell us about people and the groups that these belong to."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple, Protocol

SURE, LIKELY = "sure", "likely"  #: how sure a field is to hold a mobile number


class DirectoryError(Exception):
    """A directory gives no whole answer; ``code`` says why, the words are its own."""

    AWAY = "away"  #: no server answers, or the one that answered went away
    LATE = "late"  #: it takes too long
    CERTIFICATE = "certificate"  #: its certificate is not one that we trust
    REFUSED = "refused"  #: it refuses our account
    RIGHTS = "rights"  #: our account may not read there
    CUT = "cut"  #: it tells a part only: a limit of its own was reached
    BASE = "base"  #: there is nothing at that place of its tree
    FILTER = "filter"  #: it does not understand the filter
    REFERRAL = "referral"  #: it leads on to another server, where we do not follow
    FAULT = "fault"  #: anything else

    def __init__(self, code: str, said: str = "") -> None:
        super().__init__(said)
        self.code = self.kind = code


class Person(NamedTuple):
    """Someone a directory knows."""

    uid: str  #: in small letters, where the directory does not tell them from capitals
    name: str
    msisdns: tuple[str, ...] = ()
    email: str = ""
    attributes: Mapping[str, str] = {}
    found_in: str = ""  #: the field that the first number came from, as ``mobile``
    confidence: str = ""  #: how sure that field is to hold a mobile number: ``sure``, ``likely``
    is_private: bool = False  #: whether they are not to be shown to those who search


class Directory(Protocol):
    """A source of people and of the groups that they belong to."""

    def search(self, text: str) -> Iterable[Person]:
        """Return the people whose name or uid contains ``text``."""

    def person(self, uid: str) -> Person | None:
        """Return the person called ``uid``, or ``None``."""

    def groups(self, text: str) -> Iterable[tuple[str, str]]:
        """Return ``(name, title)`` of the groups whose title contains ``text``."""

    def members(self, group: str) -> Iterable[Person]:
        """Return the people of a group.

        :raises KeyError: there is no such group.
        """

    def memberships(self, uid: str, among: Iterable[str]) -> Iterable[str]:
        """Return those of the groups ``among`` that the person called ``uid`` is in.

        Being in another group that is in one of them counts. The service asks at every request,
        within a transaction: answer from the store or from memory, never over the network. Memory
        is at most a minute old.
        """


class Checked(NamedTuple):
    """The findings of a try of a remote directory."""

    people: int
    numbers: int  #: people with a mobile number
    groups: int
    first: tuple[Person, ...] = ()  #: some of the people, to be looked at
    said: str = ""  #: a few words on the server, for whoever manages it


class RemoteDirectory(Protocol):
    """A directory that is asked over the network: never within a transaction.

    Each call has a session of its own. An answer is whole, or a ``DirectoryError`` is raised, also
    in the middle of an iterator: there is no half audience.
    """

    def check(self) -> Checked:
        """Connect, read and count the people and the groups."""

    def search(self, text: str, most: int) -> Iterable[Person]:
        """Return at most ``most`` people whose name, uid or address has each word of ``text``.

        Whoever is private is not among them.
        """

    def person(self, uid: str) -> Person | None:
        """Return the person called ``uid``, or ``None``."""

    def persons(self, uids: Iterable[str]) -> Iterable[Person]:
        """Return those of some people whom it knows, private ones too, in one session."""

    def groups(self, text: str, most: int) -> Iterable[tuple[str, str]]:
        """Return ``(name, title)`` of at most ``most`` groups whose title contains ``text``."""

    def members(self, group: str) -> Iterable[Person]:
        """Return the people of a group, and of the groups within it.

        :raises KeyError: there is no such group.
        """

    def people(self, chosen: str, base: str) -> Iterable[Person]:
        """Return the people whom the filter ``chosen`` takes, at a place of the tree or at ours."""

    def values(self, attribute: str) -> Iterable[tuple[str, tuple[str, ...]]]:
        """Return the uid of everybody who has an attribute, with all its values."""

    def sign_in(self, uid: str, password: str) -> Person | None:
        """Return the person called ``uid`` if this is their password, else ``None``."""
