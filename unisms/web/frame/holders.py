"""The names of the holders, roles and places of grants, and the people whom a search finds."""

from unisms.model.acl import ROLES
from unisms.model.folder import find
from unisms.model.roles import GROUP, PERSON
from unisms.services.directory import queries
from unisms.services.people import enrolment
from unisms.services.rights import places
from unisms.web.frame.sight import seen_whole


class Names:
    """The titles of what grants name; ``None`` where it has vanished."""

    def __init__(self, institution):
        self.institution = institution

    def holder(self, name):
        if not places.is_holder(self.institution, name):
            return None
        kind, colon, rest = name.partition(":")
        folder = {PERSON: "people", GROUP: "groups"}.get(f"{kind}{colon}")
        record = self.institution[folder].get(rest) if folder else None
        if folder == "groups" and record is None:
            record = queries.find(self.institution, rest)
        return (record.name if folder == "people" else record.title) if record else rest

    def place(self, scope):
        known = scope and places.is_place(self.institution, scope)
        return find(self.institution, scope).title if known else None

    def role(self, name):
        """The title of one of the institution's own."""
        own = self.institution["roles"].get(name)
        return own and own.title

    def about(self, name):
        """Return the purpose of a role of the institution's own."""
        own = self.institution["roles"].get(name)
        return own.about if own else ""

    def is_built_in(self, name):
        return name in ROLES


def searched(request, field="search"):
    """Return the words that the address asks to search for."""
    return request.GET.get(field, "").strip()[:80]


def found(request, search):
    """The uids that a search finds for the person who asks."""
    return enrolment.search(request.institution, search, by_number=seen_whole(request))
