"""The adapter of an LDAP directory: fulfils ``ports.RemoteDirectory``."""

import re
import secrets
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from unisms.addons.directories.ldap.entries import (
    PersonReader,
    first,
    group_title,
    lowered,
)
from unisms.addons.directories.ldap.filters import both, equal, has_words, with_words
from unisms.addons.directories.ldap.groups import Members, called
from unisms.addons.directories.ldap.lines import (
    Entry,
    Lookup,
    MakeWire,
    Wire,
    every,
    make_wire,
    opened,
    some,
)
from unisms.addons.directories.ldap.settings import FIELDS, balanced, read
from unisms.ports import Checked, DirectoryError, Person

ATTRIBUTE = re.compile(r"[A-Za-z][A-Za-z0-9.;-]*")  # RFC 4512, section 2.5
SHOWN = 5  # people whom a try shows
LOOKED_AT = 200  # entries among which a search looks for accents
WRONG = (DirectoryError.REFUSED, DirectoryError.BASE)  # answers to a password that is none


class LdapDirectory:
    """``settings`` are those of ``FIELDS``, as strings, and ``country``: whose numbers they are."""

    settings_fields = FIELDS

    def __init__(self, settings: Mapping[str, str], make: MakeWire | None = None) -> None:
        self.settings = read(settings)
        self._make = make or make_wire()
        self._people = PersonReader(self.settings)

    def check(self) -> Checked:
        """Connect, read and count: a limit that would cut an audience short shows here."""
        settings = self.settings
        people, numbers, shown = 0, 0, []
        with opened(settings, self._make) as line:
            for person in self._read(line, self._asked("")):
                people, numbers = people + 1, numbers + bool(person.msisdns)
                if len(shown) < SHOWN:
                    shown.append(person)
            asked = Lookup(settings.group_base, settings.groups, ("cn",))
            groups = sum(1 for _ in every(line, asked, settings.page))
        return Checked(people, numbers, groups, tuple(shown))

    def search(self, text: str, most: int) -> list[Person]:
        names = dict.fromkeys((*self.settings.name, self.settings.uid, self.settings.mail))
        if not any(map(str.isalnum, text)):
            return []
        asked = self._asked(with_words(text, tuple(names)))
        with opened(self.settings, self._make) as line:
            found = [entry[1] for entry in some(line, asked, LOOKED_AT)]
        known = (
            self._people.person(one)
            for one in found
            if has_words(text, [first(lowered(one), name.lower()) for name in names])
        )
        return [person for person in known if person and not person.is_private][:most]

    def person(self, uid: str) -> Person | None:
        with opened(self.settings, self._make) as line:
            entry = self._named(line, uid)
        return entry and self._people.person(entry[1])

    def persons(self, uids: Iterable[str]) -> list[Person]:
        """Return those of some people whom it knows; of two who are called so, nobody is meant."""
        chosen = called((self.settings.uid, uid) for uid in uids)
        with opened(self.settings, self._make) as line:
            found = [one for some in chosen for one in self._read(line, self._asked(some))]
        seen = Counter(person.uid for person in found)
        return [person for person in found if seen[person.uid] == 1]

    def groups(self, text: str, most: int) -> list[tuple[str, str]]:
        settings = self.settings
        chosen = with_words(text, ("cn", "description")) if any(map(str.isalnum, text)) else ""
        asked = Lookup(settings.group_base, both(settings.groups, chosen), ("cn", "description"))
        with opened(settings, self._make) as line:
            entries = some(line, asked, LOOKED_AT)
        found = [(dn, group_title(dn, told), first(lowered(told), "cn")) for dn, told in entries]
        return [(dn, title) for dn, title, name in found if has_words(text, (title, name))][:most]

    def members(self, group: str) -> Iterator[Person]:
        with opened(self.settings, self._make) as line:
            members = Members(line, self.settings, self._people.attributes)
            yield from filter(None, map(self._people.person, members.of(group)))

    def people(self, chosen: str, base: str = "") -> Iterator[Person]:
        try:
            asked = self._asked(balanced(chosen))
        except ValueError as error:
            raise DirectoryError(DirectoryError.FILTER, str(error)) from error
        with opened(self.settings, self._make) as line:
            yield from self._read(line, asked._replace(base=base or asked.base))

    def _read(self, line: Wire, asked: Lookup) -> Iterator[Person]:
        found = every(line, asked, self.settings.page)
        return filter(None, (self._people.person(told) for _, told in found))

    def values(self, attribute: str) -> Iterator[tuple[str, tuple[str, ...]]]:
        settings, name = self.settings, attribute.lower()
        if not ATTRIBUTE.fullmatch(attribute):
            raise DirectoryError(DirectoryError.FILTER, "that is no name of an attribute")
        chosen = both(settings.persons, f"({attribute}=*)")
        asked = Lookup(settings.base, chosen, (settings.uid, attribute))
        with opened(settings, self._make) as line:
            for _, told in every(line, asked, settings.page):
                known = lowered(told)
                uid = first(known, settings.uid.lower()).lower()
                yield uid, tuple(one.decode("utf-8", "replace") for one in known.get(name, ()))

    def sign_in(self, uid: str, password: str) -> Person | None:
        """Bind as the person; an unknown one takes as long as a wrong password."""
        if not uid or not password:  # a bind without a password would succeed (RFC 4513, 5.1.2)
            return None
        with opened(self.settings, self._make) as line:
            entry = self._named(line, uid)
        if not self._binds(entry[0] if entry else self._nobody(), password):
            return None
        return entry and self._people.person(entry[1])

    def _binds(self, dn: str, password: str) -> bool:
        with opened(self.settings._replace(bind_dn=""), self._make) as line:
            try:
                line.bind(dn, password)
            except DirectoryError as trouble:
                if trouble.code in WRONG:
                    return False
                raise
        return True

    def _nobody(self) -> str:
        return f"{self.settings.uid}={secrets.token_hex(8)},{self.settings.base}"

    def _named(self, line: Wire, uid: str) -> Entry | None:
        """Return the entry of the person called so; of two, nobody is meant."""
        found = some(line, self._asked(equal(self.settings.uid, uid)), 2)
        return found[0] if len(found) == 1 else None

    def _asked(self, chosen: str) -> Lookup:
        settings = self.settings
        return Lookup(settings.base, both(settings.persons, chosen), self._people.attributes)
