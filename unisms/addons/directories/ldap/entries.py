"""Entries of the directory, read as people and as groups."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from unisms.addons.directories.ldap.settings import LdapSettings, NumberField
from unisms.ports import Person
from unisms.sms import msisdn

#: attribute as the server writes it -> its values
Attributes = Mapping[str, Sequence[bytes]]
RED = "supannlisterouge"  # SupAnn: not to be shown to those who search
MEMBERS = ("member", "uniquemember")
MOBILES = frozenset({"{MOBILE}", "{MOBPERSO}", "{MOBPRO}", "{SMS}"})  # labels of SupAnn, and sites
_LABELLED = re.compile(r"(\{[^}]{0,40}\})\s*(.*)", re.DOTALL)
_ESCAPED = re.compile(r"\\([0-9a-fA-F]{2})|\\(.)")
_RANGED = re.compile(r"(\w+);range=(\d{1,9})-(\d{1,9}|\*)", re.IGNORECASE)
_LOOSE = re.compile(r"\s*([,=+])\s*")


class GroupEntry(NamedTuple):
    """A group as the directory tells it."""

    dn: str
    title: str
    members: tuple[str, ...] = ()  #: DNs of people, and of groups within it
    uids: tuple[str, ...] = ()  #: of people (posixGroup)


class Portioned(NamedTuple):
    """Some values of an attribute, of which a server tells so many at a time.

    Active Directory does ([MS-ADTS], section 3.1.1.3.1.3.3).
    """

    name: str  #: of the attribute
    first: int  #: the place of the first of them, from 0
    last: int  #: that of the last; -1: there are no more
    values: Sequence[bytes]


class PersonReader:
    """Makes a ``Person`` of an entry, by the settings of a directory."""

    def __init__(self, settings: LdapSettings) -> None:
        self.settings = settings
        self.uid, self.mail = settings.uid.lower(), settings.mail.lower()
        self.name = tuple(one.lower() for one in settings.name)
        self.columns = tuple((one, one.lower()) for one in settings.columns)
        own = (settings.uid, *settings.name, settings.mail, *settings.columns, "supannListeRouge")
        fields = (one.told.partition("{")[0] for one in settings.numbers)
        self.attributes = tuple(dict.fromkeys((*own, *fields)))

    def person(self, found: Attributes) -> Person | None:
        """Return the ``Person`` of these attributes, or ``None``: it has no uid."""
        known = lowered(found)
        uid = first(known, self.uid).lower()  # LDAP tells no small letters from capitals
        if not uid:
            return None
        name = next(filter(None, (first(known, one) for one in self.name)), uid)
        number, field = self.number(known)
        columns = {title: first(known, one) for title, one in self.columns}
        told = (field.told, field.confidence) if field else ("", "")
        numbers = (number,) if number else ()
        mail, is_hidden = first(known, self.mail), is_private(known)
        return Person(uid, name, numbers, mail, columns, *told, is_hidden)

    def number(self, known: Attributes) -> tuple[str, NumberField | None]:
        """Return the first mobile number, in E.164, and its field.

        Without a number that can be written to, it is the first value that should be one, as it
        stands: it tells people what to repair.
        """
        spare: tuple[str, NumberField | None] = "", None
        for field in self.settings.numbers:
            for value in known.get(field.name, ()):
                typed = labelled(value.decode("utf-8", "replace"), field.label)
                if typed and (number := msisdn.read(typed, self.settings.country).msisdn):
                    return number, field
                if typed and not spare[0]:
                    spare = typed, field
        return spare


def labelled(value: str, label: str) -> str:
    """Return the number behind its label, or ``""`` where it has another one.

    Without a wanted label, any that promises a mobile is taken.
    """
    match = _LABELLED.fullmatch(value) if value[:1] == "{" else None
    if match is None:
        return "" if label else value
    found = match[1].upper()
    return match[2] if found == label or (not label and found in MOBILES) else ""


def lowered(found: Attributes) -> dict[str, Sequence[bytes]]:
    """Return the values by the names of their attributes in small letters, without options."""
    return {name.partition(";")[0].lower(): values for name, values in found.items() if values}


def first(known: Attributes, name: str) -> str:
    values = known.get(name)
    return values[0].decode("utf-8", "replace").strip() if values else ""


def is_private(found: Attributes) -> bool:
    """Whether somebody does not want to be found by those who search (SupAnn)."""
    return first(lowered(found), RED).upper() == "TRUE"


def group(dn: str, found: Attributes) -> GroupEntry:
    """Return the ``GroupEntry`` of these attributes."""
    known = lowered(found)
    members = tuple(text for name in MEMBERS for text in _texts(known.get(name, ())))
    return GroupEntry(
        dn, group_title(dn, found), members, tuple(_texts(known.get("memberuid", ())))
    )


def portions(found: Attributes) -> Iterator[Portioned]:
    """Yield the attributes that are told in portions."""
    for name, values in found.items():
        if match := _RANGED.fullmatch(name):
            last = -1 if match[3] == "*" else int(match[3])
            yield Portioned(match[1], int(match[2]), last, values)


def group_title(dn: str, found: Attributes) -> str:
    """Return how people call a group: its description, else its name."""
    known = lowered(found)
    return first(known, "description") or first(known, "cn") or dn


def _texts(values: Iterable[bytes]) -> list[str]:
    return [value.decode("utf-8", "replace") for value in values]


def same_dn(dn: str) -> str:
    """Return a DN as it can be compared with another one (RFC 4514)."""
    if "\\" not in dn and " " not in dn:  # nearly all are like this
        return dn.casefold()
    plain = _ESCAPED.sub(lambda match: chr(int(match[1], 16)) if match[1] else match[2], dn)
    return _LOOSE.sub(r"\1", plain.strip()).casefold()


def is_below(dn: str, base: str) -> bool:
    """Whether an entry is at a place of the tree, or below it."""
    return f",{same_dn(dn)}".endswith(f",{same_dn(base)}")


def first_part(dn: str) -> tuple[str, str]:
    """Return the attribute and the value by which an entry is named; empty: by several."""
    head = re.split(r"(?<!\\),", dn, maxsplit=1)[0]
    name, _, value = head.partition("=")
    if re.search(r"(?<!\\)\+", head) or not value:
        return "", ""
    plain = (
        re.sub(r"\\(.)", r"\1", value)
        if not re.search(r"\\[0-9a-fA-F]{2}", value)
        else _bytes(value)
    )
    return name.strip(), plain.strip()


def _bytes(value: str) -> str:
    octets = re.sub(
        rb"\\([0-9a-fA-F]{2})|\\(.)",
        lambda match: bytes([int(match[1], 16)]) if match[1] else match[2],
        value.encode(),
    )
    return octets.decode("utf-8", "replace")
