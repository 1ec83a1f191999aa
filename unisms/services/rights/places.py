"""The holders and the places that grants name: whether they are there, and whose roles."""

from collections.abc import Iterator

from unisms.model.folder import root_of
from unisms.model.roles import GROUP, OPERATOR, PERSON
from unisms.model.root import Institution
from unisms.model.templates import TemplateFolder
from unisms.services.directory import queries
from unisms.services.directory.local_people import LocalPeople

PLACES = ("accounts", "groups", "templates")  # a role may be given at one of these only


def is_holder(institution: Institution, name: str) -> bool:
    """Whether there is such a person, group of the directory, or operator of the installation."""
    kind, colon, rest = name.partition(":")
    operators = root_of(institution).passwords
    known = {
        PERSON: rest in institution["people"] or rest in institution.passwords,
        GROUP: rest in institution["groups"] or queries.find(institution, rest) is not None,
        OPERATOR: rest in operators,
    }
    return known.get(f"{kind}{colon}", False)


def uids_of(institution: Institution, name: str) -> Iterator[str]:
    """Yield the uids of the people who have what is given to the holder called ``name``.

    A group is one kept here, or one of a remote directory: its members are those that it told last,
    also those who have never come. Operators, who are guests, are passed over.
    """
    kind, colon, rest = name.partition(":")
    if not is_holder(institution, name):
        return
    if f"{kind}{colon}" == PERSON:
        yield rest
    elif f"{kind}{colon}" == GROUP:
        members = LocalPeople({"institution": institution}).members(rest)
        yield from (person.uid for person in members)


def is_place(institution: Institution, scope: str) -> bool:
    """Whether a role may be given here: the institution, an account, group or template folder."""
    folder, _, name = scope.partition("/")
    if folder not in PLACES:
        return scope == ""
    place = institution[folder].get(name)
    return place is not None and (folder != "templates" or isinstance(place, TemplateFolder))


def places_kept(institution: Institution, folder: str) -> set[str]:
    """The names in this folder at which some role is given, also of what is gone."""
    scopes = {grant.scope.partition("/") for grant in institution.grants}
    return {name for kind, _, name in scopes if kind == folder}
