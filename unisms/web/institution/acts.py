"""Subjects of the entries of the audit journal, by name, with links for viewers who may follow."""

import json
from typing import NamedTuple

from pyramid.security import view_execution_permitted

from unisms.model.campaigns import Campaign
from unisms.model.folder import look_up
from unisms.model.imports import Import
from unisms.model.root import Institution
from unisms.web.frame.holders import Names

GRANTS = ("role.given", "role.withdrawn")
OF_PEOPLE = ("owner", "uid", "person", "people")  # fields that tell uids
FOLDERS = {"accounts": "accounts", "groups": "groups"}  # fields that tell names in these folders
PRIVATE = (Campaign, Import)  # named for those alone who may open them


class Thing(NamedTuple):
    """The thing that somebody acted on."""

    title: str  #: its name, or that in addresses where it is gone; empty where it is not told
    href: str = ""  #: its page, for who may open it
    author: str = ""  #: the uid of who wrote it, where that tells it instead of its title
    kind: str = ""  #: the folder that it is in


class Grant(NamedTuple):
    """A role that was given to somebody, or taken back."""

    given: bool
    kind: str  #: ``person``, ``group`` or ``operator``
    name: str  #: of the holder, without its kind
    href: str  #: the page of what they may do, for who may open it
    role: str
    scope: str


class Acts:
    """The journal of ``holder``, as one visitor reads it."""

    def __init__(self, holder, request):
        self.holder, self.request = holder, request
        self.inside = isinstance(holder, Institution)
        self.names = Names(holder) if self.inside else None

    def name_of(self, uid):
        """Return the name by which people here call the holder of this uid."""
        person = self.holder["people"].get(uid) if self.inside else None
        return person.name if person else uid

    def thing(self, entry):
        """The ``Thing`` of an entry, or ``None`` where it is about the whole."""
        kind, _, rest = entry.path.strip("/").partition("/")
        if not rest:
            return None
        found = look_up(self.holder, entry.path)
        if found is None:
            return Thing(rest.rpartition("/")[2], kind=kind)
        href = self._page_of(found)
        if isinstance(found, PRIVATE) and not href:
            return Thing("", author=found.author, kind=kind)
        title = next(
            (told for name in ("title", "name", "filename") if (told := getattr(found, name, ""))),
            "",
        )
        return Thing(title or found.__name__, href, kind=kind)

    def _page_of(self, found):
        request = self.request
        if isinstance(found, Institution):
            return request.resource_path(found.__parent__, "about", query={"name": found.__name__})
        return request.resource_path(found) if view_execution_permitted(found, request) else ""

    def grant(self, entry):
        """The ``Grant`` that an entry tells, or ``None``."""
        if entry.verb not in GRANTS or not self.inside:
            return None
        try:
            told = json.loads(entry.after or entry.before)
            holder, role, scope = told["holder"], told["role"], told["scope"]
        except (ValueError, KeyError, TypeError):
            return None
        kind, _, name = holder.partition(":")
        return Grant(
            entry.verb == "role.given", kind, name, self._rights_of(holder, name), role, scope
        )

    def _rights_of(self, holder, name):
        if not view_execution_permitted(self.holder, self.request, "rights"):
            return ""
        if holder.startswith("group:"):
            return self.request.resource_path(self.holder, "rights", query={"holder": holder})
        uid = name if holder.startswith("person:") else holder
        return self.request.resource_path(self.holder, "rights-of", query={"uid": uid})

    def told(self, field, value):
        """Return a value of before or after, with names for uids and addresses."""
        if not self.inside or not isinstance(value, str):
            return value
        if field in OF_PEOPLE:
            return ", ".join(self.name_of(uid) for uid in value.split(", "))
        if field in FOLDERS:
            return ", ".join(self._title_in(FOLDERS[field], name) for name in value.split(", "))
        if field == "connection":
            known = look_up(self.holder.__parent__.__parent__, value)
            return known.title if known else value.rpartition("/")[2]
        return value

    def _title_in(self, folder, name):
        known = self.holder[folder].get(name)
        return known.title if known else name
