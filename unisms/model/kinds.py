"""The kinds of audience: the promise that each keeps, and how those that were announced are found.

An audience is a tuple of pairs of kind and name. The directive ``config.add_audience_kind`` fills
one table for each configuration and gives it to the database. So every function that holds an
institution, or anything in one, finds the kinds without a registry.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Protocol

from ZODB import DB

from unisms.model.acl import Permission
from unisms.model.folder import Resource
from unisms.model.root import Institution
from unisms.ports import AudienceGone, Person


class AudienceKind(Protocol):
    """A way to say whom a message is for.

    ``name`` is what an audience stores beside the name of the kind. A kind inherits the answers
    that it does not give. Every method is called within a transaction: none goes over the network
    (``AskedKind``), and none writes.
    """

    permission: Permission | None = None  #: needed to choose it, beside the one to compose
    is_of_people: bool = False  #: it leads to people of the directory (``uids``)
    brings_numbers: bool = True  #: numbers that are not those of people of the directory
    is_typed: bool = False  #: its names are typed in a box of the page, not ticked
    is_listed: bool = False  #: a campaign is found by what it is called now (``finder``)
    is_private: bool = False  #: each name belongs to one person, and nobody else may choose it
    heading: Mapping[str, str] = {}  #: by language, above its choices on the page of composing
    picker: str = ""  #: the template of its part of that page, where it is more than a heading
    is_ticked: bool = True  #: that part stands in the list that one ticks; else below the list
    is_named: bool = True  #: a text can name it (``names_in``), as a command does

    def exists(self, institution: Institution, name: str) -> bool:
        """Whether an audience may name this."""
        return False

    def names_in(self, institution: Institution, text: str) -> Sequence[str]:
        """Return the names that a ``text`` means, as of ``--to kind:text``; none: nothing is so."""
        return (text,) if self.exists(institution, text) else ()

    def may_use(self, actor: Any, name: str) -> bool:
        """Whether this ``Actor`` may write to this."""
        return self.exists(actor.institution, name)

    def group(self, name: str) -> str:
        """Return the name of the group by which roles bound this, or ``""``: none does."""
        return ""

    def purpose(self, institution: Institution, name: str) -> tuple[str, ...]:
        """Return the purpose that each message to this has (``sms.purposes``), or ``()``."""
        return ()

    def together(self, names: Sequence[str]) -> Sequence[str]:
        """Return the names that an audience stores, of those that a form sends."""
        return names

    def columns(self, institution: Institution, name: str) -> Sequence[str]:
        """Return the titles of the values that may personalise a text to it.

        :raises AudienceGone: it exists no more.
        """
        raise AudienceGone

    def column_kinds(
        self, institution: Institution, name: str, wanted: tuple[str, ...], today: date
    ) -> Sequence[str]:
        """Return the kind of each of the ``wanted`` columns, or nothing where none is told.

        Values of a kind of ``sms.notations`` are written in the language of their reader.
        """
        return ()

    def recipients(
        self, institution: Institution, name: str, wanted: tuple[str, ...], today: date
    ) -> Iterable:
        """Yield each ``Recipient`` with the values of the ``wanted`` columns.

        A recipient who is a person of the directory has their ``uid``. Whether the purpose of the
        message reaches them is judged elsewhere, for every kind alike.

        :raises AudienceGone: it exists no more.
        """
        raise AudienceGone

    def uids(self, institution: Institution, name: str) -> Iterable[str]:
        """Yield the uid of every person of the directory behind it, lazily."""
        return ()

    def members(
        self, institution: Institution, name: str, today: date
    ) -> Iterable[tuple[str, str]]:
        """Yield number and uid of everybody, either may be empty: they are left out of a message.

        :raises AudienceGone: it exists no more.
        """
        if self.is_of_people:
            people = institution["people"]
            for uid in self.uids(institution, name):
                yield people[uid].msisdn if uid in people else "", uid
        else:
            for one in self.recipients(institution, name, (), today):
                yield one.msisdn, one.uid

    def at_most(self, institution: Institution, name: str) -> int | None:
        """Return a bound of how many they are, quickly; ``None``: only the check finds out."""
        return 1 if self.is_typed else self.count(institution, name)

    def stands_for(
        self, institution: Institution, name: str
    ) -> tuple[tuple[tuple[str, str], ...], tuple[tuple[str, str], ...]] | None:
        """Return the audience that a saved one stands for, and what it leaves out.

        Return ``None`` for a kind that finds its people itself.

        :raises AudienceGone: it exists no more.
        """
        return None

    def came_from(self, institution: Institution, name: str) -> tuple[tuple[str, str], ...] | None:
        """Return the audience by which its people were chosen; ``None``: by this itself."""
        return None

    def glimpse(self, institution: Institution, names: Sequence[str], untold: tuple) -> Any:
        """Return the ``Glimpse`` of all these names together, quickly; ``None``: nothing is known.

        Not asked of a kind that is of people, or is typed: each recipient of these is looked at.
        Nobody is told of the causes ``untold``.
        """
        return None

    def title(self, institution: Institution, name: str) -> str:
        """Return the title that everybody may read, or ``""``: no title names people."""
        return ""

    def called(self, institution: Institution, name: str) -> str:
        """Return the title for who may read whom a message is for, or ``""``."""
        return self.title(institution, name)

    def count(self, institution: Institution, name: str) -> int | None:
        """Return how many people are in it, quickly; ``None``: it does not tell."""
        return None

    def finder(self, institution: Institution) -> Callable[[str, str], bool]:
        """Return ``is_called(name, word)``: whether ``name`` has a title with this folded word."""
        return lambda name, word: False  # noqa: ARG005

    def choices(self, institution: Institution, chosen: Sequence[str], by: str) -> list:
        """Return each ``Choice`` that the page offers the person ``by``, those ``chosen`` too."""
        return []


class AskedKind(AudienceKind, Protocol):
    """A kind whose people an outsider knows: it is read, asked, and frozen.

    ``question`` is called in one transaction, ``ask`` with none open, and the answer is frozen in
    another one, which looks again whether the question still stands. ``recipients`` is never
    called: each number of an answer passes the rules and the noes of the institution.
    """

    def question(self, institution: Institution, name: str) -> object:
        """Return all that ``ask`` needs, as plain values that can be compared and hashed.

        :raises AudienceGone: it exists no more.
        """

    def ask(self, question: object) -> Iterable[Person]:
        """Return the people; the first number of each gets the message. May take some seconds.

        :raises AudienceGone: the outsider knows no such audience any more.
        :raises AudienceAway: the outsider does not answer now.
        """


class Kinds(dict):
    """``{name: kind}``, in the order in which they were announced.

    A name that nobody announced, as of an add-on that is switched off, is a kind of nothing.
    """

    def __missing__(self, name: str) -> AudienceKind:
        return NOTHING


class _Nothing(AudienceKind):
    brings_numbers = is_named = False


NOTHING = _Nothing()


class NoKinds(LookupError):
    """The store was opened without kinds of audience."""


def give_kinds(database: DB, kinds: Kinds) -> None:
    """Let all that is read from this ZODB database find these ``Kinds``."""
    database.audience_kinds = kinds


def kinds_behind(resource: Resource | None) -> Kinds:
    """Return the ``Kinds`` given to the database that holds ``resource``, or something above it.

    :raises NoKinds: none were given.
    """
    while resource is not None and resource._p_jar is None:
        resource = resource.__parent__
    kinds = getattr(resource._p_jar.db(), "audience_kinds", None) if resource is not None else None
    if kinds is None:
        raise NoKinds
    return kinds


def parts_behind(
    institution: Institution, pairs: Sequence[tuple[str, str]]
) -> tuple[tuple[str, str], ...]:
    """Return the parts by which people were chosen, of saved audiences and of messages of before.

    Rights are judged by them: whoever may not write to a group may not do so by a message to it.
    """
    known = kinds_behind(institution)
    found: dict[tuple[str, str], None] = {}
    waiting, looked_at = [*pairs], set[tuple[str, str]]()
    while waiting:
        part = waiting.pop(0)
        if part not in looked_at:
            looked_at.add(part)
            sources = known[part[0]].came_from(institution, part[1])
            found.update({part: None} if sources is None else {})
            waiting += sources or ()
    return tuple(found)
