"""Requests of people on the first page of whoever may decide: to be erased, to join a theme."""

from unisms.model.acl import Permission
from unisms.services.subscribers import petitions
from unisms.web.people.themes import managed

SHOWN = 8


def waiting(institution, request):
    """Return the requests that this person may decide, the earliest first, with who asks.

    They are pairs of a ``Petition`` and a person.
    """
    serves = request.has_permission(Permission.PERSON_MANAGE, institution)
    found = petitions.erasures(institution, request.now) if serves else []
    found += petitions.of_themes(managed(request))
    people = institution["people"]
    return [(one, people[one.uid]) for one in sorted(found, key=lambda one: (one.at, one.uid))]
