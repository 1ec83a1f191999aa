"""The people of an LDAP group: groupOfNames, posixGroup, and groups within groups."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice

from unisms.addons.directories.ldap.entries import (
    Attributes,
    GroupEntry,
    Portioned,
    first_part,
    group,
    is_below,
    portions,
    same_dn,
)
from unisms.addons.directories.ldap.filters import any_of, both, equal
from unisms.addons.directories.ldap.lines import Entry, Lookup, Wire, at, every
from unisms.addons.directories.ldap.settings import LdapSettings
from unisms.ports import DirectoryError

TOLD = ("cn", "description", "member", "uniqueMember", "memberUid")
AT_ONCE = 100  # names in a filter: measured on 40,000 people, the quickest
MOST_GROUPS = 500  # within a group: more is a mistake


class Members:
    """Reads the entries of the people of a group, each once, over one line."""

    def __init__(self, line: Wire, settings: LdapSettings, attributes: Collection[str]) -> None:
        self._line, self._settings = line, settings
        self._attributes = tuple(attributes)
        self._groups: set[str] = set()  # asked for already: a circle ends here
        self._people: set[str] = set()

    def of(self, dn: str) -> Iterator[Attributes]:
        """Yield the attributes of everybody in the group, and in the groups within it.

        :raises KeyError: there is no such group.
        """
        found = at(self._line, dn, TOLD, self._settings.groups)
        if found is None:
            raise KeyError(dn)
        waiting = [self._whole(*found)]
        self._groups.add(same_dn(dn))
        while waiting:
            yield from self._direct(waiting.pop(), waiting)

    def _whole(self, dn: str, told: Attributes) -> GroupEntry:
        """Return a group with all its members, also where a server tells them in portions.

        :raises DirectoryError: it keeps some of them back.
        """
        rest = {one.name: self._joined(dn, one) for one in portions(told)}
        plain = {name: values for name, values in told.items() if ";range=" not in name.lower()}
        return group(dn, {**plain, **rest})

    def _joined(self, dn: str, portion: Portioned) -> list[bytes]:
        """Return all values of an attribute, of which this is the first portion."""
        values: list[bytes] = []
        while portion.last >= 0:
            values += self._checked(portion, len(values))
            rest = f"{portion.name};range={portion.last + 1}-*"
            found = at(self._line, dn, (rest,), self._settings.groups)
            told = (one for one in portions(found[1]) if same_name(one, portion)) if found else ()
            portion = next(iter(told), Portioned(portion.name, 0, 0, ()))
        return [*values, *self._checked(portion, len(values))]

    def _checked(self, portion: Portioned, known: int) -> Sequence[bytes]:
        """Return the values of a portion, if it begins where the former one ends, and is whole."""
        length = portion.last + 1 - known
        is_whole = portion.last < 0 or 0 < length == len(portion.values)
        if portion.first != known or not is_whole:
            raise DirectoryError(DirectoryError.CUT, "the server keeps members back")
        return portion.values

    def _direct(self, one: GroupEntry, waiting: list[GroupEntry]) -> Iterator[Attributes]:
        """Yield the people whom a group names, and let the groups that it names wait."""
        missing = {same_dn(member): member for member in one.members}
        if missing:
            for dn, attributes in self._asked(equal("memberOf", one.dn)):
                missing.pop(dn, None)
                yield from self._new(dn, attributes)
        for chosen in _names([*missing.values()]):
            for dn, attributes in self._asked(chosen):
                if missing.pop(dn, None):
                    yield from self._new(dn, attributes)
        waiting.extend(self._within(missing))
        for dn in missing.values():
            yield from self._by_dn(dn, waiting)
        for chosen in called((self._settings.uid, uid) for uid in one.uids):
            for dn, attributes in self._asked(chosen):
                yield from self._new(dn, attributes)

    def _within(self, missing: dict[str, str]) -> Iterator[GroupEntry]:
        """Yield those of the members that are groups, and take them off the missing."""
        for chosen in _names([*missing.values()]):
            asked = Lookup(self._settings.group_base, both(self._settings.groups, chosen), TOLD)
            for dn, attributes in every(self._line, asked, self._settings.page):
                if missing.pop(same_dn(dn), None) and self._is_new(dn):
                    yield self._whole(dn, attributes)

    def _by_dn(self, dn: str, waiting: list[GroupEntry]) -> Iterator[Attributes]:
        """Yield somebody whom no filter by a name has found; a group waits.

        So are those found whose name has several parts (RFC 4514, section 2.2), or is written in
        another way. Most have only left.
        """
        settings = self._settings
        if is_below(dn, settings.base):
            found = at(self._line, dn, self._attributes, settings.persons)
            if found is not None:
                yield from self._new(same_dn(found[0]), found[1])
        if is_below(dn, settings.group_base):
            found = at(self._line, dn, TOLD, settings.groups)
            if found is not None and self._is_new(found[0]):
                waiting.append(self._whole(*found))

    def _is_new(self, dn: str) -> bool:
        known = len(self._groups)
        self._groups.add(same_dn(dn))
        if len(self._groups) > MOST_GROUPS:
            raise DirectoryError(DirectoryError.FAULT, "a group has too many groups within it")
        return len(self._groups) > known

    def _asked(self, chosen: str) -> Iterator[Entry]:
        """Yield the people whom a filter takes, each with the DN as it is compared."""
        both_of = both(self._settings.persons, chosen)
        asked = Lookup(self._settings.base, both_of, self._attributes)
        for dn, attributes in every(self._line, asked, self._settings.page):
            yield same_dn(dn), attributes

    def _new(self, dn: str, attributes: Attributes) -> Iterator[Attributes]:
        if dn not in self._people:
            self._people.add(dn)
            yield attributes


def same_name(one: Portioned, other: Portioned) -> bool:
    return one.name.lower() == other.name.lower()


def _names(dns: Iterable[str]) -> Iterator[str]:
    """Yield filters by the names of these entries."""
    return called(pair for pair in map(first_part, dns) if pair[0])


def called(pairs: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Yield filters of the entries that are called so: some pairs of attribute and name each."""
    rest = iter(pairs)
    while chunk := list(islice(rest, AT_ONCE)):
        yield any_of(equal(name, value) for name, value in chunk)
