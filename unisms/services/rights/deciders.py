"""The people who may decide something in a whole institution: those whom a mail tells of it."""

from collections.abc import Iterator

from unisms.model.acl import Permission
from unisms.model.roles import GROUP, PERSON
from unisms.model.root import Institution
from unisms.services.directory.local_people import LocalPeople


def who_may(institution: Institution, *permissions: Permission) -> list[str]:
    """Return the uids, sorted, of those whose roles give all these permissions everywhere here.

    Operators, who are guests, are not among them.
    """
    known = institution.permissions_of_roles()
    has: dict[str, set[str]] = {}
    for grant in institution.grants:
        for uid in () if grant.scope else _holders(institution, grant.holder):
            has.setdefault(uid, set()).update(known.get(grant.role, ()))
    people = institution["people"]
    return sorted(uid for uid in has if has[uid].issuperset(permissions) and uid in people)


def _holders(institution: Institution, holder: str) -> Iterator[str]:
    if holder.startswith(PERSON):
        yield holder.removeprefix(PERSON)
    elif holder.startswith(GROUP) and holder.removeprefix(GROUP) in institution["groups"]:
        members = LocalPeople({"institution": institution}).members(holder.removeprefix(GROUP))
        yield from (person.uid for person in members)
